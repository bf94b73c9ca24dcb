"""What one worker contributes in one month, as the planilla of their employer charges it.

Months have thirty days, whatever the calendar says (parameter `dias_por_mes`). How the days of somebody who enters or
leaves within the month are counted, and the part of the SBU that the health supplement is measured against then, are
in no source: both follow the month of thirty days, with low confidence.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nucleo.dinero import CERO
from registro.reglas.aportes import (
    DIAS_POR_MES,
    HORAS_JORNADA_COMPLETA,
    Tasas,
    base_imponible,
    porcentaje,
    salud_tiempo_parcial,
)
from registro.reglas.puertas import mover


@dataclass(frozen=True, slots=True)
class NormaPlanilla:
    """The figures of one month for one kind of employer; percentages."""

    tasas: Tasas
    fondos: Decimal
    salud: Decimal
    sbu: Decimal
    primer_mes_de_fondos: int


@dataclass(frozen=True, slots=True)
class Renglon:
    """A row of the planilla de aportes, before its rates: days, what they contribute on, health supplement."""

    dias: int
    base: Decimal
    salud: Decimal


@dataclass(frozen=True, slots=True)
class Valores:
    """What a row or a planilla comes to; the total is the sum of its rounded parts."""

    personal: Decimal = CERO
    patronal: Decimal = CERO
    ccc: Decimal = CERO
    fondos: Decimal = CERO
    salud: Decimal = CERO

    @property
    def total(self) -> Decimal:
        return self.personal + self.patronal + self.ccc + self.fondos + self.salud


def dias_del_mes(periodo: date, ingreso: date, salida: date | None) -> int:
    """Days of `periodo` (a first day of month) in the employment, of thirty; 0 when it does not touch the month."""
    siguiente = mover(periodo, 1)
    if ingreso >= siguiente or (salida is not None and salida < periodo):
        return 0
    ultimo = monthrange(periodo.year, periodo.month)[1]
    entra = ingreso.day if ingreso >= periodo else 1
    sale = salida.day if salida is not None and salida < siguiente else ultimo
    if ingreso >= periodo and salida is not None and salida < siguiente:
        return min(sale - entra + 1, DIAS_POR_MES)
    return (DIAS_POR_MES if sale == ultimo else sale) - min(entra, DIAS_POR_MES) + 1


def renglon(dias: int, sueldo: Decimal, horas: int, extras: Decimal, norma: NormaPlanilla) -> Renglon:
    """`dias` of thirty (1 or more), `sueldo` of the full-time month, `horas` a day (8: full time), extras of the month.

    Who works part of the day contributes for the days that those hours make, truncated, at least one (E §3).
    """
    cotizados = max(dias * horas // HORAS_JORNADA_COMPLETA, 1)
    base = base_imponible(sueldo, cotizados) + extras
    if horas >= HORAS_JORNADA_COMPLETA:
        return Renglon(cotizados, base, CERO)
    return Renglon(cotizados, base, salud_tiempo_parcial(base_imponible(norma.sbu, dias), base, norma.salud))


def valores_de_aportes(fila: Renglon, tasas: Tasas) -> Valores:
    return Valores(
        personal=porcentaje(fila.base, tasas.personal),
        patronal=porcentaje(fila.base, tasas.patronal),
        ccc=porcentaje(fila.base, tasas.ccc),
        salud=fila.salud,
    )


def primer_mes_de_fondos(ingreso: date, norma: NormaPlanilla) -> date:
    """The first month whose fondos de reserva are owed, with the employer of that day of entry (the thirteenth)."""
    return mover(ingreso, norma.primer_mes_de_fondos - 1)
