"""What a member of the staff did today, from the bitácora: the figures of their desk, and the rows behind each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.utils import timezone

from nucleo.administracion import VENTANILLA
from nucleo.bitacora.models import Asiento


@dataclass(frozen=True)
class Hecho:
    """A kind of thing that the staff do to a `clase` of object; `pasos`: of an action in steps, which of them (all).

    `nombre` stands in addresses, `titulo` in the filter of the list, `texto` on the desk.
    """

    nombre: str
    titulo: str
    texto: str
    clase: str
    accion: str
    pasos: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Jornada:
    """(action, its step, its object), each once."""

    hechos: frozenset[tuple[str, str, str]]

    @classmethod
    def de(cls, quien: str, hechos: Iterable[Hecho]) -> Self:
        """Of today in Ecuador; one query, over the lines of this person alone."""
        desde = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(frozenset(_asientos(quien, {hecho.accion for hecho in hechos}, desde)))

    def claves(self, hecho: Hecho) -> set[str]:
        """Which objects: what stands behind the colon, as in "solicitud:2026-0000012"."""
        return {
            clave
            for accion, paso, objeto in self.hechos
            for clase, _, clave in [objeto.partition(":")]
            if (accion, clase) == (hecho.accion, hecho.clase) and (not hecho.pasos or paso in hecho.pasos)
        }


def _asientos(quien: str, acciones: set[str], desde: datetime) -> Iterable[tuple[str, str, str]]:
    suyos = Asiento.objects.filter(actor=quien, por=VENTANILLA, momento__gte=desde, accion__in=acciones)
    return suyos.order_by().values_list("accion", KT("datos__paso"), "objeto").distinct()


class HoyFilter(admin.SimpleListFilter):
    """The rows to which the member of the staff who looks did one of `hechos` today; `campo` is what names a row."""

    title = "lo que hice hoy"
    parameter_name = "hoy"
    hechos: ClassVar[tuple[Hecho, ...]] = ()
    campo: ClassVar[str] = "numero"

    @classmethod
    def con(cls, *hechos: Hecho, campo: str = "numero") -> type[Self]:
        return type(cls.__name__, (cls,), {"hechos": hechos, "campo": campo})

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(hecho.nombre, hecho.titulo) for hecho in self.hechos]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        elegido = next((hecho for hecho in self.hechos if hecho.nombre == self.value()), None)
        if elegido is None:
            return queryset
        claves = Jornada.de(request.user.get_username(), [elegido]).claves(elegido)
        return queryset.filter(**{f"{self.campo}__in": claves})
