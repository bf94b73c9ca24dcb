"""Dataclasses to plain JSON and back, by the types of their fields: what a rule was given, kept without loss."""

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")
_COLECCIONES: Mapping[Any, type] = {
    Sequence: tuple,
    AbstractSet: frozenset,
    list: list,
    frozenset: frozenset,
    set: set,
}


def a_json(valor: Any) -> Any:  # noqa: PLR0911 (one for each kind)
    """Dates as ISO text, decimals as text with their digits. TypeError: a kind that can't be read back."""
    match valor:
        case None | bool() | int() | str() if not isinstance(valor, Enum):
            return valor
        case Enum():
            return valor.value
        case Decimal():
            return str(valor)
        case date() if not isinstance(valor, datetime):
            return valor.isoformat()
        case Mapping():
            return {clave: a_json(uno) for clave, uno in valor.items()}
        case _ if dataclasses.is_dataclass(valor):
            return {campo.name: a_json(getattr(valor, campo.name)) for campo in dataclasses.fields(valor)}
        case set() | frozenset():
            return sorted(a_json(uno) for uno in valor)
        case list() | tuple():
            return [a_json(uno) for uno in valor]
        case _:
            raise TypeError(f"{type(valor).__name__} can't be kept as JSON")


def de_json(tipo: type[T], guardado: Any) -> T:
    """What `a_json` gave, as `tipo` again."""
    return _de_json(tipo, guardado)


def _de_json(tipo: Any, guardado: Any) -> Any:  # noqa: PLR0911 (one for each kind)
    origen, argumentos = typing.get_origin(tipo), typing.get_args(tipo)
    if origen in {types.UnionType, typing.Union}:
        if guardado is None:
            return None
        (tipo,) = (argumento for argumento in argumentos if argumento is not type(None))
        return _de_json(tipo, guardado)
    if (origen is tuple and argumentos[-1:] == (...,)) or origen in _COLECCIONES:
        return _COLECCIONES.get(origen, tuple)(_de_json(argumentos[0], uno) for uno in guardado)
    if origen in {dict, Mapping}:
        return {_de_json(argumentos[0], clave): _de_json(argumentos[1], uno) for clave, uno in guardado.items()}
    if dataclasses.is_dataclass(tipo):
        de_que = typing.get_type_hints(tipo)
        return tipo(**{nombre: _de_json(de_que[nombre], uno) for nombre, uno in guardado.items()})  # type: ignore[operator]
    if isinstance(tipo, type) and issubclass(tipo, tuple) and hasattr(tipo, "_fields"):
        de_que = typing.get_type_hints(tipo)
        return tipo(*(_de_json(de_que[n], uno) for n, uno in zip(tipo._fields, guardado, strict=True)))
    if tipo is date:
        return date.fromisoformat(guardado)
    if tipo is Any or isinstance(guardado, tipo):
        return guardado
    return tipo(guardado)
