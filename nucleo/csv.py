"""Downloads as CSV, the same for every table of the portal."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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


def respuesta_csv(contenido: Csv) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lineas(contenido), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{contenido.nombre}"'
    return response


def _celda(valor: object) -> object:
    return f"'{valor}" if isinstance(valor, str) and valor.startswith(FORMULA_STARTS) else valor
