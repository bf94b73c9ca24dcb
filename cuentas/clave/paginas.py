"""What the pages of the clave share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cuentas import limites
from cuentas.clave import services
from cuentas.clave.forms import CodigoForm, NumeroForm
from cuentas.codigos import CodigoRechazado
from nucleo.texto import correo_enmascarado

Vista = Callable[..., HttpResponse]
DEMASIADOS = 429


def pagina(vista: Vista) -> Vista:
    """No copy in any cache, and nothing of what was typed in a report of errors."""
    return sensitive_post_parameters()(never_cache(require_http_methods(["GET", "HEAD", "POST"])(vista)))


def enviado(request: HttpRequest) -> Any:
    """What a form is bound to: what was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def mostrar(
    request: HttpRequest, nombre: str, form: forms.Form | None = None, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    return render(request, f"cuentas/clave/{nombre}.html", {"form": form, **contexto}, status=status)


def pedir_numero(request: HttpRequest, nombre: str, seguir: Callable[[str], HttpResponse]) -> HttpResponse:
    """Where both ways begin. How many numbers one network tries is counted before any is looked up."""
    form = NumeroForm(enviado(request))
    if form.is_valid():
        try:
            services.empezar(red=limites.red_de(request))
        except services.Agotado as razon:
            form.add_error(None, str(razon))
            return mostrar(request, nombre, form, status=DEMASIADOS)
        return seguir(form.cleaned_data["cedula"])
    return mostrar(request, nombre, form)


def pedir_codigo(
    request: HttpRequest,
    *,
    reenviar: Callable[[], HttpResponse],
    seguir: Callable[[str], HttpResponse],
    correo: str,
    vence: str,
) -> HttpResponse:
    """The code that was mailed, or another one. `seguir` uses it up and goes on."""
    reenvia = "reenviar" in request.POST
    form = CodigoForm(None if reenvia else enviado(request))
    try:
        if reenvia:
            respuesta = reenviar()
            messages.success(request, "Le enviamos un código nuevo. El anterior ya no sirve.")
            return respuesta
        if form.is_valid():
            return seguir(form.cleaned_data["codigo"])
    except CodigoRechazado as razon:
        form.add_error("codigo", str(razon))
    except services.Agotado as razon:
        messages.warning(request, str(razon))
    velado = correo_enmascarado(correo) if correo else ""
    return mostrar(request, "codigo", form, correo=velado, vence=datetime.fromisoformat(vence))
