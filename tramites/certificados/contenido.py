from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Contenido:
    """What a signed document says. `datos` is plain JSON: stored, printed by `plantilla`, and attached to the PDF."""

    variante: str
    titulo: str
    plantilla: str
    datos: dict[str, Any]
    vence_el: date | None = None
