from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion
from cuentas.avisos.selectors import rechazo_de
from cuentas.cambios.congelamiento import cambio_de_enlace, congelar
from cuentas.cambios.models import CambioDeDatos
from cuentas.cambios.selectors import correo_pendiente, historial_de
from cuentas.codigos import CodigoRechazado
from nucleo.texto import correo_enmascarado
from registro.selectors import cuenta_para_pagos, cuentas_bancarias_de


@never_cache
@require_safe
def perfil(request: Peticion) -> HttpResponse:
    """What the institute knows of the person, where payments go, and what was changed."""
    persona, ahora = request.actuacion.persona, timezone.now()
    contexto = {
        "persona": persona,
        "cuenta": request.actuacion.actor,
        "pendiente": correo_pendiente(persona),
        "rechazo": rechazo_de(request.actuacion.actor),
        "cuentas": cuentas_bancarias_de(persona),
        "pago": cuenta_para_pagos(persona, timezone.localdate(ahora)),
        "historial": [(cambio, cambio.congelable(ahora)) for cambio in historial_de(persona)],
    }
    return render(request, "cuentas/perfil.html", contexto)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cambio(request: Peticion, numero: int, secreto: str) -> HttpResponse:
    """The page of the link in the notice. Mail scanners open it: only its button does something."""
    encontrado = cambio_de_enlace(numero, secreto)
    if encontrado is None:
        return render(request, "cuentas/cambio_vencido.html", status=404)
    contexto = {"cambio": encontrado, "filas": enmascaradas(encontrado)}
    if request.method != "POST":
        return render(request, "cuentas/cambio.html", contexto)
    try:
        congelar(numero=numero, secreto=secreto)
    except CodigoRechazado:
        return render(request, "cuentas/cambio_vencido.html", status=404)
    return render(request, "cuentas/cambio_detenido.html", contexto)


def enmascaradas(cambio: CambioDeDatos) -> list[tuple[str, str, str]]:
    """(what, before, after) for whoever holds the link. An account already shows its last digits alone."""
    return [(nombre, _ocultar(antes), _ocultar(ahora)) for nombre, antes, ahora in cambio.filas]


def _ocultar(valor: str) -> str:
    return correo_enmascarado(valor) if "@" in valor else valor
