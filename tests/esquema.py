"""What a JSON document says against a JSON Schema: as much of the standard as our own schema uses, and no word more.

A keyword that is not here is an error: a schema that was not looked at would pass everything.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

TIPOS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
DE_LECTURA = {"$schema", "$id", "$defs", "title", "description"}
FORMATOS = {
    "uri": lambda texto: bool(urlsplit(texto).scheme and urlsplit(texto).netloc),
    "date-time": lambda texto: datetime.fromisoformat(texto).tzinfo is not None,
}


def faltas(valor: Any, esquema: dict[str, Any], raiz: dict[str, Any] | None = None, donde: str = "$") -> Iterator[str]:
    """Each way in which `valor` is not as the schema says. Properties that it does not name are faults here too."""
    raiz = esquema if raiz is None else raiz
    for palabra, dicho in esquema.items():
        if palabra in DE_LECTURA:
            continue
        yield from PALABRAS[palabra](valor, dicho, raiz, donde)
    if isinstance(valor, dict) and "properties" in esquema:
        yield from (f"{donde}.{sobra}: no está en el esquema" for sobra in set(valor) - set(esquema["properties"]))


def _tipo(valor, dicho, raiz, donde):
    tipos = [dicho] if isinstance(dicho, str) else dicho
    # In Python a bool is an int; in JSON it is not.
    if not any(isinstance(valor, TIPOS[t]) and (t == "boolean" or not isinstance(valor, bool)) for t in tipos):
        yield f"{donde}: {valor!r} no es {dicho}"


def _alguno(valor, dicho, raiz, donde):
    de_cada = [list(faltas(valor, uno, raiz, donde)) for uno in dicho]
    if sum(not suyas for suyas in de_cada) != 1:
        yield f"{donde}: cumple {sum(not suyas for suyas in de_cada)} de {len(dicho)}: {min(de_cada, key=len)}"


def _partes(valor, dicho, raiz, donde):
    for nombre, esquema in dicho.items():
        if isinstance(valor, dict) and nombre in valor:
            yield from faltas(valor[nombre], esquema, raiz, f"{donde}.{nombre}")


def _si(cumple):
    def mirar(valor, dicho, raiz, donde):
        if not cumple(valor, dicho):
            yield f"{donde}: {valor!r} no cumple {json.dumps(dicho)}"

    return mirar


PALABRAS = {
    "type": _tipo,
    "oneOf": _alguno,
    "properties": _partes,
    "$ref": lambda v, dicho, raiz, donde: faltas(v, raiz["$defs"][dicho.removeprefix("#/$defs/")], raiz, donde),
    "items": lambda v, dicho, raiz, donde: (
        f for n, uno in enumerate(v) for f in faltas(uno, dicho, raiz, f"{donde}[{n}]")
    ),
    "required": lambda v, dicho, raiz, donde: (
        f"{donde}: falta {n}" for n in dicho if isinstance(v, dict) and n not in v
    ),
    "enum": _si(lambda v, dicho: v in dicho),
    "minimum": _si(lambda v, dicho: v is None or v >= dicho),
    "maximum": _si(lambda v, dicho: v is None or v <= dicho),
    "pattern": _si(lambda v, dicho: re.search(dicho, v) is not None),
    "format": _si(lambda v, dicho: v is None or FORMATOS[dicho](v)),
}
