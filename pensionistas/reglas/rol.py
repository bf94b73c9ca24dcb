"""One person's rol of one month: every income, every deduction, and what is left (E §8.5).

The portal pays all pensions of a month in SQL (`pensionistas.rol`); this is the same, one by one, and a property test
compares both to the cent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nucleo.dinero import CERO, centavos
from pensionistas.reglas import conceptos
from registro.reglas.pension import Decimos, mensualizada
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import mover

DIAS = 30
_CIEN = Decimal(100)


class Pension(NamedTuple):
    inicio: date
    monto: Decimal
    suspendida_desde: date | None = None
    """The first month that is not paid."""


class Linea(NamedTuple):
    concepto: str
    orden: int
    valor: Decimal


@dataclass(frozen=True, slots=True)
class NormaRol:
    tasas: Mapping[str, Decimal]
    """Deductions that are so much per cent of each pension."""
    prelacion: Sequence[str]
    """Which deduction is charged first where the income is not enough for all of them."""
    decimos: Decimos
    mes_tercera: int


@dataclass(frozen=True, slots=True)
class Pensionista:
    """What the month starts from. `pensiones` in the order in which they began."""

    pensiones: Sequence[Pension]
    ordenado: Decimal = CERO
    """What a decision ordered to be paid with this month, and has its lines already."""
    del_anio: Decimal = CERO
    """The pensions paid since January, with what of `ordenado` is pension."""
    tercera_mensual: bool = False
    cuarta_mensual: bool = False
    cuarta_hace_un_anio: bool = False
    """It was paid at once twelve months ago: that is the month of their region."""
    alimentos: Mapping[int, Decimal] = field(default_factory=dict)
    """What a judge retained last month, by its place in the month: it goes on until the judge says so."""
    prestamos: Sequence[tuple[str, Vigente]] = ()
    """(concept, loan), the oldest of each concept first."""


@dataclass(frozen=True, slots=True)
class Rol:
    lineas: tuple[Linea, ...]
    liquido: Decimal
    """With `ordenado`, unless every pension is suspended: then nothing is paid. Never below zero."""
    recortado: Decimal
    """What could not be deducted, because there was nothing left to deduct it from."""


def rol(pensionista: Pensionista, mes: date, norma: NormaRol) -> Rol:
    partes = [parte(pension, mes) for pension in pensionista.pensiones if se_paga(pension, mes)]
    if not partes:
        return Rol((), CERO, CERO)
    ingresos = [*_pensiones(partes), *_decimos(pensionista, sum(partes, CERO), mes, norma)]
    pedidos = sorted(
        _descuentos(pensionista, partes, mes, norma),
        key=lambda linea: (norma.prelacion.index(linea.concepto), linea.orden),
    )
    quedan = max(sum((linea.valor for linea in ingresos), pensionista.ordenado), CERO)
    cobrados, recortado = [], CERO
    for linea in pedidos:
        cobra = min(linea.valor, quedan)
        quedan, recortado = quedan - cobra, recortado + linea.valor - cobra
        if cobra:
            cobrados.append(linea._replace(valor=-cobra))
    return Rol((*ingresos, *cobrados), quedan, recortado)


def se_paga(pension: Pension, mes: date) -> bool:
    return pension.suspendida_desde is None or mes < pension.suspendida_desde


def parte(pension: Pension, mes: date) -> Decimal:
    """What of a pension belongs to a month: from the day on which it begins, thirtieths of it."""
    dias = DIAS if pension.inicio <= mes else DIAS + 1 - min(pension.inicio.day, DIAS)
    return centavos(pension.monto * dias / DIAS)


def _pensiones(partes: Sequence[Decimal]) -> Iterator[Linea]:
    return (Linea(conceptos.PENSION, orden, valor) for orden, valor in enumerate(partes, 1))


def _decimos(pensionista: Pensionista, pension: Decimal, mes: date, norma: NormaRol) -> Iterator[Linea]:
    if pensionista.tercera_mensual:
        yield Linea(conceptos.TERCERA, 1, norma.decimos.tercera([pension]))
    elif mes.month == norma.mes_tercera:
        yield Linea(conceptos.TERCERA, 1, norma.decimos.tercera([pensionista.del_anio, pension]))
    if pensionista.cuarta_mensual:
        yield Linea(conceptos.CUARTA, 1, mensualizada(norma.decimos.cuarta))
    elif pensionista.cuarta_hace_un_anio:
        yield Linea(conceptos.CUARTA, 1, norma.decimos.cuarta)


def _descuentos(pensionista: Pensionista, partes: Sequence[Decimal], mes: date, norma: NormaRol) -> Iterator[Linea]:
    """What is asked for, without sign."""
    for concepto, tasa in norma.tasas.items():
        for orden, valor in enumerate(partes, 1):
            yield Linea(concepto, orden, centavos(valor * tasa / _CIEN))
    for orden, valor in pensionista.alimentos.items():
        yield Linea(conceptos.ALIMENTOS, orden, valor)
    por_concepto: dict[str, int] = {}
    for concepto, prestamo in pensionista.prestamos:
        por_concepto[concepto] = por_concepto.get(concepto, 0) + 1
        yield Linea(concepto, por_concepto[concepto], cuota_del_mes(prestamo, mes))


def cuota_del_mes(prestamo: Vigente, mes: date) -> Decimal:
    """Its instalment; the last one, what is left with the interest of the month. From the month after the loan."""
    if mes < mover(prestamo.fecha, 1):
        return CERO
    return min(prestamo.cuota, prestamo.saldo + centavos(prestamo.saldo * prestamo.tasa / _CIEN / 12))
