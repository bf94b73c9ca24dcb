"""What must hold between rows and no constraint of the database can say: it is looked for, and never repaired.

Each app says in its own `invariantes` what must hold of its tables, as the rows that break it. `manage.py invariantes`
counts them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

Consulta = Callable[[], "QuerySet[Any]"]
_inscritos: dict[str, "Invariante"] = {}


@dataclass(frozen=True)
class Invariante:
    """`dice`: what holds, in a sentence; `violan`: the rows of which it does not, in one statement that only reads."""

    nombre: str
    dice: str
    violan: Consulta


def invariante(dice: str) -> Callable[[Consulta], Consulta]:
    """Enters a query in the list, under its own name. Raises RuntimeError when that name is taken."""

    def inscribir(violan: Consulta) -> Consulta:
        nombre = violan.__name__
        if nombre in _inscritos:
            raise RuntimeError(f"two invariants named {nombre}")
        _inscritos[nombre] = Invariante(nombre, dice, violan)
        return violan

    return inscribir


def inscritos() -> dict[str, Invariante]:
    """By name, those of the lower floors first."""
    autodiscover_modules("invariantes")
    return _inscritos
