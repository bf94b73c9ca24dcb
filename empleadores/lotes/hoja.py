"""The cells of an XLSX, read in a process of its own: a hostile workbook can at worst end that one.

It holds no secret, writes no file, and ends by itself when the workbook asks for too much memory or time. The workbook
comes in at stdin; what goes out at stdout is JSON: {"error": …} or {"filas": [[number, cells], …]}.
"""

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

MEMORIA = 2 * 1024 * 1024 * 1024
CPU_SEGUNDOS = 30
SEGUNDOS = 45
RAIZ = Path(__file__).resolve().parent.parent.parent
ORDEN = [sys.executable, "-B", "-E", "-s", "-m", "empleadores.lotes.hoja"]
DESPLEGADO = 200 * 1024 * 1024  # a hundred thousand lines unpack to less than half of it
PARTES = 500
FILAS = 100_001
COLUMNAS = 40
FORMULA = "\x00formula"  # no cell holds a NUL

NO_SE_ABRE = "El libro de Excel está dañado o tiene clave. Guárdelo otra vez como .xlsx, sin clave, y súbalo."
ENORME = "El libro de Excel es demasiado grande por dentro. Copie solo las filas a la plantilla y súbala."
MUCHAS_FILAS = "El libro tiene más de 100 000 filas. Divídalo en varios archivos."

# No tag reaches into the next one nor is longer than any that Excel writes: what is looked through twice stays short.
_HOJA = re.compile(rb'<sheet\b[^<>]{0,500}?\br:id="([^"<>]+)"')
_RELACION = re.compile(rb"<Relationship\b[^<>]*>")
_CON_FORMULA = re.compile(rb'<c\b[^<>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}>\s*<f[\s>/]')


class HojaIlegible(Exception):
    """The workbook can't be read; the message says what to do."""


def leer_hoja(contenido: bytes) -> list[tuple[int, list[str]]]:
    """(number, cells) of the rows of the first sheet, the empty ones left out. Raises HojaIlegible."""
    try:
        hecho = subprocess.run(  # noqa: S603 (our own module, no shell; the file only comes in at stdin)
            ORDEN, input=contenido, capture_output=True, timeout=SEGUNDOS, cwd=RAIZ, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise HojaIlegible(ENORME) from None
    if hecho.returncode != 0:
        raise HojaIlegible(ENORME)
    dicho = json.loads(hecho.stdout)
    if "error" in dicho:
        raise HojaIlegible(dicho["error"])
    return [(numero, celdas) for numero, celdas in dicho["filas"]]


def examinar(contenido: bytes) -> list[tuple[int, list[str]]]:
    """What the process does. Raises HojaIlegible."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as libro:
            _exigir_que_quepa(libro)
            formulas = _formulas(libro)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, KeyError):
        raise HojaIlegible(NO_SE_ABRE) from None
    filas = _filas(contenido)
    return [(numero, celdas) for numero, celdas in _textos(filas, formulas) if any(celdas)]


def _exigir_que_quepa(libro: zipfile.ZipFile) -> None:
    """Unpacks every part without keeping it: what the directory of a ZIP says of its sizes may be a lie."""
    partes, total = libro.infolist(), 0
    if len(partes) > PARTES:
        raise HojaIlegible(ENORME)
    for parte in partes:
        with libro.open(parte) as archivo:
            while trozo := archivo.read(1 << 20):
                total += len(trozo)
                if total > DESPLEGADO:
                    raise HojaIlegible(ENORME)


def _formulas(libro: zipfile.ZipFile) -> set[tuple[int, int]]:
    """(row, column), from 0, of the cells of the first sheet that hold a formula: their value is only what it was."""
    hoja = _HOJA.search(libro.read("xl/workbook.xml"))
    if hoja is None:
        raise HojaIlegible(NO_SE_ABRE)
    for relacion in _RELACION.findall(libro.read("xl/_rels/workbook.xml.rels")):
        if b'Id="' + hoja[1] + b'"' in relacion and (destino := re.search(rb'Target="([^"]+)"', relacion)):
            ruta = destino[1].decode("utf-8", "replace")
            contenido = libro.read(ruta.lstrip("/") if ruta.startswith("/") else f"xl/{ruta}")
            return {(int(fila) - 1, _columna(letras)) for letras, fila in _CON_FORMULA.findall(contenido)}
    raise HojaIlegible(NO_SE_ABRE)


def _columna(letras: bytes) -> int:
    numero = 0
    for letra in letras:
        numero = numero * 26 + letra - 64
    return numero - 1


def _filas(contenido: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only the process needs it)

    try:
        libro = CalamineWorkbook.from_filelike(io.BytesIO(contenido))
        hoja = libro.get_sheet_by_index(0)
        alto, ancho = hoja.total_height, hoja.total_width
        if alto > FILAS:
            raise HojaIlegible(MUCHAS_FILAS)
        if alto * ancho > FILAS * COLUMNAS:
            raise HojaIlegible(ENORME)
        return hoja.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError):
        raise HojaIlegible(NO_SE_ABRE) from None


def _textos(filas: list[list[Any]], formulas: set[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    for numero, fila in enumerate(filas):
        celdas = [FORMULA if (numero, columna) in formulas else _texto(celda) for columna, celda in enumerate(fila)]
        yield numero + 1, celdas


def _texto(celda: Any) -> str:
    if isinstance(celda, datetime | date):
        return f"{celda:%Y%m%d}"
    if isinstance(celda, float):
        return str(int(celda)) if celda.is_integer() else repr(celda)
    return str(celda).strip()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SEGUNDOS, CPU_SEGUNDOS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        dicho: dict[str, Any] = {"filas": examinar(sys.stdin.buffer.read())}
    except HojaIlegible as rechazo:
        dicho = {"error": str(rechazo)}
    json.dump(dicho, sys.stdout)


if __name__ == "__main__":
    main()
