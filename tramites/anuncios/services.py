"""Announcements are published, changed and withdrawn; what is over stays as it was."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone

from nucleo.bitacora import anotar, cambios
from tramites.anuncios.models import Anuncio
from tramites.anuncios.selectors import ANUNCIOS


class AnuncioTerminado(Exception):
    """It is over or was withdrawn: nobody reads it any more, and it says what people read then."""


def guardar_anuncio(*, actor: str, anuncio: Anuncio) -> Anuncio:
    """Publishes a new one or changes one that is not over; without a change, no line.

    Raises AnuncioTerminado, and django.core.exceptions.ValidationError when the row is not sound.
    """
    anuncio.full_clean()
    with transaction.atomic():
        ahora = timezone.now()
        antes = Anuncio.objects.select_for_update().filter(pk=anuncio.pk).first()
        if antes is not None and antes.termino(ahora):
            raise AnuncioTerminado
        if anuncio.hasta <= ahora:
            raise ValidationError({"hasta": "Ese momento ya pasó."})
        anuncio.save()
        cambiado = cambios(_campos(antes) if antes else {}, _campos(anuncio))
        if cambiado:
            anotar(
                actor=actor,
                accion="anuncio.cambiado" if antes else "anuncio.publicado",
                objeto=f"anuncio:{anuncio.pk}",
                datos={"cambios": cambiado},
            )
            ANUNCIOS.olvidar_al_confirmar()
    return anuncio


def retirar_anuncio(*, actor: str, anuncio: Anuncio, motivo: str) -> Anuncio:
    """Off every page now, or never on them. Raises AnuncioTerminado."""
    with transaction.atomic():
        ahora = timezone.now()
        fila = Anuncio.objects.select_for_update().get(pk=anuncio.pk)
        if fila.termino(ahora):
            raise AnuncioTerminado
        fila.retirado_en = ahora
        fila.save(update_fields=["retirado_en"])
        anotar(actor=actor, accion="anuncio.retirado", objeto=f"anuncio:{fila.pk}", datos={"motivo": motivo})
        ANUNCIOS.olvidar_al_confirmar()
    return fila


def _campos(anuncio: Anuncio) -> dict[str, object]:
    return model_to_dict(anuncio, exclude=["id"])
