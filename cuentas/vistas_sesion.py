"""What a session asks of its holder: to go on, and what became of a form that was sent too late."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cuentas import borradores
from cuentas.actuacion import Peticion
from cuentas.models import Cuenta
from cuentas.sesiones import SessionStore
from nucleo.escritura import hora


@never_cache
@require_POST
def sesion(request: HttpRequest) -> HttpResponse:
    """Moves the idle clock; says when the session ends now."""
    request.session.modified = True
    termina = cast("SessionStore", request.session).termina_en
    return JsonResponse({"quedan": int((termina - timezone.now()).total_seconds()), "hora": hora(termina)})


@never_cache
@sensitive_variables("campos")
@require_http_methods(["GET", "HEAD", "POST"])
def borrador(request: Peticion) -> HttpResponse:
    """The form that came after the end of the session, to be sent now or thrown away."""
    cuenta = cast("Cuenta", request.actuacion.actor)
    if request.method == "POST":
        borradores.descartar(cuenta=cuenta)
        return redirect("admin:index" if cuenta.is_staff else "inicio")
    ruta, campos = borradores.ultimo_de(cuenta) or ("", [])
    contexto = {"ruta": ruta, "campos": campos, "visibles": borradores.legibles(campos)}
    return render(request, "cuentas/borrador.html", contexto)
