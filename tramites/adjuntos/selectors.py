import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from cuentas.actuacion import Actuacion, Por, titular_de
from registro.models import Empleador, Persona
from tramites.adjuntos.models import Adjunto

PERMISO_VER = "tramites.view_adjunto"


def adjuntos_de(titular: Persona | Empleador, clase: str = "") -> QuerySet[Adjunto]:
    """The documents that this person or employer handed in, the newest first; of one kind when `clase` says which."""
    suyos = Adjunto.objects.filter(**titular_de(titular))
    return suyos.filter(clase=clase) if clase else suyos


def entregados_por(actuacion: Actuacion) -> QuerySet[Adjunto]:
    """Those of the subject of this act that the actor may see: by a power, those of the procedures that it names.

    What belongs to a complaint is read there, by who may read the complaint.
    """
    if actuacion.sujeto is None:
        return Adjunto.objects.none()
    suyos = adjuntos_de(actuacion.sujeto).filter(tramite__isnull=False).select_related("tramite")
    return suyos.filter(tramite__slug__in=actuacion.alcance) if actuacion.en_nombre_de_otro else suyos


def disponibles(actuacion: Actuacion) -> QuerySet[Adjunto]:
    """Those that can be used again, the newest first."""
    return entregados_por(actuacion).filter(estado=Adjunto.Estado.DISPONIBLE).order_by("-pk")


def adjunto_de(actuacion: Actuacion, numero: uuid.UUID) -> Adjunto | None:
    """One of them, or None: whether somebody else's exists is not told."""
    return entregados_por(actuacion).filter(numero=numero).first()


def por_numeros(actuacion: Actuacion, numeros: Iterable[str]) -> list[Adjunto]:
    """The documents that a form names, as many as the subject really has and may use, in the order of the form."""
    leidos = [leido for leido in map(_uuid, numeros) if leido]
    sirven = entregados_por(actuacion).exclude(estado=Adjunto.Estado.RECHAZADO)
    hallados = {adjunto.numero: adjunto for adjunto in sirven.filter(numero__in=leidos)}
    return [hallados[numero] for numero in dict.fromkeys(leidos) if numero in hallados]


def puede_ver(actuacion: Actuacion, adjunto: Adjunto) -> bool:
    """Its holder, whoever holds a power that reaches it, and the staff whose role sees documents."""
    if actuacion.por is Por.VENTANILLA:
        de_un_tramite = adjunto.tramite_id is not None
        return de_un_tramite and actuacion.actor is not None and actuacion.actor.has_perm(PERMISO_VER)
    return entregados_por(actuacion).filter(pk=adjunto.pk).exists()


def sin_uso(adjuntos: QuerySet[Adjunto]) -> QuerySet[Adjunto]:
    """Of these, those that no row of any table points at. A table that uses documents needs no entry here."""
    for relacion in Adjunto._meta.related_objects:
        filas = relacion.related_model._base_manager.filter(**{relacion.field.name: OuterRef("pk")})
        adjuntos = adjuntos.filter(~Exists(filas))
    return adjuntos


def respaldos_de(objeto: str) -> QuerySet[Adjunto]:
    """The documents on which what is named so leans, in the order in which they came."""
    return Adjunto.objects.filter(respaldos__objeto=objeto).order_by("pk")


def _uuid(texto: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(texto)
    except ValueError:
        return None
