"""How long cases took, told so that nobody can be misled by an average: pure, of counts that were read already."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

NUEVE_DE_DIEZ = 9


@dataclass(frozen=True)
class Tiempos:
    """Of the cases decided in a month, in business days. None: there were none."""

    decididos: int = 0
    mediana: Decimal | None = None
    nueve_de_diez: Decimal | None = None


def tiempos(cuantos: Mapping[int, int]) -> Tiempos:
    """From how many cases took so many days.

    The median of an even number of cases is half way between the two in the middle. Nine of ten is the nearest rank:
    the days within which at least nine of every ten were decided, which some case did take; nothing is interpolated.
    """
    total = sum(cuantos.values())
    if not total:
        return Tiempos()
    en_medio = _del_puesto(cuantos, (total + 1) // 2) + _del_puesto(cuantos, total // 2 + 1)
    puesto = -(-total * NUEVE_DE_DIEZ // 10)
    return Tiempos(total, Decimal(en_medio) / 2, Decimal(_del_puesto(cuantos, puesto)))


def _del_puesto(cuantos: Mapping[int, int], puesto: int) -> int:
    """How many days took the case that stands in that place, the quickest being the first."""
    dias = sorted(cuantos)
    hasta = accumulate(cuantos[d] for d in dias)
    return next(dia for dia, llegan in zip(dias, hasta, strict=True) if llegan >= puesto)
