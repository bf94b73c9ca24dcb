"""The pages with which an account gets, renews and takes off its second factor."""

from typing import cast
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cuentas import dispositivos, segundo_factor
from cuentas.actuacion import Peticion
from cuentas.forms import CodigoForm, QuitarSegundoFactorForm
from cuentas.models import Cuenta
from cuentas.segundo_factor import CambioImposible, CodigoEquivocado, DemasiadosIntentos
from nucleo.pdf import qr_svg

con_formulario = require_http_methods(["GET", "HEAD", "POST"])
ESTADO = "cuentas:segundo_factor"


def _cuenta(request: Peticion) -> Cuenta:
    return cast("Cuenta", request.actuacion.actor)


@never_cache
@con_formulario
def estado(request: Peticion) -> HttpResponse:
    """Whether there is one. A POST makes the secret that the next page shows."""
    cuenta = _cuenta(request)
    if request.method == "POST":
        try:
            segundo_factor.preparar(cuenta=cuenta)
        except CambioImposible as razon:
            messages.warning(request, str(razon))
            return redirect(ESTADO)
        return redirect("cuentas:segundo_factor_activar")
    activo = cuenta.segundo_factor_desde is not None
    contexto = {"cuenta": cuenta, "activo": activo, "quedan": dispositivos.codigos_restantes(cuenta) if activo else 0}
    return render(request, "cuentas/segundo-factor.html", contexto)


@sensitive_post_parameters("codigo")
@sensitive_variables("secreto", "codigos")
@never_cache
@con_formulario
def activar(request: Peticion) -> HttpResponse:
    """The QR code, and the field for its first code."""
    cuenta = _cuenta(request)
    form = CodigoForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            codigos = segundo_factor.confirmar(cuenta=cuenta, codigo=form.cleaned_data["codigo"])
        except CambioImposible as razon:
            messages.warning(request, str(razon))
            return redirect(ESTADO)
        except CodigoEquivocado as error:
            status = _decir(form, error)
        else:
            update_session_auth_hash(request, cuenta)
            return _mostrar(request, codigos, "La verificación en dos pasos está activa")
    secreto = dispositivos.por_confirmar(cuenta)
    if secreto is None:
        return redirect(ESTADO)
    qr = qr_svg(secreto.direccion, titulo="Código QR para su aplicación de autenticación")
    contexto = {"form": form, "secreto": secreto, "qr": qr}
    return render(request, "cuentas/segundo-factor-activar.html", contexto, status=status)


@sensitive_post_parameters("codigo")
@sensitive_variables("codigos_nuevos")
@never_cache
@con_formulario
def codigos(request: Peticion) -> HttpResponse:
    """New recovery codes, against a code."""
    cuenta = _cuenta(request)
    form = CodigoForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            segundo_factor.comprobar(cuenta=cuenta, codigo=form.cleaned_data["codigo"])
            codigos_nuevos = segundo_factor.renovar_codigos(cuenta=cuenta)
        except CodigoEquivocado as error:
            status = _decir(form, error)
        else:
            return _mostrar(request, codigos_nuevos, "Sus códigos de recuperación nuevos")
    if cuenta.segundo_factor_desde is None:
        return redirect(ESTADO)
    return render(request, "cuentas/segundo-factor-codigos.html", {"form": form}, status=status)


@sensitive_post_parameters("clave", "codigo")
@never_cache
@con_formulario
def quitar(request: Peticion) -> HttpResponse:
    """Takes it off, against clave and code."""
    cuenta = _cuenta(request)
    form = QuitarSegundoFactorForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            segundo_factor.quitar(cuenta=cuenta, **form.cleaned_data)
        except CodigoEquivocado as error:
            status = _decir(form, error)
        else:
            update_session_auth_hash(request, cuenta)
            messages.success(request, "Quitó la verificación en dos pasos de su cuenta.")
            return redirect(ESTADO)
    if cuenta.segundo_factor_desde is None:
        return redirect(ESTADO)
    return render(request, "cuentas/segundo-factor-quitar.html", {"form": form}, status=status)


def _decir(form: CodigoForm | QuitarSegundoFactorForm, error: CodigoEquivocado) -> int:
    form.add_error("codigo", str(error))
    return 429 if isinstance(error, DemasiadosIntentos) else 200


def _mostrar(request: Peticion, codigos: list[str], titulo: str) -> HttpResponse:
    """The only time that anybody sees them; the file is in the page itself, so nothing has to be kept for it."""
    lineas = ["Portal IESS: códigos de recuperación", f"Cuenta: {_cuenta(request).identificador}", "", *codigos, ""]
    archivo = "data:text/plain;charset=utf-8," + quote("\r\n".join(lineas))
    contexto = {"codigos": codigos, "archivo": archivo, "titulo": titulo}
    return render(request, "cuentas/codigos-de-recuperacion.html", contexto)
