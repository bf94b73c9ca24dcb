"""What the clocks of the cases bring about once a day: reminders, apologies, and what ends by itself."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from nucleo.feriados import DiasHabiles
from tramites.casos import avisos
from tramites.casos.estados import DEL_PERSONAL, Estado
from tramites.casos.models import Solicitud
from tramites.casos.services import avanzar, pagar, seguir_sin_respuesta
from tramites.pagos.services import reintentar

RECORDAR_A = 3
"""Business days before the term of the person ends."""


@dataclass(frozen=True)
class Movimiento:
    """How many cases a day reminded, excused, archived, sent to payment and closed."""

    recordadas: int
    atrasadas: int
    archivadas: int
    pagadas: int
    cerradas: int


def mover_relojes(hoy: date) -> Movimiento:
    """Doing it twice on one day changes nothing: a notice has the key of its term, and a case ends once."""
    esperan = Solicitud.objects.filter(estado=Estado.REQUIERE_DOCUMENTOS)
    sin_respuesta = esperan.filter(responde_hasta__lt=hoy)
    archivadas = sum(avanzar(solicitud=s, accion="archivar") for s in sin_respuesta.filter(reabierta=False))
    for solicitud in sin_respuesta.filter(reabierta=True):
        seguir_sin_respuesta(solicitud=solicitud)
    firmes = Solicitud.objects.filter(estado__in=[Estado.NOTIFICADA, Estado.EN_PAGO], impugnable_hasta__lt=hoy)
    pagadas = sum(pagar(solicitud=s) for s in Solicitud.objects.filter(estado=Estado.NOTIFICADA, resultado="CONCEDIDA"))
    reintentar(hoy)
    cerradas = sum(avanzar(solicitud=s, accion="cerrar") for s in firmes)
    pronto = DiasHabiles.nacionales().sumar(hoy, RECORDAR_A)
    tarde = Solicitud.objects.filter(estado__in=DEL_PERSONAL, vence_el__lt=hoy)
    return Movimiento(
        _avisar(esperan.filter(responde_hasta__range=(hoy, pronto)), "recordatorio", "responde_hasta"),
        _avisar(tarde, "atraso", "vence_el"),
        archivadas,
        pagadas,
        cerradas,
    )


def _avisar(solicitudes: QuerySet[Solicitud], clase: str, plazo: str) -> int:
    cuantas = 0
    for solicitud in solicitudes.select_related("tramite", "persona", "empleador").iterator():
        with transaction.atomic():
            avisos.avisar(solicitud, clase, f"{solicitud.pk}:{getattr(solicitud, plazo):%Y-%m-%d}")
        cuantas += 1
    return cuantas
