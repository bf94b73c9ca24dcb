"""What an import has to say: what is wrong and where, or what it did."""

from dataclasses import dataclass, field
from typing import NamedTuple


class ErrorDeCarga(NamedTuple):
    """One thing wrong. `linea` counts the lines of the file as an editor shows them."""

    archivo: str
    linea: int
    columna: str
    motivo: str

    def __str__(self) -> str:
        return f"{self.archivo}:{self.linea} {self.columna}: {self.motivo}"


class CargaRechazada(Exception):
    """The folder has errors and nothing was changed. `errores` holds all of them, by file, line and column."""

    def __init__(self, errores: list[ErrorDeCarga]):
        super().__init__(f"{len(errores)} errores")
        self.errores = errores


@dataclass
class Resumen:
    """What happened to one file. `nuevos`, `actualizados` and `iguales` are rows and add up to those read;
    `conservados` counts, by column, values that differ and were kept because they come from the portal."""

    archivo: str
    filas: int = 0
    nuevos: int = 0
    actualizados: int = 0
    conservados: dict[str, int] = field(default_factory=dict)

    @property
    def iguales(self) -> int:
        return self.filas - self.nuevos - self.actualizados

    def como_datos(self) -> dict[str, object]:
        return {
            "filas": self.filas,
            "nuevos": self.nuevos,
            "actualizados": self.actualizados,
            "iguales": self.iguales,
            "conservados": self.conservados,
        }


@dataclass
class Informe:
    resumenes: list[Resumen] = field(default_factory=list)
    planillas_nuevas: int = 0
    planillas_actualizadas: int = 0

    @property
    def cambio(self) -> bool:
        """Whether anything at all was written."""
        return any(r.nuevos or r.actualizados for r in self.resumenes)
