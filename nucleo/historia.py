"""What the staff changed in a row, from the bitácora: who, when, why, and each field before and after."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from nucleo.escritura import SIN_DATO
from nucleo.models import Asiento

A_LA_VISTA = 100


@dataclass(frozen=True)
class Historia:
    """Which lines are of a row: those about `objeto`, of these `acciones` (action → words)."""

    objeto: Callable[[Any], str]
    acciones: Mapping[str, str]


@dataclass(frozen=True)
class Renglon:
    """One change. `cambios`: (field, before, after), in words."""

    momento: datetime
    quien: str
    que: str
    motivo: str
    cambios: list[tuple[str, str, str]] = field(default_factory=list)


def renglones_de(obj: Model, historia: Historia) -> list[Renglon]:
    """The newest changes of a row; one query."""
    asientos = Asiento.objects.filter(objeto=historia.objeto(obj), accion__in=historia.acciones)[:A_LA_VISTA]
    return [
        Renglon(
            momento=asiento.momento,
            quien=asiento.actor,
            que=historia.acciones[asiento.accion],
            motivo=asiento.datos.get("motivo", ""),
            cambios=list(cambios_en_palabras(obj, asiento.datos.get("cambios", {}))),
        )
        for asiento in asientos
    ]


def cambios_en_palabras(obj: Model, cambios: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(field, before, after) of what `bitacora.cambios` gave. Nothing that became another nothing is no change."""
    for campo, cambio in cambios.items():
        antes, despues = (_en_palabras(obj, campo, cambio[cuando]) for cuando in ("antes", "despues"))
        if antes != despues:
            yield _rotulo(obj, campo), antes, despues


def _campo(obj: Model, nombre: str) -> Any:
    """The field of that name; None of one that a later version of the portal dropped."""
    try:
        return obj._meta.get_field(nombre)
    except FieldDoesNotExist:
        return None


def _rotulo(obj: Model, nombre: str) -> str:
    campo = _campo(obj, nombre)
    rotulo = str(campo.verbose_name) if campo else nombre
    return rotulo[:1].upper() + rotulo[1:]


def _en_palabras(obj: Model, nombre: str, valor: Any) -> str:
    """One line for each of a list."""
    opciones = dict(getattr(_campo(obj, nombre), "flatchoices", ()))
    match valor:
        case None | "" | []:
            return SIN_DATO
        case list():
            return "\n".join(_en_palabras(obj, nombre, elemento) for elemento in valor)
        case dict():
            return "; ".join(f"{clave}: {celda}" for clave, celda in valor.items())
        case _:
            return str(opciones.get(valor, valor))
