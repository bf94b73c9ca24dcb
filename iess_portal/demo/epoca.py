"""When the demonstration takes place. Everything in it is placed by two dates and nothing else.

`ancla` is the last month that was paid when the demonstration was first made on this database; `hoy` is today. The
people are placed around `ancla`, so that a fresh database always shows them at the right moment (the 360th month was
paid *last* month). Their records then reach to `hoy`: made again on a later day they go on, as records do, and no key
of what was written before has moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Self

from nucleo.calendario import anterior_habil, siguiente_habil

DIA_DEBITO = 10
"""Employers that pay in time are debited on this day of the next month, or on the first business day after it."""
DIA_PENSIONES = 20


@dataclass(frozen=True)
class Epoca:
    ancla: date
    hoy: date

    @classmethod
    def nueva(cls, hoy: date) -> Self:
        """The epoch of a demonstration that begins today."""
        anterior = mover(hoy, -1)
        return cls(ancla=anterior if dia_de_debito(anterior) <= hoy else mover(anterior, -1), hoy=hoy)

    def mes(self, meses: int) -> date:
        """The first day of the month that lies so many months after `ancla`."""
        return mover(self.ancla, meses)

    @property
    def ultimo(self) -> date:
        """The last month that is over, for which there is a planilla."""
        return mover(self.hoy, -1)

    def hasta_hoy(self, dia: date) -> date | None:
        """`dia`, unless it is still to come."""
        return dia if dia <= self.hoy else None


def mover(dia: date, meses: int) -> date:
    """The first day of the month that lies so many months after that of `dia`."""
    anio, mes = divmod(dia.year * 12 + dia.month - 1 + meses, 12)
    return date(anio, mes + 1, 1)


def meses(desde: date, hasta: date) -> Iterator[date]:
    """The months from `desde` to `hasta`, both included."""
    while desde <= hasta:
        yield desde
        desde = mover(desde, 1)


def meses_entre(desde: date, hasta: date) -> int:
    return (hasta.year - desde.year) * 12 + hasta.month - desde.month


@cache
def dia_de_debito(periodo: date) -> date:
    """When the contributions of a month are debited."""
    return siguiente_habil(mover(periodo, 1).replace(day=DIA_DEBITO))


@cache
def dia_de_pensiones(periodo: date) -> date:
    """When the pensions of a month are paid."""
    return anterior_habil(periodo.replace(day=DIA_PENSIONES))
