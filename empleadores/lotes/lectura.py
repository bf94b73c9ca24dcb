"""From the bytes of a file to its lines: the institute's text, CSV with a header, or XLSX.

What is wrong with the file as a whole is refused when it comes (ArchivoIlegible); what is wrong with a line is said of
that line, later (`empleadores.lotes.lineas`).
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from empleadores.lotes import hoja
from empleadores.lotes.formatos import Formato
from nucleo.archivos.examen import ZIP
from nucleo.texto import normalizar

MAXIMO_DE_LINEAS = 100_000
NOTA = "motivos"
"""The column that an annotated file adds; whoever corrects it may send it as it is."""
MARCA_DE_NOTA = "#"
TEXTO, CSV, XLSX = "TXT", "CSV", "XLSX"

VACIO = "El archivo no tiene ninguna línea. Elija otro."
UTF16 = (
    "El archivo está en Unicode de 16 bits. Guárdelo como texto sin formato (ANSI o UTF-8), o como «CSV UTF-8», y "
    "súbalo otra vez."
)
NO_ES_TEXTO = (
    "La línea {} tiene signos que no son texto: es un archivo de otra clase o está dañado. Se aceptan .txt, .dat, .csv "
    "y .xlsx."
)
EXCEL_ANTIGUO = "Es un Excel de los antiguos (.xls) o tiene clave. Ábralo y guárdelo como .xlsx, sin clave."
SIN_COLUMNAS = "Faltan columnas: {}. La primera fila lleva los nombres de las columnas, como en la plantilla."
REPETIDAS = "La columna {} está dos veces. Deje una sola."
COMILLAS = "Desde la línea {} hay comillas sin cerrar. Ábralo en su hoja de cálculo y guárdelo otra vez."
MUCHAS = "El archivo tiene {} líneas y el máximo es 100 000. Divídalo en varios."

_FIN_DE_LINEA = re.compile("\r\n|\n|\r")
_NO_ES_TEXTO = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f\x7f]")
_NUMERO = re.compile(r"\d+(?:\.\d)?", re.ASCII)


class ArchivoIlegible(Exception):
    """The file can't be read; the message says what to do."""


class Fila(NamedTuple):
    """A line of a file: its number there, as it was written, and its cells in the order of the layout."""

    numero: int
    texto: str
    celdas: Sequence[str]


@dataclass(frozen=True)
class Archivo:
    """A file that can be read, line by line, as often as need be."""

    formato: Formato
    clase: str
    cabecera: tuple[str, ...]
    """The columns of the file as they are there; of a text, those of the layout."""
    contenido: str | list[tuple[int, list[str]]]
    separador: str = ";"

    def filas(self) -> Iterator[Fila]:
        if isinstance(self.contenido, list):
            yield from self._de_tabla(iter(self.contenido), ";")
        elif self.clase == CSV:
            yield from self._de_tabla(_registros(self.contenido, self.separador), self.separador)
        else:
            for numero, texto in enumerate(_FIN_DE_LINEA.split(self.contenido), start=1):
                if texto.strip(" \x1a"):  # some old programs end a text with Ctrl-Z
                    yield Fila(numero, texto, _sin_nota(texto.split(";")))

    def _de_tabla(self, registros: Iterator[tuple[int, list[str]]], separador: str) -> Iterator[Fila]:
        """The rows below the header, their cells in the order of the layout."""
        next(registros, None)
        columnas = [(self.cabecera.index(columna.nombre), columna) for columna in self.formato.columnas]
        for numero, registro in registros:
            if not any(celda.strip() for celda in registro):
                continue
            celdas = [
                _repuesta(registro[lugar].strip() if lugar < len(registro) else "", columna.ancho, columna.dinero)
                for lugar, columna in columnas
            ]
            yield Fila(numero, separador.join(registro).replace(hoja.FORMULA, "=…"), celdas)


def _sin_nota(celdas: list[str]) -> list[str]:
    return celdas[:-1] if celdas[-1].startswith(MARCA_DE_NOTA) else celdas


def _repuesta(celda: str, ancho: int, dinero: bool) -> str:
    """What a spreadsheet takes away from a number, put back: zeros on its left, cents of zero."""
    if dinero and _NUMERO.fullmatch(celda):
        return f"{celda}0" if "." in celda else f"{celda}.00"
    return celda.zfill(ancho) if ancho and celda.isascii() and celda.isdigit() else celda


def abrir(contenido: bytes, formato: Formato) -> Archivo:
    """Raises ArchivoIlegible. A file is what its bytes are, whatever its name says."""
    if contenido.startswith(ZIP):
        try:
            return _de_hoja(hoja.leer_hoja(contenido), formato)
        except hoja.HojaIlegible as rechazo:
            raise ArchivoIlegible(str(rechazo)) from rechazo
    if contenido.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArchivoIlegible(EXCEL_ANTIGUO)
    return _de_texto(_decodificar(contenido), formato)


def _decodificar(contenido: bytes) -> str:
    if contenido.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or contenido[:200].count(0) > 20:
        raise ArchivoIlegible(UTF16)
    if extrano := _NO_ES_TEXTO.search(contenido):
        linea = len(_FIN_DE_LINEA.findall(contenido[: extrano.start()].decode("latin-1"))) + 1
        raise ArchivoIlegible(NO_ES_TEXTO.format(linea))
    try:
        return contenido.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenido.decode("cp1252", "replace")  # what Excel writes as CSV, and old programs as text


def _de_texto(texto: str, formato: Formato) -> Archivo:
    primera = next((linea for linea in _FIN_DE_LINEA.split(texto) if linea.strip(" \x1a;,")), "")
    if not primera:
        raise ArchivoIlegible(VACIO)
    separador = ";" if primera.count(";") >= primera.count(",") else ","
    cabecera = _cabecera(primera.split(separador))
    if not {"ruc", "cedula"} & set(cabecera):
        return _medido(Archivo(formato, TEXTO, formato.nombres, texto))
    _exigir_columnas(cabecera, formato)
    return _medido(Archivo(formato, CSV, cabecera, texto, separador))


def _de_hoja(filas: list[tuple[int, list[str]]], formato: Formato) -> Archivo:
    if not filas:
        raise ArchivoIlegible(VACIO)
    cabecera = _cabecera(filas[0][1])
    _exigir_columnas(cabecera, formato)
    return _medido(Archivo(formato, XLSX, cabecera, filas))


def _cabecera(celdas: Sequence[str]) -> tuple[str, ...]:
    nombres = (normalizar(celda.strip().strip('"')).replace(" ", "_") for celda in celdas)
    return tuple("anio" if nombre == "ano" else nombre for nombre in nombres)


def _exigir_columnas(cabecera: tuple[str, ...], formato: Formato) -> None:
    if faltan := [nombre for nombre in formato.nombres if nombre not in cabecera]:
        raise ArchivoIlegible(SIN_COLUMNAS.format(", ".join(faltan)))
    if repetida := next((nombre for nombre in formato.nombres if cabecera.count(nombre) > 1), ""):
        raise ArchivoIlegible(REPETIDAS.format(repetida))


def _registros(texto: str, separador: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of each record. Raises ArchivoIlegible."""
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=separador)
    numero = 1
    try:
        for registro in lector:
            yield numero, registro
            numero = lector.line_num + 1
    except csv.Error:
        raise ArchivoIlegible(COMILLAS.format(numero)) from None


def _medido(archivo: Archivo) -> Archivo:
    cuantas = sum(1 for _ in archivo.filas())
    if not cuantas:
        raise ArchivoIlegible(VACIO)
    if cuantas > MAXIMO_DE_LINEAS:
        raise ArchivoIlegible(MUCHAS.format(cuantas))
    return archivo


@dataclass(frozen=True)
class Conjunto:
    """What only the whole file tells of a line: the month that most lines say, and who is there twice."""

    mes: tuple[str, str]
    primeras: dict[tuple[str, str], int]
    """(branch, cédula) → number of its first line."""

    @classmethod
    def de(cls, archivo: Archivo) -> "Conjunto":
        lugar = {nombre: indice for indice, nombre in enumerate(archivo.formato.nombres)}
        anio, mes, sucursal, cedula = (lugar[nombre] for nombre in ("anio", "mes", "sucursal", "cedula"))
        meses: Counter[tuple[str, str]] = Counter()
        primeras: dict[tuple[str, str], int] = {}
        ancho = len(archivo.formato.columnas)
        for fila in archivo.filas():
            if len(fila.celdas) == ancho:
                meses[fila.celdas[anio], fila.celdas[mes]] += 1
                primeras.setdefault((fila.celdas[sucursal], fila.celdas[cedula]), fila.numero)
        return cls(meses.most_common(1)[0][0] if meses else ("", ""), primeras)
