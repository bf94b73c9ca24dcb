"""What is due of the months in which a pension was suspended: the pension, and the décimos that go with it.

The core system hands over no history of the amounts of a pension: the months of the year in which it is paid again take
the amount of today, those of earlier years the amount that was suspended, since the increase comes with January.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nucleo.dinero import CERO
from pensionistas.reglas import conceptos
from registro.reglas.pension import Decimos, mensualizada
from registro.reglas.puertas import mover


class MesAtrasado(NamedTuple):
    """One month, and what was not paid of it."""

    periodo: date
    pension: Decimal
    tercera: Decimal
    cuarta: Decimal

    @property
    def total(self) -> Decimal:
        return self.pension + self.tercera + self.cuarta


@dataclass(frozen=True, slots=True)
class Suspendida:
    """A pension from its first month without payment to that in which it is paid again, which is not among them."""

    desde: date
    reanuda: date
    monto: Decimal
    """When it was suspended."""
    monto_hoy: Decimal
    tercera_mensual: bool = False
    cuarta_mensual: bool = False
    meses_cuarta: Collection[int] = ()
    """The months of the year in which the décima cuarta came at once."""
    pagado_del_anio: Mapping[int, Decimal] = field(default_factory=dict)
    """Of each year, what was paid as pension: the base of the décima tercera that comes at once."""
    con_rol: Collection[date] = ()
    """The months in which another pension was paid: with it came what is of the person and not of each pension."""
    ya_pagados: Collection[date] = ()
    """The months that the core system paid after all."""


@dataclass(frozen=True, slots=True)
class NormaDelMes:
    decimos: Decimos
    mes_tercera: int


def meses_entre(desde: date, reanuda: date) -> list[date]:
    """From the first to the one before the last."""
    meses, mes = [], mover(desde, 0)
    while mes < reanuda:
        meses.append(mes)
        mes = mover(mes, 1)
    return meses


def atrasados(una: Suspendida, normas: Mapping[date, NormaDelMes]) -> tuple[MesAtrasado, ...]:
    """Month by month; `normas` has that of each of them."""
    filas: list[MesAtrasado] = []
    for mes in meses_entre(una.desde, una.reanuda):
        if mes in una.ya_pagados:
            continue
        monto = una.monto_hoy if mes.year == una.reanuda.year else una.monto
        del_anio = sum((fila.pension for fila in filas if fila.periodo.year == mes.year), monto)
        filas.append(
            MesAtrasado(mes, monto, _tercera(una, mes, monto, del_anio, normas[mes]), _cuarta(una, mes, normas[mes]))
        )
    return tuple(filas)


def _tercera(una: Suspendida, mes: date, monto: Decimal, del_anio: Decimal, norma: NormaDelMes) -> Decimal:
    if una.tercera_mensual:
        return norma.decimos.tercera([monto])
    if mes.month != norma.mes_tercera:
        return CERO
    pagado = CERO if mes in una.con_rol else una.pagado_del_anio.get(mes.year, CERO)
    return norma.decimos.tercera([pagado, del_anio])


def _cuarta(una: Suspendida, mes: date, norma: NormaDelMes) -> Decimal:
    if mes in una.con_rol:
        return CERO
    if una.cuarta_mensual:
        return mensualizada(norma.decimos.cuarta)
    return norma.decimos.cuarta if mes.month in una.meses_cuarta else CERO


def por_concepto(filas: Sequence[MesAtrasado], anio: int) -> Iterator[tuple[str, Decimal]]:
    """(concept, amount) of each line of the rol by which it is paid; `anio`: that of this rol.

    The pension of this year counts for the décima tercera of December; that of former years had its own here.
    """
    for uno in sorted({fila.periodo.year for fila in filas}):
        pension = sum((fila.pension for fila in filas if fila.periodo.year == uno), CERO)
        yield conceptos.RETROACTIVO if uno == anio else f"{conceptos.RETROACTIVO} {uno}", pension
    yield conceptos.RETROACTIVO_TERCERA, sum((fila.tercera for fila in filas), CERO)
    yield conceptos.RETROACTIVO_CUARTA, sum((fila.cuarta for fila in filas), CERO)
