"""The documents of a complaint: handed in once it is filed, so that nothing of whoever did not confirm it is kept."""

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from cuentas.actuacion import Actuacion
from nucleo.formularios import RespuestaRechazada
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.services import limpiar_nombre, recibir
from tramites.quejas.models import Prueba, Queja
from tramites.quejas.services import bloqueada

CLASE = "queja"
MAXIMO = 5
SOBRAN = "«{}»: una queja lleva hasta {} documentos y ya los tiene. No se subió."
NO_ABIERTA = "La queja ya no está abierta: no se le pueden añadir documentos."


def pruebas_de(queja: Queja) -> QuerySet[Prueba]:
    """In the order in which they came."""
    return queja.pruebas.select_related("adjunto").order_by("pk")


def documento_de(queja: Queja, numero: uuid.UUID) -> Adjunto | None:
    """One document of a complaint, or None: whether another complaint has it is not told."""
    return Adjunto.objects.filter(pruebas__queja=queja, numero=numero).first()


def anexar(*, actuacion: Actuacion, queja: Queja, archivo: UploadedFile) -> None:
    """Adds a document to an open complaint; the same one again changes nothing. Raises RespuestaRechazada.

    It belongs to whoever filed the complaint. What is received and then finds no room is swept like any other unused.
    """
    nombre = limpiar_nombre(archivo.name or "")
    _exigir(queja, nombre)
    de_quien = Actuacion(actor=actuacion.actor, sujeto=queja.titular, por=actuacion.por)
    adjunto = recibir(
        actuacion=de_quien,
        tramite=None,
        clase=CLASE,
        archivo=archivo,
        quien="" if actuacion.actor else f"queja:{queja.numero}",
    )
    with transaction.atomic():
        fila = bloqueada(queja.pk)
        if fila.pruebas.filter(adjunto__sha256_recibido=adjunto.sha256_recibido).exclude(
            adjunto__estado=Adjunto.Estado.RECHAZADO
        ):
            return
        _exigir(fila, nombre)
        Prueba.objects.create(queja=fila, persona_id=fila.persona_id, adjunto=adjunto)


def _exigir(queja: Queja, nombre: str) -> None:
    if not queja.abierta:
        raise RespuestaRechazada(NO_ABIERTA)
    if queja.pruebas.exclude(adjunto__estado=Adjunto.Estado.RECHAZADO).count() >= MAXIMO:
        raise RespuestaRechazada(SOBRAN.format(nombre, MAXIMO))
