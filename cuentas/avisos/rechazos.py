"""Addresses that don't take mail any more: noted when a server refuses one, forgotten when something arrives there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cuentas.models import CorreoRechazado, Cuenta
from nucleo.bitacora import anotar
from nucleo.texto import correo_enmascarado

ACTOR = "sistema:correo"
# One that nobody writes to any more is forgotten; one that is still refused is noted again by the next notice.
SE_OLVIDA = timedelta(days=180)
# Longer than a mail server tries before it returns a mail (RFC 5321, 4.5.4.1: four to five days).
VUELVE_EN = timedelta(days=6)


def marcar(*, correo: str, razon: str, devuelto: bool = False) -> None:
    """A server refused this address for good; `devuelto`: after it took the mail. Told twice, it is one refusal."""
    valores = {"razon": razon[:300], "devuelto": devuelto}
    with transaction.atomic():
        fila, nuevo = CorreoRechazado.objects.get_or_create(correo=correo, defaults=valores)
        if nuevo:
            _anotar("correo.rechazado", correo)
        else:
            fila.devuelto, fila.aceptado_en = fila.devuelto or devuelto, None
            fila.save(update_fields=["devuelto", "aceptado_en"])


def olvidar(*, correo: str) -> None:
    """A server took a mail to this address: it takes mail again, unless mails to it come back later."""
    fila = CorreoRechazado.objects.filter(correo=correo).first()
    if fila is None:
        return
    if fila.devuelto:
        CorreoRechazado.objects.filter(pk=fila.pk, aceptado_en=None).update(aceptado_en=timezone.now())
    else:
        _borrar(fila)


def limpiar(ahora: datetime) -> None:
    for fila in CorreoRechazado.objects.filter(aceptado_en__lt=ahora - VUELVE_EN):
        _borrar(fila)
    CorreoRechazado.objects.filter(desde__lt=ahora - SE_OLVIDA).delete()


def _borrar(fila: CorreoRechazado) -> None:
    with transaction.atomic():
        fila.delete()
        _anotar("correo.recuperado", fila.correo)


def _anotar(accion: str, correo: str) -> None:
    """A line for each account of that mailbox, so that its holder reads it; one of nobody when it is of none.

    What the server said stays out: it mostly names the address, and a line is for ever.
    """
    datos = {"correo": correo_enmascarado(correo)}
    cuentas = list(Cuenta.objects.filter(correo=correo))
    for cuenta in cuentas:
        anotar(
            actor=ACTOR,
            accion=accion,
            persona_id=cuenta.persona_id,
            objeto=f"cuenta:{cuenta.identificador}",
            datos=datos,
        )
    if not cuentas:
        anotar(actor=ACTOR, accion=accion, datos=datos)
