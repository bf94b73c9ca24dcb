"""Bands of a legal table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any


class FueraDeTabla(LookupError):
    """The value is beyond the last band."""


def banda(filas: Iterable[Mapping[str, Any]], valor: Decimal | int) -> Mapping[str, Any]:
    """The first row whose `hasta` reaches `valor`, which is inside its band; a row without `hasta` has no end.

    Rows come in order, as a parameter holds them; raises `FueraDeTabla` when the last band is too short.
    """
    for fila in filas:
        if "hasta" not in fila or valor <= fila["hasta"]:
            return fila
    raise FueraDeTabla(f"no band reaches {valor}")
