"""From a CSV file to its staging table, as texts. What is not CSV, or not these columns, is said by line.

PostgreSQL reads the file by itself (COPY); where it refuses, and on SQLite, the rows are read here one by one, which
also finds every bad line and not only the first. A staging row knows its place among the rows of the file; which
line of the file that is gets worked out only for rows that have something wrong.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from registro.dialecto import Dialecto
from registro.importacion.archivos import Archivo
from registro.importacion.errores import ErrorDeCarga

BOM = b"\xef\xbb\xbf"
MAYOR_CELDA = 100_000
"""Characters; a quote that was never closed shows itself as a cell longer than this."""

Avance = Callable[[bytes], None]
Anotar = Callable[[int, str, str], None]


class Lector:
    """One file of the folder, read into its staging table."""

    def __init__(self, ruta: Path, archivo: Archivo, dialecto: Dialecto, avance: Callable[[int], None]):
        self.ruta, self.archivo, self.dialecto, self.avance = ruta, archivo, dialecto, avance
        self.errores: list[ErrorDeCarga] = []
        self._con_comillas = self._contar_bytes = False

    def cargar(self) -> bool:
        """Fill the staging table. False when the header is so wrong that there is nothing to go on with."""
        columnas = ", ".join(f"{nombre} text" for nombre in self.archivo.encabezado)
        self.dialecto.crear(self.archivo.carga, f"{self.dialecto.registro}, {columnas}")
        with self.ruta.open("rb") as flujo:
            encabezado = self._encabezado(flujo)
            if encabezado is None:
                return False
            rapido = self.dialecto.copiar(self.archivo.carga, encabezado, flujo, self._al_leer)
        if not rapido:
            self._con_comillas = self._contar_bytes = True
            self.dialecto.insertar(self.archivo.carga, ("registro", *encabezado), self._filas(len(encabezado)))
            self._contar_bytes = False
        elif self._con_comillas:
            self._revisar_comillas()
        self.dialecto.analizar(self.archivo.carga)
        return True

    def lineas(self, registros: Iterable[int]) -> dict[int, int]:
        """The line of the file at which each of these rows begins."""
        buscados = set(registros)
        if not self._con_comillas:  # without quotes there is one row per line, after the header
            return {registro: registro + 1 for registro in buscados}
        return {
            registro: linea
            for registro, (linea, _) in enumerate(self._registros(lambda *_: None), start=1)
            if registro in buscados
        }

    def _anotar(self, linea: int, columna: str, motivo: str) -> None:
        self.errores.append(ErrorDeCarga(self.archivo.nombre, linea, columna, motivo))

    def _revisar_comillas(self) -> None:
        """Find the stray quotes that PostgreSQL swallows: a file is as good on one engine as on the other."""
        for _ in self._registros(self._anotar):
            pass

    def _al_leer(self, trozo: bytes) -> None:
        self._con_comillas = self._con_comillas or b'"' in trozo
        self.avance(len(trozo))

    def _encabezado(self, flujo: BinaryIO) -> list[str] | None:
        """Read the first line; leave `flujo` after it. None, with the reasons noted, when it is not the header."""
        primera = flujo.readline(MAYOR_CELDA).removeprefix(BOM)
        if not primera.strip():
            vacio = "el archivo está vacío" if not primera else "la primera línea está vacía"
            self._anotar(1, "encabezado", f"{vacio}: se espera {','.join(self.archivo.encabezado)}")
            return None
        try:
            nombres = [nombre.strip() for nombre in next(csv.reader([primera.decode()]))]
        except UnicodeDecodeError:
            self._anotar(1, "encabezado", "no está en UTF-8.")
            return None
        except csv.Error as error:
            self._anotar(1, "encabezado", _motivo(error))
            return None
        antes = len(self.errores)
        for nombre in self.archivo.encabezado:
            if nombre not in nombres:
                self._anotar(1, nombre, "falta esta columna en el encabezado.")
        for posicion, nombre in enumerate(nombres):
            if nombre not in self.archivo.encabezado:
                self._anotar(1, nombre or f"columna {posicion + 1}", "esta columna no pertenece al archivo.")
            elif nombre in nombres[:posicion]:
                self._anotar(1, nombre, "esta columna está repetida en el encabezado.")
        return nombres if len(self.errores) == antes else None

    def _filas(self, ancho: int) -> Iterator[tuple[int | str | None, ...]]:
        """The rows one by one, each with its number; the malformed ones are noted and left out."""
        for registro, (linea, celdas) in enumerate(self._registros(self._anotar), start=1):
            if celdas is None:
                continue
            if len(celdas) != ancho:
                self._anotar(linea, "fila", f"tiene {len(celdas)} columnas y se esperan {ancho}.")
                continue
            yield (registro, *(celda or None for celda in celdas))

    def _registros(self, anotar: Anotar) -> Iterator[tuple[int, list[str] | None]]:
        """(line at which it begins, cells) of each row after the header; cells is None where it can't be read."""
        limite = csv.field_size_limit(MAYOR_CELDA)
        try:
            with self.ruta.open("rb") as flujo:
                lector = csv.reader(self._lineas_de_texto(flujo, anotar), strict=True)
                yield from self._con_linea(lector, anotar)
        finally:
            csv.field_size_limit(limite)

    @staticmethod
    def _con_linea(lector: Any, anotar: Anotar) -> Iterator[tuple[int, list[str] | None]]:
        next(lector, None)
        while True:
            linea = lector.line_num + 1
            try:
                celdas = next(lector)
            except StopIteration:
                return
            except csv.Error as error:
                anotar(linea, "fila", _motivo(error))
                yield linea, None
                continue
            if celdas:
                yield linea, celdas

    def _lineas_de_texto(self, flujo: BinaryIO, anotar: Anotar) -> Iterator[str]:
        for numero, cruda in enumerate(flujo, start=1):
            if self._contar_bytes:
                self.avance(len(cruda))
            try:
                texto = (cruda.removeprefix(BOM) if numero == 1 else cruda).decode()
            except UnicodeDecodeError as error:
                anotar(numero, "fila", f"no está en UTF-8 (byte {error.start + 1} de la línea).")
                texto = cruda.decode("latin-1")
            if "\0" in texto:
                anotar(numero, "fila", "contiene un carácter nulo.")
                texto = texto.replace("\0", "")
            yield texto


def _motivo(error: csv.Error) -> str:
    mensaje = str(error)
    if "unexpected end of data" in mensaje or "field larger" in mensaje:
        return "hay comillas que no se cierran."
    if "expected after" in mensaje:
        return "hay texto después de las comillas que cierran una celda."
    return "la línea no es CSV."
