"""What a rule was given comes back from JSON as it was."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import pytest

from nucleo.codificacion import a_json, de_json


class Color(StrEnum):
    ROJO = "rojo"


class Mes(NamedTuple):
    periodo: date
    sueldo: Decimal


@dataclass(frozen=True)
class Empleo:
    nombre: str
    hasta: date | None


@dataclass(frozen=True)
class Hechos:
    nacimiento: date
    meses: Sequence[Mes]
    empleos: tuple[Empleo, ...]
    tasas: Mapping[int, Decimal]
    color: Color
    cuantos: int
    activo: bool
    marcas: AbstractSet[str]
    fin: date | None = None


HECHOS = Hechos(
    date(1960, 2, 29),
    (Mes(date(2020, 1, 1), Decimal("482.00")), Mes(date(2020, 2, 1), Decimal("0.10"))),
    (Empleo("Sol", None), Empleo("Mar", date(2026, 1, 31))),
    {40: Decimal("1.0000")},
    Color.ROJO,
    3,
    activo=True,
    marcas=frozenset({"b", "a"}),
)


def test_facts_survive_json():
    guardado = json.loads(json.dumps(a_json(HECHOS)))
    leido = de_json(Hechos, {**guardado, "tasas": {int(k): v for k, v in guardado["tasas"].items()}})
    assert leido == HECHOS
    assert str(leido.tasas[40]) == "1.0000"
    assert isinstance(leido.meses[0], Mes)


@pytest.mark.parametrize("valor", [1.5, datetime(2026, 1, 1), object()])  # noqa: DTZ001
def test_what_would_lose_something_is_refused(valor):
    with pytest.raises(TypeError):
        a_json(valor)
