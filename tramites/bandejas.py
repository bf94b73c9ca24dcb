"""The trays of a queue: one definition for the filter of its list and for the figures of the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable, Value
from django.db.models.functions import Coalesce, NullIf

from cuentas.models import Cuenta


@dataclass(frozen=True)
class Bandeja:
    """Some of the open rows. `nombre` stands in addresses; `condicion`: which, for whom, and on which day."""

    nombre: str
    titulo: str
    condicion: Callable[[Cuenta, date], Q]

    @property
    def columna(self) -> str:
        return self.nombre.replace("-", "_")


DE_TODA_COLA = (
    Bandeja("mias", "A mi cargo", lambda cuenta, hoy: Q(responsable=cuenta)),
    Bandeja("sin-asignar", "Sin asignar", lambda cuenta, hoy: Q(responsable__isnull=True)),
    Bandeja("atrasadas", "Atrasadas", lambda cuenta, hoy: Q(vence_el__lt=hoy)),
)


@dataclass(frozen=True)
class Bandejas:
    """Those of one queue. `titulo` is what the open rows are called, `terminadas` what the others are."""

    titulo: str
    abiertas: Q
    terminadas: str
    propias: tuple[Bandeja, ...] = ()

    @property
    def de_abiertas(self) -> tuple[Bandeja, ...]:
        return (*DE_TODA_COLA, *self.propias)

    @property
    def opciones(self) -> list[tuple[str, str]]:
        """What may be chosen instead of the open ones."""
        trays = [(bandeja.nombre, bandeja.titulo) for bandeja in self.de_abiertas]
        return [*trays, ("terminadas", self.terminadas), ("todas", "Todas")]

    def elegir(self, nombre: str | None, cuenta: Cuenta, hoy: date) -> Q:
        """The rows of a tray; without one, or with one that is none, the open ones."""
        if nombre == "todas":
            return Q()
        if nombre == "terminadas":
            return ~self.abiertas
        elegida = next((bandeja for bandeja in self.de_abiertas if bandeja.nombre == nombre), None)
        return self.abiertas & elegida.condicion(cuenta, hoy) if elegida else self.abiertas


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
    filas: QuerySet, de: Bandejas, cuenta: Cuenta, hoy: date, clase: str, **palabras: Combinable
) -> list[Monton]:
    """The open ones of these rows by kind and officer; one query. Added up: the trays, the kinds, each one's load.

    `palabras`: the `cual` and the `titulo` of a kind, where its column does not say them.
    """
    en_cada_una = {b.columna: Count("pk", filter=b.condicion(cuenta, hoy)) for b in de.de_abiertas}
    # Looked up once for each group: to group by names would compare them row by row.
    quien = Cuenta.objects.filter(pk=OuterRef("responsable_id")).order_by()
    grupos = (
        filas.filter(de.abiertas)
        .order_by()
        .values(clase, "responsable_id")
        .annotate(abiertas=Count("pk"), **en_cada_una, primera=Min("vence_el"))
        .annotate(**({"cual": F(clase), "titulo": F(clase)} | palabras))
        .annotate(quien=Subquery(quien.values(n=Coalesce(NullIf("nombre", Value("")), "identificador"))))
    )
    return [
        Monton(
            grupo["cual"],
            grupo["titulo"],
            grupo["responsable_id"],
            grupo["quien"] or "Sin asignar",
            {"abiertas": grupo["abiertas"], **{b.nombre: grupo[b.columna] for b in de.de_abiertas}},
            grupo["primera"],
        )
        for grupo in grupos
    ]


def cuantas(de: Iterable[Monton], bandeja: str) -> int:
    return sum(monton.cuantas[bandeja] for monton in de)
