"""When a planilla falls due."""

from datetime import date
from typing import Final

from nucleo.calendario import siguiente_habil

SIGUIENTE_HABIL: Final = "SIGUIENTE_HABIL"


def vencimiento_planilla(periodo: date, *, dia: int, ajuste: str) -> date:
    """The last day to pay the planilla of the month `periodo`: day `dia` of the next month.

    `ajuste` SIGUIENTE_HABIL moves a weekend or holiday to the next business day; any other value leaves it where it is.
    Source: Ley de Seguridad Social, fifteen days after the month; the adjustment is a parameter of low confidence.
    """
    siguiente = date(periodo.year + periodo.month // 12, periodo.month % 12 + 1, dia)
    return siguiente_habil(siguiente) if ajuste == SIGUIENTE_HABIL else siguiente
