from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion
from cuentas.compartida import al_borrar, es_compartida
from cuentas.forms import IngresarForm, SegundoPasoForm
from cuentas.segundo_factor import CodigoEquivocado, DemasiadosIntentos
from cuentas.services import (
    IngresoBloqueado,
    IngresoRechazado,
    espera_segundo_paso,
    ingresar,
    pasar_segundo_paso,
    salir,
)

NO_COINCIDEN = "El número o la clave no coinciden. Revise que estén bien escritos e inténtelo otra vez."


def _siguiente(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next", "")


def _con_destino(request: HttpRequest, vista: str) -> str:
    """The address of the other step of the login, which goes on to the same page."""
    siguiente = _siguiente(request)
    return resolve_url(vista) + (f"?{urlencode({'next': siguiente})}" if siguiente else "")


def _destino(request: HttpRequest, *, es_personal: bool = False) -> str:
    """Where to go after login: back to the page that asked for it, never to another site."""
    siguiente = _siguiente(request)
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
            cuenta = ingresar(request=request, **datos)
            if cuenta.segundo_factor_desde is not None:
                return redirect(_con_destino(request, "cuentas:segundo_paso"))
            return redirect(_destino(request, es_personal=cuenta.is_staff))
        except IngresoBloqueado as bloqueo:
            form.add_error(None, str(bloqueo))
            status = 429
        except IngresoRechazado:
            form.add_error(None, NO_COINCIDEN)
    return render(request, "cuentas/ingresar.html", {"form": form, "siguiente": _siguiente(request)}, status=status)


@sensitive_post_parameters("codigo")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def segundo_paso_view(request: Peticion) -> HttpResponse:
    """The code after the clave. Nobody is logged in before it."""
    cuenta = espera_segundo_paso(request)
    if cuenta is None:
        if request.method == "POST":
            messages.warning(request, "Pasó demasiado tiempo desde que escribió su clave. Ingrese otra vez.")
        return redirect(_con_destino(request, "cuentas:ingresar"))
    form = SegundoPasoForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            pasar_segundo_paso(request=request, cuenta=cuenta, codigo=form.cleaned_data["codigo"])
            return redirect(_destino(request, es_personal=cuenta.is_staff))
        except CodigoEquivocado as error:
            form.add_error("codigo", str(error))
            status = 429 if isinstance(error, DemasiadosIntentos) else 200
    contexto = {"form": form, "siguiente": _siguiente(request)}
    return render(request, "cuentas/segundo-paso.html", contexto, status=status)


@require_POST
def salir_view(request: HttpRequest) -> HttpResponse:
    compartida = es_compartida(request)
    salir(request=request)
    return al_borrar(redirect("cuentas:terminada")) if compartida else redirect("portada")


@require_safe
def terminada_view(request: HttpRequest) -> HttpResponse:
    return render(request, "cuentas/terminada.html")
