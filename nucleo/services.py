"""Writes of the ground floor that the staff make by hand."""

from django.db import transaction
from django.forms import model_to_dict

from nucleo.bitacora import anotar, cambios
from nucleo.feriados import Feriado


def guardar_feriado(*, actor: str, feriado: Feriado) -> Feriado:
    """Stores a new or changed day; one that is as it was leaves no line. Terms already told stay as they were told.

    Raises django.core.exceptions.ValidationError when the row is not sound.
    """
    feriado.full_clean()
    with transaction.atomic():
        antes = Feriado.objects.select_for_update().filter(pk=feriado.pk).first()
        feriado.save()
        cambiado = cambios(_campos(antes) if antes else {}, _campos(feriado))
        if cambiado:
            anotar(
                actor=actor,
                accion="feriado.cambiado" if antes else "feriado.creado",
                objeto=f"feriado:{feriado.pk}",
                datos={"cambios": cambiado},
            )
    return feriado


def _campos(feriado: Feriado) -> dict[str, object]:
    return model_to_dict(feriado, exclude=["id"])
