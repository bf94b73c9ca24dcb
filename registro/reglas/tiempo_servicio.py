"""Time of service: what a contribution record adds up to.

A month is one imposición however many employers contributed in it, and it never holds more than 30 days. A month with
at least one paid contribution is paid; one in which nobody paid is *impaga* and adds no time. Both kinds are months of
the record, so neither is part of a gap. An employer that did not pay is named in its own row even where another paid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nucleo.dinero import CERO

DIAS_POR_MES = 30
MESES_POR_ANIO = 12


class Fila(NamedTuple):
    """One contribution of a person (a reserve fund deposit is none). A tuple: a long record has thousands of them."""

    periodo: date
    """First day of the month."""
    ruc: str
    """Empty when the person contributes voluntarily."""
    empleador: str
    dias: int
    sueldo: Decimal
    pagado: bool


class Tiempo(NamedTuple):
    anios: int
    meses: int


@dataclass(frozen=True, slots=True)
class Mes:
    """One month of the record, all employers together."""

    periodo: date
    pagado: bool
    dias: int
    """Paid days, at most 30."""
    sueldo: Decimal
    """Sum of the salaries on which somebody paid."""
    con_impago: bool
    """Some employer has not paid this month (another may have)."""


@dataclass(frozen=True, slots=True)
class Laguna:
    """Consecutive months without any contribution, paid or not, between the first and the last of the record."""

    desde: date
    hasta: date
    meses: int


@dataclass(frozen=True, slots=True)
class Anio:
    anio: int
    imposiciones: int
    impagas: int
    dias: int
    sueldo: Decimal


@dataclass(frozen=True, slots=True)
class ServicioEmpleador:
    """What one employer adds, all its branches together; simultaneous months of other employers are not discounted."""

    ruc: str
    empleador: str
    """The name in the newest row."""
    desde: date
    hasta: date
    imposiciones: int
    dias: int
    impagas: tuple[date, ...]
    """Months in which this employer owes a contribution."""


@dataclass(frozen=True, slots=True)
class TiempoServicio:
    meses: tuple[Mes, ...]
    empleadores: tuple[ServicioEmpleador, ...]
    anios: tuple[Anio, ...]
    lagunas: tuple[Laguna, ...]
    imposiciones: int
    """Distinct months with a paid contribution."""
    imposiciones_impagas: int
    """Distinct months in which every contribution is unpaid."""
    dias: int
    ultimo_pagado: date | None

    @property
    def primer_mes(self) -> date | None:
        return self.meses[0].periodo if self.meses else None

    @property
    def ultimo_mes(self) -> date | None:
        return self.meses[-1].periodo if self.meses else None

    @property
    def tiempo(self) -> Tiempo:
        """The imposiciones as whole years and months."""
        return Tiempo(*divmod(self.imposiciones, MESES_POR_ANIO))

    @property
    def simultaneas(self) -> int:
        """How many imposiciones the employers' rows hold beyond the total: months with more than one payer."""
        return sum(e.imposiciones for e in self.empleadores) - self.imposiciones


class _Mes:
    """What one month holds while the rows are read, in the whole record or at one employer."""

    __slots__ = ("dias", "impago", "pagado", "sueldo")

    def __init__(self) -> None:
        self.dias = 0
        self.sueldo = CERO
        self.pagado = False
        self.impago = False

    def sumar(self, fila: Fila) -> None:
        if fila.pagado:
            self.pagado = True
            self.dias += fila.dias
            self.sueldo += fila.sueldo
        else:
            self.impago = True


def resumir(filas: Iterable[Fila]) -> TiempoServicio:
    """The summary of a record; the order of `filas` does not matter."""
    por_mes: dict[date, _Mes] = {}
    por_empleador: dict[str, dict[date, _Mes]] = {}
    nombres: dict[str, tuple[date, str]] = {}
    for fila in filas:
        periodo, ruc = fila.periodo, fila.ruc
        if (mes := por_mes.get(periodo)) is None:
            mes = por_mes[periodo] = _Mes()
        mes.sumar(fila)
        propios = por_empleador.setdefault(ruc, {})
        if (propio := propios.get(periodo)) is None:
            propio = propios[periodo] = _Mes()
        propio.sumar(fila)
        if ruc not in nombres or (periodo, fila.empleador) > nombres[ruc]:
            nombres[ruc] = (periodo, fila.empleador)

    meses = tuple(
        Mes(periodo, mes.pagado, min(mes.dias, DIAS_POR_MES), mes.sueldo, mes.impago)
        for periodo, mes in sorted(por_mes.items())
    )
    pagados = [mes.periodo for mes in meses if mes.pagado]
    servicios = (_servicio(ruc, nombres[ruc][1], propios) for ruc, propios in por_empleador.items())
    return TiempoServicio(
        meses=meses,
        empleadores=tuple(sorted(servicios, key=lambda s: (s.desde, s.ruc))),
        anios=_anios(meses),
        lagunas=_lagunas(meses),
        imposiciones=len(pagados),
        imposiciones_impagas=len(meses) - len(pagados),
        dias=sum(mes.dias for mes in meses),
        ultimo_pagado=pagados[-1] if pagados else None,
    )


def _servicio(ruc: str, empleador: str, meses: dict[date, _Mes]) -> ServicioEmpleador:
    return ServicioEmpleador(
        ruc=ruc,
        empleador=empleador,
        desde=min(meses),
        hasta=max(meses),
        imposiciones=sum(mes.pagado for mes in meses.values()),
        dias=sum(min(mes.dias, DIAS_POR_MES) for mes in meses.values()),
        impagas=tuple(sorted(periodo for periodo, mes in meses.items() if mes.impago)),
    )


def _anios(meses: tuple[Mes, ...]) -> tuple[Anio, ...]:
    """One row per calendar year that has a month, in order."""
    por_anio: dict[int, list[Mes]] = {}
    for mes in meses:
        por_anio.setdefault(mes.periodo.year, []).append(mes)
    return tuple(
        Anio(
            anio=anio,
            imposiciones=sum(mes.pagado for mes in suyos),
            impagas=sum(not mes.pagado for mes in suyos),
            dias=sum(mes.dias for mes in suyos),
            sueldo=sum((mes.sueldo for mes in suyos), CERO),
        )
        for anio, suyos in por_anio.items()
    )


def _lagunas(meses: tuple[Mes, ...]) -> tuple[Laguna, ...]:
    lagunas = []
    anterior = None
    for mes in meses:
        este = _ordinal(mes.periodo)
        if anterior is not None and este - anterior > 1:
            lagunas.append(Laguna(_mes(anterior + 1), _mes(este - 1), este - anterior - 1))
        anterior = este
    return tuple(lagunas)


def _ordinal(periodo: date) -> int:
    """Months since year zero."""
    return periodo.year * MESES_POR_ANIO + periodo.month - 1


def _mes(ordinal: int) -> date:
    anio, mes = divmod(ordinal, MESES_POR_ANIO)
    return date(anio, mes + 1, 1)
