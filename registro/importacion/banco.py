"""The files that a bank sends, line by line, and what it answers of the payments that it was told to make.

Whatever a file holds, what is wrong with it is told by line and column. No more than one line is in memory.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, NamedTuple

from registro.importacion.errores import ErrorDeCarga

DIA = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGO_DEL_DETALLE = 200


def filas(
    nombre: str, archivo: IO[bytes], columnas: Sequence[str], errores: list[ErrorDeCarga], opcional: str = ""
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cell by column) of each good line; `opcional` may be the last column, or may not be there."""
    texto = io.TextIOWrapper(archivo, encoding="utf-8-sig")
    lector = csv.reader(linea.replace("\0", "\ufffd") for linea in texto)
    encabezado: list[str] = []
    try:
        for celdas in lector:
            numero, limpias = lector.line_num, [celda.strip() for celda in celdas]
            if not encabezado:
                encabezado = [celda.casefold() for celda in limpias]
                if not _es_encabezado(encabezado, columnas, opcional):
                    break
            elif not any(limpias):
                continue
            elif len(limpias) != len(encabezado):
                motivo = f"tiene {len(limpias)} columnas y son {len(encabezado)}"
                errores.append(ErrorDeCarga(nombre, numero, "línea", motivo))
            else:
                yield numero, dict(zip(encabezado, limpias, strict=True))
    except UnicodeDecodeError:
        errores.append(
            ErrorDeCarga(nombre, lector.line_num + 1, "archivo", "no está en UTF-8, desde aquí o poco después")
        )
    except csv.Error:
        errores.append(ErrorDeCarga(nombre, lector.line_num, "línea", "no se puede leer como CSV, ni lo que sigue"))
    else:
        if not _es_encabezado(encabezado, columnas, opcional):
            motivo = f"se espera {','.join(columnas)}" + (f" y, si el banco la da, {opcional}" if opcional else "")
            errores.append(ErrorDeCarga(nombre, 1, "encabezado", motivo))
    finally:
        texto.detach()  # whoever opened the file closes it


def _es_encabezado(celdas: list[str], columnas: Sequence[str], opcional: str) -> bool:
    return celdas == [*columnas] or (bool(opcional) and celdas == [*columnas, opcional])


def leer_fecha(celda: str, hoy: date) -> date:
    """Raises ValueError, whose message is for whoever sent the file."""
    try:
        fecha = date.fromisoformat(celda) if DIA.fullmatch(celda) else None
    except ValueError:
        fecha = None
    if fecha is None:
        raise ValueError("no es una fecha, como 2026-11-20")
    if fecha > hoy:
        raise ValueError("todavía no llega")
    return fecha


@dataclass(frozen=True)
class Formato:
    """How the answers of one kind of payment are written: the names of their four columns, and what each may hold."""

    referencia: str
    resultado: str
    detalle: str
    columnas: tuple[str, ...]
    """These three and `fecha`, in the order of the file."""
    patron: re.Pattern[str]
    """Of a reference; its groups are numbers."""
    sin_referencia: str
    resultados: Mapping[str, bool]
    """Word → whether the payment was made."""
    sin_detalle: str


class Respuesta(NamedTuple):
    linea: int
    referencia: tuple[int, ...]
    pagada: bool
    fecha: date
    detalle: str


def respuestas(
    formato: Formato, nombre: str, archivo: IO[bytes], hoy: date, errores: list[ErrorDeCarga]
) -> Iterator[Respuesta]:
    """The answers that are well written; whether they speak of a payment that exists is for who made it to say."""
    for numero, celdas in filas(nombre, archivo, formato.columnas, errores):
        malas: dict[str, str] = {}
        referencia, pagada = (
            formato.patron.fullmatch(celdas[formato.referencia]),
            formato.resultados.get(celdas[formato.resultado]),
        )
        detalle, fecha = celdas[formato.detalle], None
        if referencia is None:
            malas[formato.referencia] = formato.sin_referencia
        if pagada is None:
            malas[formato.resultado] = f"debe ser {' o '.join(formato.resultados)}"
        try:
            fecha = leer_fecha(celdas["fecha"], hoy)
        except ValueError as error:
            malas["fecha"] = str(error)
        if pagada is False and not detalle:
            malas[formato.detalle] = formato.sin_detalle
        if len(detalle) > LARGO_DEL_DETALLE:
            malas[formato.detalle] = f"tiene más de {LARGO_DEL_DETALLE} letras"
        errores += [ErrorDeCarga(nombre, numero, columna, motivo) for columna, motivo in malas.items()]
        if referencia is not None and pagada is not None and fecha is not None and not malas:
            yield Respuesta(numero, tuple(map(int, referencia.groups())), pagada, fecha, detalle)
