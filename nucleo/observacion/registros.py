"""Log lines: one JSON object per event, and nothing in it by which a person could be recognised.

A name can't be told from a word, so no code here logs one. What can be told is taken out wherever it comes from, also
from what others raise: numbers as long as a cédula, a telephone or an account, addresses of e-mail, and the rows that
PostgreSQL quotes in its errors.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

from nucleo.observacion.contexto import Contexto, actual, ruta_de

TOPE = 16_000  # characters of one message or traceback; looking for what to take out stays cheap

# Hyphens, dots, blanks and characters without width don't hide a number. A date with its hour is none.
ENTRE_CIFRAS = r"[ .\-\u00a0\u00ad\u200b-\u200f\u2060\ufeff]{0,2}"
NUMERO = re.compile(rf"(?<!\d)(?!\d{{4}}-\d\d-\d\d(?:\D|$))\d(?:{ENTRE_CIFRAS}\d){{8,}}")
DOMINIO = r"[^\s@<>,;:()\[\]={}\"'/]"
CORREO = re.compile(rf"[^\s@<>,;:()\[\]={{}}]{{1,64}}@{DOMINIO}{{1,200}}\.{DOMINIO}{{2,60}}")
FILA = re.compile(r"\b(DETAIL|DETALLE):.*?(?=\n\n|\Z)", re.DOTALL)
CIFRADO = re.compile(r"%[0-9a-fA-F]{2}")


def limpio(texto: str) -> str:
    """`texto` without what names a person."""
    texto = texto[:TOPE]
    if CIFRADO.search(texto):
        texto = unquote(texto)
    texto = FILA.sub(r"\1: [omitido]", texto)
    return NUMERO.sub("[número]", CORREO.sub("[correo]", texto))


def mensaje_de(record: logging.LogRecord) -> str:
    """The message; Django's own lines about a request end in its path, in whose place goes the name of the route."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and record.args:
        return limpio(str(record.msg) % (*record.args[:-1], ruta_de(request)))
    return limpio(record.getMessage())


def contexto_de(record: logging.LogRecord) -> Contexto:
    """Django speaks of an answered request when it is no longer the one at work: such a line brings its request."""
    return getattr(getattr(record, "request", None), "contexto", None) or actual()


class _Formato(logging.Formatter):
    def error_de(self, record: logging.LogRecord) -> str:
        # Not kept in `exc_text`, as the stock formatter does: another handler would print it as it came.
        return limpio(self.formatException(record.exc_info)) if record.exc_info else ""


class FormatoJson(_Formato):
    """For machines. Everything beyond ASCII is escaped: no character of a message ends the line or moves a cursor."""

    def format(self, record: logging.LogRecord) -> str:
        contexto = contexto_de(record)
        linea: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mensaje_de(record),
            "request_id": contexto.peticion,
            "caso": contexto.caso,
            "tarea": contexto.tarea,
            **getattr(record, "campos", {}),
            "error": self.error_de(record),
        }
        return json.dumps({campo: valor for campo, valor in linea.items() if valor != ""})


class FormatoLegible(_Formato):
    """For whoever develops: the same, in a line to be read."""

    def format(self, record: logging.LogRecord) -> str:
        contexto = contexto_de(record)
        campos = {"caso": contexto.caso, "tarea": contexto.tarea, **getattr(record, "campos", {})}
        partes = [
            f"{self.formatTime(record)} {record.levelname} {record.name} {mensaje_de(record)}",
            *(f"{campo}={valor}" for campo, valor in campos.items() if valor != ""),
        ]
        return "\n".join(filter(None, [" ".join(partes), self.error_de(record)]))
