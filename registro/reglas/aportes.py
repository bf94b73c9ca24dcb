"""The contribution of a month: what the worker and the employer pay on one salary.

Rates are percentages and come from the legal parameters of the month. Every component is rounded to cents by itself
and the total is the sum of the rounded ones, so that the lines of a planilla always add up (470 × 20.60 % would give
96.82 where the components give 96.83).
"""

from dataclasses import dataclass
from decimal import Decimal

from nucleo.dinero import CERO, centavos

DIAS_POR_MES = 30
HORAS_JORNADA_COMPLETA = 8
_CIEN = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tasas:
    """Percentages of one segment of insured people."""

    personal: Decimal
    patronal: Decimal
    ccc: Decimal = CERO
    """Contributions collected for IECE and SECAP, paid by the employer."""


@dataclass(frozen=True, slots=True)
class Contribucion:
    base: Decimal
    personal: Decimal
    patronal: Decimal
    ccc: Decimal

    @property
    def iess(self) -> Decimal:
        """What enters the IESS: personal and patronal."""
        return self.personal + self.patronal

    @property
    def empleador(self) -> Decimal:
        """What the employer bears."""
        return self.patronal + self.ccc

    @property
    def total(self) -> Decimal:
        """What the comprobante of the month charges."""
        return self.personal + self.patronal + self.ccc


def porcentaje(base: Decimal, tasa: Decimal) -> Decimal:
    """`tasa` per cent of `base`, in cents: reserve fund, cover of the spouse, and each component of a contribution."""
    return centavos(base * tasa / _CIEN)


def contribucion(base: Decimal, tasas: Tasas) -> Contribucion:
    """The contribution on `base`, the salary of the days worked (see `base_imponible` for a part-time worker)."""
    return Contribucion(
        base=base,
        personal=porcentaje(base, tasas.personal),
        patronal=porcentaje(base, tasas.patronal),
        ccc=porcentaje(base, tasas.ccc),
    )


def dias_jornada(horas: int) -> int:
    """Days of contribution in a month of `horas` a day, truncated: 5 hours are 18 days."""
    if not 0 < horas <= HORAS_JORNADA_COMPLETA:
        raise ValueError(f"a working day has 1 to {HORAS_JORNADA_COMPLETA} hours, not {horas}")
    return horas * DIAS_POR_MES // HORAS_JORNADA_COMPLETA


def base_imponible(sueldo: Decimal, dias: int) -> Decimal:
    """The part of the full-time `sueldo` of a month that `dias` days bear."""
    return centavos(sueldo * dias / DIAS_POR_MES)


def salud_tiempo_parcial(sbu: Decimal, sueldo: Decimal, tasa: Decimal) -> Decimal:
    """The employer's extra for health on what a part-time worker earns below the SBU; nothing from the SBU on."""
    return porcentaje(max(sbu - sueldo, CERO), tasa)
