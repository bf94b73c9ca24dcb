"""Facts in rows, said once: the page, the CSV and the signed document show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nucleo import escritura
from nucleo.csv import Csv
from tramites.certificados.contenido import Contenido


@dataclass(frozen=True)
class Columna:
    titulo: str
    num: bool = False


@dataclass(frozen=True)
class Tabla:
    """`filas` hold plain values: text, dates, whole numbers, money as Decimal, None. `vacia`: what no rows mean."""

    titulo: str
    columnas: Sequence[Columna]
    filas: Sequence[Sequence[Any]]
    vacia: str

    @property
    def en_palabras(self) -> list[list[str]]:
        return [[_en_palabras(celda) for celda in fila] for fila in self.filas]

    def csv(self, nombre: str) -> Csv:
        filas = [["" if celda is None else celda for celda in fila] for fila in self.filas]
        return Csv(nombre, [columna.titulo for columna in self.columnas], filas)

    def documento(self) -> Contenido:
        columnas = [{"titulo": columna.titulo, "num": columna.num} for columna in self.columnas]
        datos = {"columnas": columnas, "filas": self.en_palabras, "vacia": self.vacia}
        return Contenido("", self.titulo, "tramites/documentos/tabla.html", datos)


def _en_palabras(celda: Any) -> str:
    match celda:
        case None:
            return escritura.SIN_DATO
        case Decimal():
            return escritura.dinero(celda)
        case date():
            return escritura.fecha_corta(celda)
        case int():
            return escritura.numero(celda)
        case _:
            return str(celda)
