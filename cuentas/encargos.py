"""What a power and a delegation have in common: how one is found, accepted and ended. Callers note it and mail it."""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from cuentas.models import Encargo
from registro.models import Persona

E = TypeVar("E", bound=Encargo)


class EncargoRechazado(Exception):
    """It can't be given, accepted or used so; the message says why."""


def abierto(encargos: QuerySet[E], pk: int, ya_termino: str) -> E:
    """One of them, locked. Raises its DoesNotExist, or EncargoRechazado with those words when it is over."""
    encargo = encargos.select_for_update(of=("self",)).get(pk=pk)
    if not encargo.abierto(timezone.localdate()):
        raise EncargoRechazado(ya_termino)
    return encargo


def hay_abierto(encargos: QuerySet[E]) -> bool:
    hoy = timezone.localdate()
    return any(encargo.abierto(hoy) for encargo in encargos.filter(terminado_en=None))


def aceptar(encargo: Encargo, persona: Persona) -> None:
    encargo.apoderado, encargo.aceptado_en = persona, timezone.now()
    encargo.save(update_fields=["apoderado", "aceptado_en"])


def fin_de_quien_lo_recibio(encargo: Encargo) -> Encargo.Fin:
    return Encargo.Fin.RENUNCIADO if encargo.aceptado_en else Encargo.Fin.RECHAZADO


def terminar(encargo: Encargo, fin: Encargo.Fin) -> None:
    encargo.terminado_en, encargo.fin = timezone.now(), fin
    encargo.save(update_fields=["terminado_en", "fin"])
