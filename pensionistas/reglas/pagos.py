"""What a pensioner was paid month by month, what changed since the month before, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from nucleo.dinero import CERO
from nucleo.fechas import fecha as en_palabras
from nucleo.fechas import mes as mes_en_palabras
from pensionistas.reglas import conceptos
from registro.reglas.puertas import mover

ENERO = 1


class Renglon(NamedTuple):
    """One line of a rol: income positive, deduction negative. Without a date, it was ordered and not paid."""

    periodo: date
    concepto: str
    orden: int
    fecha_pago: date | None
    valor: Decimal


class Linea(NamedTuple):
    concepto: str
    nombre: str
    valor: Decimal
    """Without sign."""


@dataclass(frozen=True, slots=True)
class Mes:
    """A month of one person, all their pensions together."""

    periodo: date
    renglones: tuple[Renglon, ...]

    @property
    def pagados(self) -> tuple[Renglon, ...]:
        return tuple(r for r in self.renglones if r.fecha_pago)

    @property
    def fecha(self) -> date | None:
        """The last day on which something of it was paid."""
        return max((r.fecha_pago for r in self.renglones if r.fecha_pago), default=None)

    def pagado(self, hoy: date) -> bool:
        """A rol may be made some days before it is paid."""
        return self.fecha is not None and self.fecha <= hoy

    @property
    def ingresos(self) -> list[Linea]:
        return _lineas(r for r in self.pagados if r.valor > 0 and r.concepto not in conceptos.INFORMATIVOS)

    @property
    def descuentos(self) -> list[Linea]:
        return _lineas(r for r in self.pagados if r.valor < 0 and r.concepto not in conceptos.INFORMATIVOS)

    @property
    def informativos(self) -> list[Linea]:
        return _lineas(r for r in self.pagados if r.concepto in conceptos.INFORMATIVOS)

    @property
    def por_pagar(self) -> list[Linea]:
        """What was ordered and has no date yet: no part of the sums."""
        return _lineas(r for r in self.renglones if r.fecha_pago is None)

    @property
    def suma_ingresos(self) -> Decimal:
        return sum((linea.valor for linea in self.ingresos), CERO)

    @property
    def suma_descuentos(self) -> Decimal:
        return sum((linea.valor for linea in self.descuentos), CERO)

    @property
    def liquido(self) -> Decimal:
        return self.suma_ingresos - self.suma_descuentos

    @property
    def por_concepto(self) -> dict[str, Decimal]:
        """With sign."""
        sumas: dict[str, Decimal] = {}
        for r in self.pagados:
            if r.concepto not in conceptos.INFORMATIVOS:
                sumas[r.concepto] = sumas.get(r.concepto, CERO) + r.valor
        return sumas


def _lineas(renglones: Iterable[Renglon]) -> list[Linea]:
    """Several of one concept are numbered: two pensions, two loans."""
    filas = [r for r in renglones if r.valor]
    veces = {r.concepto: sum(otra.concepto == r.concepto for otra in filas) for r in filas}
    vistas: dict[str, int] = {}
    lineas = []
    for r in filas:
        vistas[r.concepto] = vistas.get(r.concepto, 0) + 1
        nombre = conceptos.nombre(r.concepto)
        if veces[r.concepto] > 1:
            nombre = f"{nombre} ({vistas[r.concepto]} de {veces[r.concepto]})"
        lineas.append(Linea(r.concepto, nombre, abs(r.valor)))
    return lineas


def meses_de(renglones: Iterable[Renglon]) -> list[Mes]:
    """In order; what has only orders that nobody paid yet is a month too."""
    en_orden = sorted(renglones, key=lambda r: (r.periodo, r.valor < 0, r.concepto != conceptos.PENSION, r[1:3]))
    return [Mes(periodo, tuple(suyos)) for periodo, suyos in groupby(en_orden, key=lambda r: r.periodo)]


@dataclass(frozen=True, slots=True)
class Anio:
    anio: int
    meses: tuple[Mes, ...]

    @property
    def ingresos(self) -> Decimal:
        return sum((mes.suma_ingresos for mes in self.meses), CERO)

    @property
    def descuentos(self) -> Decimal:
        return sum((mes.suma_descuentos for mes in self.meses), CERO)

    @property
    def liquido(self) -> Decimal:
        return self.ingresos - self.descuentos


def anios_de(meses: Iterable[Mes]) -> list[Anio]:
    """In order."""
    return [Anio(anio, tuple(suyos)) for anio, suyos in groupby(meses, key=lambda mes: mes.periodo.year)]


# --- what changed ----------------------------------------------------------------------------------------------------


class Cambio(NamedTuple):
    concepto: str
    porque: str
    diferencia: Decimal
    """What it did to the deposit."""


@dataclass(frozen=True, slots=True)
class Antecedentes:
    """What the register knows that explains a change."""

    pensiones: Mapping[date, str] = field(default_factory=dict)
    """First month → kind of the pension that begins in it."""
    acuerdos: Mapping[date, str] = field(default_factory=dict)
    """Month from which a decision raised the pension → what it granted."""
    prestamos: Collection[tuple[str, date]] = ()
    """(concept of its instalment, day on which it was granted) of each loan."""


def cambios_de(meses: Sequence[Mes], antecedentes: Antecedentes) -> dict[date, list[Cambio]]:
    """Of each month but the first, against the one before it that paid something."""
    pagados = [mes for mes in meses if mes.pagados]
    return {mes.periodo: list(_cambios(antes, mes, antecedentes)) for antes, mes in pairwise(pagados)}


def _cambios(antes: Mes, mes: Mes, antecedentes: Antecedentes) -> Iterator[Cambio]:
    viejos, nuevos = antes.por_concepto, mes.por_concepto
    for concepto in [*nuevos, *(uno for uno in viejos if uno not in nuevos)]:
        viejo, nuevo = viejos.get(concepto, CERO), nuevos.get(concepto, CERO)
        if viejo != nuevo:
            yield Cambio(concepto, _porque(concepto, viejo, nuevo, mes.periodo, antecedentes), nuevo - viejo)


def _porque(concepto: str, viejo: Decimal, nuevo: Decimal, periodo: date, antecedentes: Antecedentes) -> str:
    if concepto == conceptos.PENSION:
        return _de_la_pension(viejo, nuevo, periodo, antecedentes)
    nombre = conceptos.nombre(concepto)
    if not nuevo:
        return f"Ya no hay: {_en_minuscula(nombre)}"
    if not viejo:
        prestamo = _prestamo_nuevo(concepto, periodo, antecedentes)
        return (
            f"{nombre}, del préstamo del {en_palabras(prestamo)}" if prestamo else f"Se añade: {_en_minuscula(nombre)}"
        )
    if concepto in (conceptos.CUOTA_SOCIAL, conceptos.DECIMOS_FUNERALES):
        return f"{nombre}: es una parte de la pensión y cambia con ella"
    return f"{nombre}: {'subió' if abs(nuevo) > abs(viejo) else 'bajó'}"


def _de_la_pension(viejo: Decimal, nuevo: Decimal, periodo: date, antecedentes: Antecedentes) -> str:
    if nuevo < viejo:
        return "Su pensión bajó" if nuevo else "Este mes no se pagó pensión"
    if periodo in antecedentes.pensiones:
        return f"Empezó su pensión de {antecedentes.pensiones[periodo]}"
    if periodo in antecedentes.acuerdos:
        return f"Su pensión subió por {antecedentes.acuerdos[periodo]}"
    if not viejo:
        return "Volvió a pagarse su pensión"
    if periodo.month == ENERO:
        return "Su pensión subió: es el mes del incremento anual"
    return "Su pensión subió"


def _prestamo_nuevo(concepto: str, periodo: date, antecedentes: Antecedentes) -> date | None:
    """The loan whose first instalment this is: it is charged from the month after it was granted."""
    de = [dia for suyo, dia in antecedentes.prestamos if suyo == concepto and mover(dia, 1) <= periodo]
    return next((dia for dia in sorted(de, reverse=True) if periodo <= mover(dia, 2)), None)


def _en_minuscula(texto: str) -> str:
    return texto[:1].lower() + texto[1:]


def sin_pagos(meses: Sequence[Mes], explicados: Collection[date] = ()) -> list[tuple[date, date]]:
    """The months between two payments in which none is registered, as (first, last); not those that are explained."""
    pagados = sorted({mes.periodo for mes in meses if mes.pagados} | set(explicados))
    return [(mover(a, 1), mover(b, -1)) for a, b in pairwise(pagados) if mover(a, 1) < b]


def intervalo(desde: date, hasta: date) -> str:
    return mes_en_palabras(desde) if desde == hasta else f"{mes_en_palabras(desde)} a {mes_en_palabras(hasta)}"
