"""The same downloads as spreadsheets: numbers and dates stay what they are, and text is never a formula."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone

from nucleo.csv import Csv

TIPO = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILAS_POR_HOJA = 1_048_575  # the limit of the format, without the header
MAXIMO_TEXTO = 32_767
ANCHO_MINIMO, ANCHO_MAXIMO = 9, 42
DINERO, FECHA, TITULO = {"num_format": "#,##0.00"}, {"num_format": "yyyy-mm-dd"}, {"bold": True}


def respuesta_xlsx(contenido: Csv) -> FileResponse:
    """A file on the disk until it was sent, so that its size costs no memory."""
    archivo = TemporaryFile()  # noqa: SIM115 (the response closes it)
    escribir(contenido, archivo)
    archivo.seek(0)
    nombre = f"{contenido.nombre.removesuffix('.csv')}.xlsx"
    return FileResponse(archivo, as_attachment=True, filename=nombre, content_type=TIPO)


def escribir(contenido: Csv, archivo: IO[bytes]) -> None:
    """Row by row to `archivo`; what does not fit into one sheet goes on in the next one, under the same header."""
    import xlsxwriter  # noqa: PLC0415 - only who downloads a spreadsheet pays for it

    with xlsxwriter.Workbook(archivo, {"constant_memory": True}) as libro:
        formatos = {clase: libro.add_format(formato) for clase, formato in ((Decimal, DINERO), (date, FECHA))}
        titulo = libro.add_format(TITULO)
        hoja, linea = None, 0
        for fila in contenido.filas:
            if hoja is None or linea == FILAS_POR_HOJA:
                hoja, linea = _hoja(libro, contenido.columnas, titulo, fila), 0
            linea += 1
            for columna, valor in enumerate(fila):
                _celda(hoja, linea, columna, valor, formatos)
        if hoja is None:
            _hoja(libro, contenido.columnas, titulo, ())


def _hoja(libro: Any, columnas: Sequence[str], titulo: Any, primera: Sequence[object]) -> Any:
    """A sheet with its header, as wide as its first row."""
    hoja = libro.add_worksheet()
    hoja.freeze_panes(1, 0)
    for i, nombre in enumerate(columnas):
        largo = max(len(nombre), len(str(primera[i])) if i < len(primera) else 0) + 2
        hoja.set_column(i, i, min(max(largo, ANCHO_MINIMO), ANCHO_MAXIMO))
        hoja.write_string(0, i, nombre, titulo)
    return hoja


def _celda(hoja: Any, linea: int, columna: int, valor: object, formatos: Mapping[Any, Any]) -> None:
    match valor:
        case None | "":
            return
        case bool():
            hoja.write_string(linea, columna, "Sí" if valor else "No")
        case Decimal():
            hoja.write_number(linea, columna, valor, formatos[Decimal])
        case int() | float():
            hoja.write_number(linea, columna, valor)
        case datetime():
            hoja.write_string(linea, columna, f"{timezone.localtime(valor):%Y-%m-%d %H:%M}")
        case date():
            hoja.write_datetime(linea, columna, valor, formatos[date])
        case _:
            hoja.write_string(linea, columna, str(valor)[:MAXIMO_TEXTO])
