"""What somebody sent after their session had ended: kept for an hour for whom the session was of, and given back.

It works without JavaScript: the form is sent as always, the login comes in between, and a page offers what was typed.
Nothing is sent by itself. Claves, codes and files are never kept.
"""

import json
import re
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from cuentas.cifrado import NoSePuedeLeer, cifrar, descifrar
from cuentas.models import Borrador, Cuenta
from cuentas.sesiones import titular_de_la_que_termino
from nucleo.formularios import CAMPO_SUJETO

VIGENCIA = timedelta(hours=1)
TOPE = 40_000  # bytes: a long letter
POR_CUENTA = 10
PROPOSITO = "borrador"
NUNCA = re.compile(r"csrfmiddlewaretoken|clave|password|contrase|codigo|respuesta|(?:^|[-_])pin$|^next$", re.IGNORECASE)
DEL_FORMULARIO = {"csrfmiddlewaretoken", "next"}
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Campos = list[tuple[str, str]]


def guardar_de(request: HttpRequest) -> bool:
    """Keeps the form that this POST brought, if the browser's session ended lately. True when there is one to offer."""
    campos = campos_de(request)
    ruta = request.get_full_path()
    if not campos or len(ruta) > 500:
        return False
    cuenta = titular_de_la_que_termino(request, VIGENCIA)
    if cuenta is None:
        return False
    Borrador.objects.update_or_create(
        cuenta=cuenta,
        ruta=ruta,
        defaults={
            "contenido": cifrar(PROPOSITO, f"{cuenta.pk}|{ruta}", _escritos(campos)),
            "vence_en": timezone.now() + VIGENCIA,
        },
    )
    for viejo in Borrador.objects.filter(cuenta=cuenta).order_by("-vence_en", "-pk")[POR_CUENTA:]:
        viejo.delete()
    return True


def campos_de(request: HttpRequest) -> Campos:
    """What this POST brought, as it can be sent again; empty when nothing was typed, or more than a long letter."""
    campos = [
        (nombre, valor) for nombre, valores in request.POST.lists() if not NUNCA.search(nombre) for valor in valores
    ]
    if CAMPO_SUJETO not in request.POST:
        campos.append((CAMPO_SUJETO, ""))  # the account's own, whoever it acts for when it is sent again
    escrito = any(valor.strip() for nombre, valor in campos if nombre != CAMPO_SUJETO)
    return campos if escrito and len(_escritos(campos)) <= TOPE else []


def calla_algo(request: HttpRequest) -> bool:
    """Whether `campos_de` leaves out something that the person will have to give again."""
    callados = [nombre for nombre in request.POST if NUNCA.search(nombre) and nombre not in DEL_FORMULARIO]
    return bool(request.FILES) or any(request.POST[nombre].strip() for nombre in callados)


def legibles(campos: Campos) -> Campos:
    """What a person typed or chose: not the numbers with which a form knows itself."""
    return [
        (nombre.rpartition("-")[2].replace("_", " ").capitalize(), valor)
        for nombre, valor in campos
        if valor.strip() and not nombre.startswith("_") and not UUID.fullmatch(valor)
    ]


def _escritos(campos: Campos) -> bytes:
    return json.dumps(campos, ensure_ascii=False).encode()


def ultimo_de(cuenta: Cuenta) -> tuple[str, Campos] | None:
    """(address, fields) of the last form that the account could not send."""
    fila = Borrador.objects.filter(cuenta=cuenta, vence_en__gt=timezone.now()).order_by("-vence_en").first()
    if fila is None:
        return None
    try:
        contenido = descifrar(PROPOSITO, f"{cuenta.pk}|{fila.ruta}", fila.contenido)
    except NoSePuedeLeer:
        return None
    return fila.ruta, [(nombre, valor) for nombre, valor in json.loads(contenido)]


def descartar(*, cuenta: Cuenta) -> None:
    Borrador.objects.filter(cuenta=cuenta).delete()


def limpiar_borradores(ahora: datetime) -> None:
    Borrador.objects.filter(vence_en__lt=ahora).delete()
