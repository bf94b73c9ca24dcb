"""Addresses that don't take mail any more: noted when a server refuses one, forgotten when something arrives there."""

from datetime import datetime, timedelta

from django.db import transaction

from cuentas.models import CorreoRechazado, Cuenta
from nucleo.bitacora import anotar
from nucleo.texto import correo_enmascarado

ACTOR = "sistema:correo"
# One that nobody writes to any more is forgotten; one that is still refused is noted again by the next notice.
SE_OLVIDA = timedelta(days=180)


def marcar(*, correo: str, razon: str) -> None:
    """A server refused this address for good. Told twice, it is one refusal."""
    with transaction.atomic():
        _, nuevo = CorreoRechazado.objects.get_or_create(correo=correo, defaults={"razon": razon[:300]})
        if nuevo:
            _anotar("correo.rechazado", correo)


def olvidar(*, correo: str) -> None:
    """This address takes mail again."""
    if not CorreoRechazado.objects.filter(correo=correo).exists():
        return
    with transaction.atomic():
        CorreoRechazado.objects.filter(correo=correo).delete()
        _anotar("correo.recuperado", correo)


def limpiar(ahora: datetime) -> None:
    CorreoRechazado.objects.filter(desde__lt=ahora - SE_OLVIDA).delete()


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
