"""Interest on what an employer pays late, and how a payment is shared out.

E §5: the published calculator takes capital × rate / 12 × months, simple. A day is the thirtieth part of a month, so
that three months are the same by days (206.00 at 13.33 % are 6.86) and interest runs every day. The base of 365 days,
which no source denies, is the other method that this rule knows.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from nucleo.dinero import CERO, centavos


class Metodo(StrEnum):
    SIMPLE_MENSUAL = "SIMPLE_MENSUAL"
    SIMPLE_365 = "SIMPLE_365"


class Tramo(NamedTuple):
    """A yearly rate, in per cent, and the first day on which it rules; it rules until the next one starts."""

    desde: date
    tasa: Decimal


class Imputacion(NamedTuple):
    """What of a payment goes where; the three add up to it."""

    interes: Decimal
    capital: Decimal
    excedente: Decimal


def dias_de_mora(desde: date, hasta: date, metodo: Metodo) -> int:
    """Days after `desde` up to and including `hasta`, by the calendar of the method; never negative."""
    if hasta <= desde:
        return 0
    if metodo is Metodo.SIMPLE_365:
        return (hasta - desde).days
    meses = (hasta.year - desde.year) * 12 + hasta.month - desde.month
    return max(meses * 30 + min(hasta.day, 30) - min(desde.day, 30), 0)


def interes(capital: Decimal, desde: date, hasta: date, tramos: Sequence[Tramo], metodo: Metodo) -> Decimal:
    """Interest that `capital` bore after `desde`, until `hasta` included, in cents; each day at the rate of its time.

    `tramos` by their first day. Days before the first of them bear nothing.
    """
    base = 365 if metodo is Metodo.SIMPLE_365 else 360
    suma = CERO
    for i, tramo in enumerate(tramos):
        entra = max(desde, tramo.desde if i == 0 else _vispera(tramo.desde))
        sale = min(hasta, _vispera(tramos[i + 1].desde)) if i + 1 < len(tramos) else hasta
        suma += capital * tramo.tasa * dias_de_mora(entra, sale, metodo)
    return centavos(suma / (100 * base))


def _vispera(dia: date) -> date:
    return date.fromordinal(dia.toordinal() - 1)


def imputar(valor: Decimal, *, interes: Decimal, capital: Decimal) -> Imputacion:
    """Interest first, then capital, as the Código Civil (art. 1611) has it; what is left is in favour of who paid."""
    a_interes = min(valor, interes)
    a_capital = min(valor - a_interes, capital)
    return Imputacion(a_interes, a_capital, valor - a_interes - a_capital)
