"""The portal's addresses, and beside them the views with which a ratio is taken: they share every middleware."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cuentas.permisos import PUBLICO, Permiso
from iess_portal import urls as portal
from iess_portal.permisos import mapa
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


def permisos() -> Mapping[str, Permiso]:
    return mapa() | {"desnuda": PUBLICO, "constante": PUBLICO}


urlpatterns = [
    path("banco/desnuda/", desnuda, name="desnuda"),
    path("banco/constante/", constante, name="constante"),
    *portal.urlpatterns,
]
handler404 = not_found
