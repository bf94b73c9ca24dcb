from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nucleo.pdf import Anexo
from registro.models import Empleador, Persona


@dataclass(frozen=True)
class Contenido:
    """What a signed document says. `datos` is plain JSON: stored, printed by `plantilla`, and attached to the PDF."""

    variante: str
    titulo: str
    plantilla: str
    datos: dict[str, Any]
    vence_el: date | None = None
    anexo: Anexo | None = None
    """What is too long to be printed, attached to the PDF and signed with it."""


def identidad(titular: Persona | Empleador) -> dict[str, str]:
    """Of whom a document speaks: the name, and `cedula` or `ruc`."""
    if isinstance(titular, Persona):
        return {"nombre": titular.nombre_completo, "cedula": titular.cedula}
    return {"nombre": titular.razon_social, "ruc": titular.ruc}


def constancia(
    titular: Persona | Empleador,
    *,
    titulo: str,
    dice: str,
    lineas: Sequence[tuple[str, str]] = (),
    vence_el: date | None = None,
    variante: str = "",
) -> Contenido:
    """«El instituto certifica que NOMBRE, con cédula NÚMERO, `dice`»; below it the `lineas`: a name and its value."""
    datos = {**identidad(titular), "dice": dice, "lineas": [list(linea) for linea in lineas]}
    return Contenido(variante, titulo, "tramites/documentos/constancia.html", datos, vence_el)
