"""What an employer downloads of files of notices: an example of each kind, and their own file with its errors."""

from collections.abc import Iterator, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from empleadores.lotes import hoja
from empleadores.lotes.formatos import FORMATOS, JORNADAS, Columna, Formato
from empleadores.lotes.lectura import MARCA_DE_NOTA, NOTA, TEXTO, XLSX, Archivo, abrir
from empleadores.lotes.selectors import motivos_de
from empleadores.models import Lote
from empleadores.reglas.novedades import NormaNovedades
from nucleo.csv import FORMULA_STARTS, Csv, respuesta_csv
from nucleo.xlsx import TIPO, respuesta_xlsx

AVISOS, CODIGOS = "Avisos", "Códigos"
TEXTO_SIMPLE = "text/plain; charset=utf-8"
EXTENSIONES = ("txt", "csv", "xlsx")


# --- templates --------------------------------------------------------------------------------------------------------


def plantilla(formato: Formato, clase: str, ruc: str, norma: NormaNovedades, hoy: date) -> HttpResponseBase:
    """An example in one of EXTENSIONES. Its cédula is nobody's, so that nobody registers it by mistake."""
    nombre, ejemplo = f"plantilla-{formato.tipo}.{clase}", _ejemplo(formato, ruc, hoy)
    if clase == "csv":
        return respuesta_csv(Csv(nombre, formato.nombres, [ejemplo]))
    if clase == "xlsx":
        archivo = TemporaryFile()  # noqa: SIM115 (the response closes it)
        _libro(archivo, formato, ejemplo, norma)
        archivo.seek(0)
        return FileResponse(archivo, as_attachment=True, filename=nombre, content_type=TIPO)
    return _como_archivo(HttpResponse(";".join(ejemplo) + "\r\n", content_type=TEXTO_SIMPLE), nombre)


def _ejemplo(formato: Formato, ruc: str, hoy: date) -> list[str]:
    valores = {"ruc": ruc, "anio": f"{hoy:%Y}", "mes": f"{hoy:%m}", "hoy": f"{hoy:%Y%m%d}"}
    return [columna.ejemplo.format(**valores) for columna in formato.columnas]


def codigos_de(columna: Columna, norma: NormaNovedades) -> Sequence[tuple[str, str]]:
    """(code, words) of what a column takes, where that is a list."""
    if columna.nombre == "jornada":
        return [
            (codigo, "completa" if horas == "COMPLETA" else f"{horas} horas al día")
            for codigo, horas in JORNADAS.items()
        ]
    return list(getattr(norma, columna.lista).items()) if columna.lista else []


def _libro(archivo: IO[bytes], formato: Formato, ejemplo: Sequence[str], norma: NormaNovedades) -> None:
    """Every column is text, so that no program takes its zeros away; a second sheet explains each."""
    import xlsxwriter  # noqa: PLC0415 - only who downloads a spreadsheet pays for it

    with xlsxwriter.Workbook(archivo, {"in_memory": True}) as libro:
        titulo, texto = libro.add_format({"bold": True}), libro.add_format({"num_format": "@"})
        avisos, explica = libro.add_worksheet(AVISOS), libro.add_worksheet(CODIGOS)
        avisos.freeze_panes(1, 0)
        for lugar, (columna, valor) in enumerate(zip(formato.columnas, ejemplo, strict=True)):
            avisos.set_column(lugar, lugar, max(len(columna.nombre), len(valor)) + 2, texto)
            avisos.write_string(0, lugar, columna.nombre, titulo)
            avisos.write_string(1, lugar, valor, texto)
        for lugar, (ancho, palabras) in enumerate(((20, "Columna"), (60, "Qué se escribe"), (12, "Código"), (50, ""))):
            explica.set_column(lugar, lugar, ancho)
            explica.write_string(0, lugar, palabras, titulo)
        for numero, fila in enumerate(_explicacion(formato, norma), start=1):
            for lugar, celda in enumerate(fila):
                explica.write_string(numero, lugar, celda)


def _explicacion(formato: Formato, norma: NormaNovedades) -> Iterator[tuple[str, ...]]:
    for columna in formato.columnas:
        yield columna.nombre, columna.ayuda
        for codigo, palabras in codigos_de(columna, norma):
            yield "", "", codigo, palabras


# --- their own file ---------------------------------------------------------------------------------------------------


def anotado(lote: Lote) -> HttpResponseBase:
    """The file as it came, of the same kind, with what is wrong with each line at its end. It may be sent again.

    Raises FileNotFoundError or ArchivoIlegible where it is gone.
    """
    if not lote.archivo:
        raise FileNotFoundError
    with default_storage.open(lote.archivo) as guardado:
        archivo = abrir(guardado.read(), FORMATOS[lote.tipo])
    motivos = motivos_de(lote)
    if archivo.clase == TEXTO:
        respuesta = StreamingHttpResponse(_lineas(archivo, motivos), content_type=TEXTO_SIMPLE)
        return _como_archivo(respuesta, "avisos-con-motivos.txt")
    filas = ([*map(_visible, fila.celdas), " | ".join(motivos.get(fila.numero, []))] for fila in archivo.filas())
    contenido = Csv("avisos-con-motivos.csv", [*archivo.formato.nombres, NOTA], filas)
    return respuesta_xlsx(contenido) if archivo.clase == XLSX else respuesta_csv(contenido)


def _lineas(archivo: Archivo, motivos: dict[int, list[str]]) -> Iterator[str]:
    for fila in archivo.filas():
        celdas = [f"'{celda}" if celda.startswith(FORMULA_STARTS) else celda for celda in fila.celdas]
        if hallados := motivos.get(fila.numero):
            celdas.append(f"{MARCA_DE_NOTA} {' | '.join(hallados).replace(';', ',')}")
        yield ";".join(celdas) + "\r\n"


def _visible(celda: str) -> str:
    return "(fórmula)" if celda == hoja.FORMULA else celda


def _como_archivo(respuesta: Any, nombre: str) -> Any:
    respuesta.headers["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
