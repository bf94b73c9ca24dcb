"""The trays of a queue: one definition for the filter of its list and for the figures of the desk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet

from cuentas.models import Cuenta


@dataclass(frozen=True)
class Bandeja:
    """`nombre` stands in addresses; `condicion`: which rows are in it, for whom, and on which day."""

    nombre: str
    titulo: str
    condicion: Callable[[Cuenta, date], Q]


def bandejas(titulo: str, abiertas: Q, *propias: Bandeja, terminadas: str) -> tuple[Bandeja, ...]:
    """Those that every queue has, with the first as what its list shows before one chooses; and its own."""
    return (
        Bandeja("abiertas", titulo, lambda cuenta, hoy: abiertas),
        Bandeja("mias", "A mi cargo", lambda cuenta, hoy: abiertas & Q(responsable=cuenta)),
        Bandeja("sin-asignar", "Sin asignar", lambda cuenta, hoy: abiertas & Q(responsable__isnull=True)),
        Bandeja("atrasadas", "Atrasadas", lambda cuenta, hoy: abiertas & Q(vence_el__lt=hoy)),
        *propias,
        Bandeja("terminadas", terminadas, lambda cuenta, hoy: ~abiertas),
        Bandeja("todas", "Todas", lambda cuenta, hoy: Q()),
    )


@dataclass(frozen=True)
class Monton:
    """The open rows of one kind that one officer has (None: nobody): how many in each tray, and when the first ends."""

    clase: str
    titulo: str
    responsable: int | None
    nombre: str
    cuantas: dict[str, int]
    vence_el: date | None


def montones(
    abiertas: QuerySet, de: Sequence[Bandeja], cuenta: Cuenta, hoy: date, *, clase: str, titulo: str
) -> list[Monton]:
    """The open rows by kind and officer; one query. Added up they are the trays, the kinds, and each one's load."""
    en_cada_una = {b.nombre.replace("-", "_"): Count("pk", filter=b.condicion(cuenta, hoy)) for b in de}
    por = {"de_clase": F(clase), "de_titulo": F(titulo)}
    quien = ("responsable_id", "responsable__nombre", "responsable__identificador")
    filas = abiertas.order_by().values(*quien, **por).annotate(**en_cada_una, primera=Min("vence_el"))
    return [
        Monton(
            fila["de_clase"],
            fila["de_titulo"],
            fila["responsable_id"],
            fila["responsable__nombre"] or fila["responsable__identificador"] or "Sin asignar",
            {b.nombre: fila[b.nombre.replace("-", "_")] for b in de},
            fila["primera"],
        )
        for fila in filas
    ]


def cuantas(de: Iterable[Monton], bandeja: str) -> int:
    return sum(monton.cuantas[bandeja] for monton in de)
