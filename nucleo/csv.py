"""Downloads as CSV, the same for every table of the portal."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.http import StreamingHttpResponse

# A cell that starts with one of these would run as a formula in a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Csv:
    """A download: a file name, a header and rows of plain values."""

    nombre: str
    columnas: Sequence[str]
    filas: Iterable[Sequence[object]]


class _Echo:
    def write(self, value: str) -> str:
        return value


def lineas(contenido: Csv) -> Iterator[str]:
    """UTF-8 with BOM, so that spreadsheets read the accents; cells that look like formulas become text."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(contenido.columnas)
    for fila in contenido.filas:
        yield writer.writerow([_celda(valor) for valor in fila])


def linea(celdas: Iterable[object]) -> str:
    """One more, for the end of what `lineas` wrote."""
    return csv.writer(_Echo()).writerow([_celda(valor) for valor in celdas])


@contextmanager
def entero(destino: Path) -> Iterator[IO[str]]:
    """A file to be written, which is there once it is whole: whoever collects it never finds half of it."""
    parcial = destino.with_name(f"{destino.name}.parcial")
    try:
        with parcial.open("w", encoding="utf-8", newline="") as archivo:
            yield archivo
        parcial.replace(destino)
    finally:
        parcial.unlink(missing_ok=True)


def respuesta_csv(contenido: Csv) -> StreamingHttpResponse:
    return descarga(contenido.nombre, lineas(contenido))


def descarga(nombre: str, lineas: Iterable[str]) -> StreamingHttpResponse:
    """Of a CSV that is written already."""
    response = StreamingHttpResponse(lineas, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return response


def _celda(valor: object) -> object:
    return f"'{valor}" if isinstance(valor, str) and valor.startswith(FORMULA_STARTS) else valor
