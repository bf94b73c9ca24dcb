"""The portal's addresses, and beside them the views with which a ratio is taken: they share every middleware."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cuentas.permisos import PERSONA, PUBLICO, Permiso
from iess_portal import urls as portal
from iess_portal.permisos import mapa
from nucleo import throttle
from nucleo.errores import not_found
from tramites.certificados.codigo import en_grupos
from tramites.certificados.models import Certificado
from tramites.certificados.verificacion import Verificacion, Vigencia

CODIGO = "7K3PX9QM2WTD4HNA"
AHORA = timezone.localtime()
CONSTANTE = {
    "v": Verificacion(
        Vigencia.VALIDO,
        Certificado(
            codigo=CODIGO,
            titulo="Certificado de afiliación",
            estado=Certificado.Estado.EMITIDO,
            emitido_en=AHORA,
            vence_el=AHORA.date() + timedelta(days=30),
            demostracion=True,
        ),
        titular="P. R. A. M., cédula 17******65",
    ),
    "codigo": en_grupos(CODIGO),
    "hoy": AHORA,
}


@require_safe
def desnuda(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("ok")


@never_cache
@require_safe
def constante(request: HttpRequest) -> HttpResponse:
    """The page of the verification, with data that nobody has to fetch."""
    return render(request, "tramites/verificacion.html", dict(CONSTANTE))


@require_POST
def insertar(request: HttpRequest) -> HttpResponse:
    """One row, in one statement."""
    throttle.hit("banco", uuid.uuid4().hex, timedelta(hours=1))
    return redirect("inicio")


def permisos() -> Mapping[str, Permiso]:
    return mapa() | {"desnuda": PUBLICO, "constante": PUBLICO, "insertar": PERSONA}


urlpatterns = [
    path("banco/desnuda/", desnuda, name="desnuda"),
    path("banco/constante/", constante, name="constante"),
    path("banco/insertar/", insertar, name="insertar"),
    *portal.urlpatterns,
]
handler404 = not_found
