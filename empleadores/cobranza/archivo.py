"""The bank's file: one line for each payment that it received.

`referencia,fecha,valor,canal`, and as a fifth column, where the bank gives it, `transaccion`: its own number. By that
number a payment is known again. Without it, a payment is the n-th of its file with that reference, date, value and
channel: the same file twice is the same payments, and two equal lines of one file are two.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from registro.importacion.errores import ErrorDeCarga

COLUMNAS = ["referencia", "fecha", "valor", "canal"]
TRANSACCION = "transaccion"
MAXIMO_BYTES = 50 * 1024 * 1024
LARGO = {"referencia": 60, "canal": 25, TRANSACCION: 34}
"""With them the key of a payment has 60 letters at most."""
VALOR = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
DIA = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Linea(NamedTuple):
    """`clave` is by what it is known when it comes again."""

    numero: int
    clave: str
    referencia: str
    fecha: date
    valor: Decimal
    canal: str


def leer(nombre: str, contenido: bytes, hoy: date) -> tuple[list[Linea], list[ErrorDeCarga]]:
    """The good lines, and what is wrong with the others, by line and column."""
    errores: list[ErrorDeCarga] = []
    lineas: list[Linea] = []
    veces: Counter[tuple[str, ...]] = Counter()
    for numero, celdas in _filas(nombre, contenido, errores):
        malas = _revisar(celdas, hoy)
        errores += [ErrorDeCarga(nombre, numero, columna, motivo) for columna, motivo in malas.items()]
        if not malas:
            igual = tuple(celdas[columna] for columna in COLUMNAS)
            veces[igual] += 1
            lineas.append(_linea(numero, celdas, veces[igual]))
    return lineas, errores


def _filas(nombre: str, contenido: bytes, errores: list[ErrorDeCarga]) -> Iterator[tuple[int, dict[str, str]]]:
    if len(contenido) > MAXIMO_BYTES:
        errores.append(ErrorDeCarga(nombre, 1, "archivo", "pesa más de 50 MB: pártalo en varios"))
        return
    try:
        texto = contenido.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        errores.append(ErrorDeCarga(nombre, 1, "archivo", f"no está en UTF-8 (byte {error.start})"))
        return
    lector = csv.reader(texto.replace("\0", "\ufffd").splitlines() or [""])
    columnas: list[str] = []
    try:
        for celdas in lector:
            numero, limpias = lector.line_num, [celda.strip() for celda in celdas]
            if not columnas:
                columnas = [celda.casefold() for celda in limpias]
                if columnas not in (COLUMNAS, [*COLUMNAS, TRANSACCION]):
                    motivo = f"se espera {','.join(COLUMNAS)} y, si el banco la da, {TRANSACCION}"
                    errores.append(ErrorDeCarga(nombre, numero, "encabezado", motivo))
                    return
            elif not any(limpias):
                continue
            elif len(limpias) != len(columnas):
                motivo = f"tiene {len(limpias)} columnas y son {len(columnas)}"
                errores.append(ErrorDeCarga(nombre, numero, "línea", motivo))
            else:
                yield numero, dict(zip(columnas, limpias, strict=True))
    except csv.Error:
        errores.append(ErrorDeCarga(nombre, lector.line_num, "línea", "no se puede leer como CSV, ni lo que sigue"))


def _revisar(celdas: dict[str, str], hoy: date) -> dict[str, str]:
    """What is wrong with a line, by column. An unknown reference is no error: the money came, and waits."""
    malas = {
        columna: f"tiene más de {LARGO[columna]} letras"
        for columna in LARGO
        if len(celdas.get(columna, "")) > LARGO[columna]
    }
    try:
        fecha = date.fromisoformat(celdas["fecha"]) if DIA.fullmatch(celdas["fecha"]) else None
    except ValueError:
        fecha = None
    if fecha is None:
        malas["fecha"] = "no es una fecha, como 2026-11-20"
    elif fecha > hoy:
        malas["fecha"] = "todavía no llega"
    if not VALOR.fullmatch(celdas["valor"]):
        malas["valor"] = "no es un valor con dos decimales como máximo, como 1234.56"
    elif not Decimal(celdas["valor"]):
        malas["valor"] = "es cero"
    if not celdas["canal"]:
        malas["canal"] = "está vacío"
    if celdas.get(TRANSACCION) == "":
        malas[TRANSACCION] = "está vacía"
    return malas


def _linea(numero: int, celdas: dict[str, str], vez: int) -> Linea:
    fecha, valor = date.fromisoformat(celdas["fecha"]), Decimal(celdas["valor"]).quantize(Decimal("0.01"))
    if transaccion := celdas.get(TRANSACCION):
        clave = f"{celdas['canal']}-{transaccion}"
    else:
        huella = "\x1f".join((celdas["referencia"], str(valor), celdas["canal"], str(vez)))
        clave = f"{fecha:%Y%m%d}-{hashlib.sha256(huella.encode()).hexdigest()[:32]}"
    return Linea(numero, clave, celdas["referencia"], fecha, valor, celdas["canal"])
