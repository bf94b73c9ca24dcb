"""What one worker contributes in one month, as the planilla of their employer charges it.

Months have thirty days, whatever the calendar says (parameter `dias_por_mes`). How the days of somebody who enters or
leaves within the month are counted, and the part of the SBU that the health supplement is measured against then, are
in no source: both follow the month of thirty days, with low confidence.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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

AJUSTE = "AJUSTE"
"""With what the kinds of planilla start that charge what the others of their month left out."""


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
    """Days of `periodo` (a first day of month) in the employment, of thirty; 0 when it does not touch the month.

    Whoever is there until the end of the month is there until its day 30: to leave on the last day takes no day away.
    Only who enters and leaves within one February has the days of the calendar.
    """
    ultimo = periodo.replace(day=monthrange(periodo.year, periodo.month)[1])
    if ingreso > ultimo or (salida is not None and salida < periodo):
        return 0
    entra = min(ingreso.day, DIAS_POR_MES) if ingreso > periodo else 1
    if salida is None or salida > ultimo or (salida == ultimo and ingreso <= periodo):
        return DIAS_POR_MES - entra + 1
    return min(salida.day, DIAS_POR_MES) - entra + 1


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


def sueldo_del_mes(actual: Decimal, cambios: Iterable[tuple[date, Decimal]], periodo: date) -> Decimal:
    """What the full day was paid with: `antes` of the first new salary (month, antes) after that month, or `actual`."""
    return min((cambio for cambio in cambios if cambio[0] > periodo), key=lambda uno: uno[0], default=(None, actual))[1]


# --- one worker, one branch, one month ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Empleo:
    """One employment as a month sees it: full-time `sueldo` and `extras` of that month, `horas` a day.

    `desde`: since when its fondos de reserva are counted (`antiguedad_desde`); `acumula`: whether they are saved at the
    institute, and not paid with the salary.
    """

    ingreso: date
    salida: date | None
    sueldo: Decimal
    desde: date
    horas: int = HORAS_JORNADA_COMPLETA
    extras: Decimal = CERO
    acumula: bool = True


def fila_del_mes(empleos: Iterable[Empleo], periodo: date, norma: NormaPlanilla) -> Renglon | None:
    """The row of somebody in the planilla de aportes of one branch, however often they came and went that month.

    None without a day: extras of a month that was not worked have no row to be in.
    """
    suyos = [
        renglon(dias, uno.sueldo, uno.horas, uno.extras, norma)
        for uno in empleos
        if (dias := dias_del_mes(periodo, uno.ingreso, uno.salida))
    ]
    if not suyos:
        return None
    return Renglon(
        dias=min(sum(uno.dias for uno in suyos), DIAS_POR_MES),
        base=sum((uno.base for uno in suyos), CERO),
        salud=sum((uno.salud for uno in suyos), CERO),
    )


def fila_de_fondos(empleos: Iterable[Empleo], periodo: date, norma: NormaPlanilla) -> Renglon | None:
    """The same in the planilla de fondos de reserva, of what is saved and has reached its first month."""
    con_derecho = [
        uno for uno in empleos if uno.acumula and primer_mes_de_fondos(uno.desde, norma.primer_mes_de_fondos) <= periodo
    ]
    fila = fila_del_mes(con_derecho, periodo, norma)
    return Renglon(fila.dias, fila.base, CERO) if fila else None


# --- since when there are fondos de reserva --------------------------------------------------------------------------


def antiguedad_desde(ingreso: date, otros: Iterable[tuple[date, date | None]]) -> date:
    """The day of entry, as much earlier as was worked before it for the same employer (Código del Trabajo art. 196).

    `otros`: the other employments with them, each (first day, last day).
    """
    antes = timedelta()
    for entro, salio in otros:
        if entro < ingreso:
            antes += (ingreso if salio is None or salio >= ingreso else salio + timedelta(days=1)) - entro
    return ingreso - antes


def primer_mes_de_fondos(desde: date, primer_mes: int) -> date:
    """The first month whose fondos de reserva are owed, the `primer_mes`-th with that employer (the thirteenth)."""
    return mover(desde, primer_mes - 1)
