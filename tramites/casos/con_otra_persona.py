"""A case that waits for the word of another person, which they give or refuse from their own account."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import DOCUMENTOS_REQUERIDOS
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from registro.models import Persona
from tramites.casos import avisos
from tramites.casos.estados import DEL_PERSONAL, POR_CONFIRMAR, Resultado
from tramites.casos.models import Confirmacion, Solicitud
from tramites.casos.paso import NoProcede, bloqueada


def pedir_confirmacion(*, actuacion: Actuacion, solicitud: Solicitud, persona: Persona) -> Confirmacion:
    """Inside the transaction that sends the case."""
    confirmacion = Confirmacion.objects.create(solicitud=solicitud, persona=persona)
    _anotar(actuacion, confirmacion, "confirmacion.pedida")
    encolar_aviso(
        clase=DOCUMENTOS_REQUERIDOS,
        clave_unica=f"confirmacion:{confirmacion.pk}",
        titular=persona,
        asunto="Alguien hizo una solicitud junto con usted",
        plantilla="confirmacion_pedida",
        contexto={"confirmacion": confirmacion},
    )
    return confirmacion


def confirmar(*, actuacion: Actuacion, confirmacion_id: int) -> Confirmacion:
    """Twice is once. Raises NoProcede when the case went on without it."""
    return _responder(actuacion, confirmacion_id, Confirmacion.Estado.CONFIRMADA)


def rechazar(*, actuacion: Actuacion, confirmacion_id: int) -> Confirmacion:
    """Also of what was confirmed, until the case is calculated."""
    return _responder(actuacion, confirmacion_id, Confirmacion.Estado.RECHAZADA)


def _responder(actuacion: Actuacion, confirmacion_id: int, estado: Confirmacion.Estado) -> Confirmacion:
    with transaction.atomic():
        suya = Confirmacion.objects.get(pk=confirmacion_id, persona=actuacion.persona)
        solicitud = bloqueada(suya.solicitud_id)
        # Read again: whoever held the case may have answered in another window.
        confirmacion = Confirmacion.objects.get(pk=suya.pk)
        confirmacion.solicitud = solicitud
        if confirmacion.estado == estado:
            return confirmacion
        if not confirmacion.abierta:
            raise NoProcede("Esta solicitud ya siguió su camino: su respuesta no se puede cambiar.")
        confirmacion.estado, confirmacion.respondida_en = estado, timezone.now()
        confirmacion.save(update_fields=["estado", "respondida_en"])
        _anotar(actuacion, confirmacion, f"confirmacion.{estado.lower()}")
        _anotar(actuacion, confirmacion, f"solicitud.{estado.lower()}", de=solicitud.persona_id)
        avisos.avisar(solicitud, estado.lower(), f"{confirmacion.pk}")
    return confirmacion


def _anotar(actuacion: Actuacion, confirmacion: Confirmacion, accion: str, *, de: int | None = None) -> None:
    """About who is asked, whose word it is and whose data the case will use; or about `de`, whose case it is."""
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=de or confirmacion.persona_id,
        objeto=f"solicitud:{confirmacion.solicitud.numero}",
        por=actuacion.por,
    )


# --- what is read -----------------------------------------------------------------------------------------------------


def recibidas_por(persona: Persona) -> QuerySet[Confirmacion]:
    """Newest first, each with its case and who opened it."""
    return (
        Confirmacion.objects.filter(persona=persona)
        .select_related("solicitud__tramite", "solicitud__persona")
        .order_by("-pk")
    )


def por_responder(persona: Persona, slug: str) -> list[Confirmacion]:
    """What waits for the word of this person, of one procedure. One query."""
    pendientes = recibidas_por(persona).filter(
        estado=Confirmacion.Estado.PENDIENTE,
        solicitud__tramite__slug=slug,
        solicitud__estado__in=POR_CONFIRMAR,
    )
    return list(pendientes)


def confirmaron(numero: str) -> list[Persona]:
    """Who goes along with the case of that number."""
    confirmadas = Confirmacion.objects.filter(solicitud__numero=numero, estado=Confirmacion.Estado.CONFIRMADA)
    return [confirmacion.persona for confirmacion in confirmadas.select_related("persona")]


class Compromiso(NamedTuple):
    """A case of somebody else with which a person went along."""

    titular_id: int | None
    numero: str
    en_tramite: bool
    concedida: bool


def compromisos_de(persona: Persona, slug: str) -> list[Compromiso]:
    """One query."""
    confirmadas = Confirmacion.objects.filter(
        persona=persona, estado=Confirmacion.Estado.CONFIRMADA, solicitud__tramite__slug=slug
    )
    return [
        Compromiso(titular, numero or "", estado in DEL_PERSONAL, resultado == Resultado.CONCEDIDA)
        for titular, numero, estado, resultado in confirmadas.values_list(
            "solicitud__persona_id", "solicitud__numero", "solicitud__estado", "solicitud__resultado"
        )
    ]
