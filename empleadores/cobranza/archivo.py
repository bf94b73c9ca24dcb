"""The bank's file: one line for each payment that it received.

`referencia,fecha,valor,canal`, and as a fifth column, where the bank gives it, `transaccion`: its own number. By that
number a payment is known again. Without it, a payment is the n-th of its file with that reference, date, value and
channel: the same file twice is the same payments, and two equal lines of one file are two.
"""

import hashlib
import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from registro.importacion.banco import filas, leer_fecha
from registro.importacion.errores import ErrorDeCarga

COLUMNAS = ["referencia", "fecha", "valor", "canal"]
TRANSACCION = "transaccion"
MAXIMO_BYTES = 50 * 1024 * 1024
LARGO = {"referencia": 60, "canal": 25, TRANSACCION: 34}
"""With them the key of a payment has 60 letters at most."""
VALOR = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


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
    if len(contenido) > MAXIMO_BYTES:
        return [], [ErrorDeCarga(nombre, 1, "archivo", "pesa más de 50 MB: pártalo en varios")]
    for numero, celdas in filas(nombre, io.BytesIO(contenido), COLUMNAS, errores, opcional=TRANSACCION):
        malas = _revisar(celdas, hoy)
        errores += [ErrorDeCarga(nombre, numero, columna, motivo) for columna, motivo in malas.items()]
        if not malas:
            igual = tuple(celdas[columna] for columna in COLUMNAS)
            veces[igual] += 1
            lineas.append(_linea(numero, celdas, veces[igual]))
    return lineas, errores


def _revisar(celdas: dict[str, str], hoy: date) -> dict[str, str]:
    """What is wrong with a line, by column. An unknown reference is no error: the money came, and waits."""
    malas = {
        columna: f"tiene más de {LARGO[columna]} letras"
        for columna in LARGO
        if len(celdas.get(columna, "")) > LARGO[columna]
    }
    try:
        leer_fecha(celdas["fecha"], hoy)
    except ValueError as error:
        malas["fecha"] = str(error)
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
