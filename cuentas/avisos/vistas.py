from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cuentas.actuacion import Peticion
from cuentas.avisos.clases import OBLIGATORIAS, OPTATIVAS
from cuentas.avisos.forms import AvisosForm
from cuentas.avisos.selectors import apagadas_por, correo_de, rechazo_de
from cuentas.avisos.services import guardar_preferencias
from cuentas.models import Cuenta


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def avisos(request: Peticion) -> HttpResponse:
    """Which notices come by mail: those that one chooses, and those that always come."""
    cuenta = cast("Cuenta", request.actuacion.actor)  # the permission map lets nobody else in
    if request.method == "POST":
        form = AvisosForm(request.POST)
        if form.is_valid():
            guardar_preferencias(actuacion=request.actuacion, recibir=form.recibir)
            messages.success(request, "Listo: guardamos qué avisos quiere recibir.")
            return redirect("cuentas:avisos")
    apagadas = apagadas_por(cuenta)
    form = AvisosForm(initial={clase.clave: clase.clave not in apagadas for clase in OPTATIVAS})
    contexto = {
        "form": form,
        "obligatorias": OBLIGATORIAS,
        "correo": correo_de(cuenta),
        "rechazo": rechazo_de(cuenta),
    }
    return render(request, "cuentas/avisos.html", contexto)
