"""The maintenance is begun, prolonged or cut short; one at a time, and each stays as a row."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.utils import timezone

from nucleo.bitacora import anotar, cambios
from nucleo.mantenimiento.models import Mantenimiento
from nucleo.mantenimiento.selectors import MANTENIMIENTO


class SinMantenimiento(Exception):
    """There is none that could be ended or changed."""


def activar(*, actor: str, hasta: datetime, motivo: str) -> Mantenimiento:
    """From now until `hasta`; the one that holds gets the new end and reason.

    Raises django.core.exceptions.ValidationError when they are not sound.
    """
    with transaction.atomic():
        ahora = timezone.now()
        fila = _abierto_y_bloqueado(ahora)
        antes = _campos(fila) if fila else {}
        if fila is None:
            fila = Mantenimiento(desde=ahora)
        fila.hasta, fila.motivo = hasta, motivo
        fila.full_clean()
        try:
            with transaction.atomic():
                fila.save()
        except IntegrityError as error:  # two began at once, and the database lets one
            raise ValidationError("Alguien acaba de activar un mantenimiento.") from error
        cambiado = cambios(antes, _campos(fila))
        if cambiado:
            anotar(
                actor=actor,
                accion="mantenimiento.cambiado" if antes else "mantenimiento.activado",
                objeto=f"mantenimiento:{fila.pk}",
                datos={"cambios": cambiado},
            )
            MANTENIMIENTO.olvidar_al_confirmar()
    return fila


def terminar(*, actor: str) -> Mantenimiento:
    """Now, before its time. Raises SinMantenimiento."""
    with transaction.atomic():
        ahora = timezone.now()
        fila = _abierto_y_bloqueado(ahora)
        if fila is None:
            raise SinMantenimiento
        _cerrar(fila, ahora)
        anotar(actor=actor, accion="mantenimiento.terminado", objeto=f"mantenimiento:{fila.pk}")
        MANTENIMIENTO.olvidar_al_confirmar()
    return fila


def _abierto_y_bloqueado(ahora: datetime) -> Mantenimiento | None:
    """The one that holds. One whose time is over is closed here, as of when it was over: nobody had to."""
    fila = Mantenimiento.objects.select_for_update().filter(terminado_en=None).first()
    if fila is not None and fila.hasta <= ahora:
        _cerrar(fila, fila.hasta)
        return None
    return fila


def _cerrar(fila: Mantenimiento, cuando: datetime) -> None:
    fila.terminado_en = cuando
    fila.save(update_fields=["terminado_en"])


def _campos(fila: Mantenimiento) -> dict[str, object]:
    return model_to_dict(fila, fields=["hasta", "motivo"])
