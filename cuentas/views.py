from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cuentas.actuacion import Peticion
from cuentas.forms import IngresarForm
from cuentas.services import IngresoBloqueado, IngresoRechazado, ingresar, salir

NO_COINCIDEN = "El número o la clave no coinciden. Revise que estén bien escritos e inténtelo otra vez."


def _destino(request: HttpRequest, *, es_personal: bool = False) -> str:
    """Where to go after login: back to the page that asked for it, never to another site."""
    siguiente = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(siguiente, {request.get_host()}, require_https=request.is_secure()):
        return siguiente
    return resolve_url("admin:index" if es_personal else settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters("clave")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar_view(request: Peticion) -> HttpResponse:
    if request.method == "GET" and request.actuacion.actor is not None:
        return redirect(_destino(request, es_personal=request.user.is_staff))
    form = IngresarForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        datos = form.cleaned_data
        try:
            cuenta = ingresar(request=request, identificacion=datos["identificacion"], clave=datos["clave"])
            return redirect(_destino(request, es_personal=cuenta.is_staff))
        except IngresoBloqueado as bloqueo:
            form.add_error(None, bloqueo.mensaje)
            status = 429
        except IngresoRechazado:
            form.add_error(None, NO_COINCIDEN)
    siguiente = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "cuentas/ingresar.html", {"form": form, "siguiente": siguiente}, status=status)


@require_POST
def salir_view(request: HttpRequest) -> HttpResponse:
    salir(request=request)
    return redirect("portada")
