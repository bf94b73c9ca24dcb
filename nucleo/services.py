"""Writes of the ground floor that the staff make by hand."""

from django.db import transaction

from nucleo.bitacora import anotar
from nucleo.feriados import Feriado


def guardar_feriado(*, actor: str, feriado: Feriado) -> Feriado:
    """Stores a new or changed day. Deadlines that were already reckoned stay as they were told.

    Raises django.core.exceptions.ValidationError when the row is not sound.
    """
    feriado.full_clean()
    with transaction.atomic():
        nuevo = feriado.pk is None
        feriado.save()
        anotar(
            actor=actor,
            accion="feriado.creado" if nuevo else "feriado.cambiado",
            objeto=f"feriado:{feriado.fecha:%Y-%m-%d}",
            datos={
                "nombre": feriado.nombre,
                "efecto": feriado.efecto,
                "canton": feriado.canton,
                "base_legal": feriado.base_legal,
            },
        )
    return feriado
