"""The legal parameters that the project ships: versioned TOML, one file per subject.

A key holds its versions as an array of tables:

    [[sbu]]
    valor = 482.00
    valido_desde = 2026-01-01
    base_legal = "Acuerdo Ministerial MDT-2025-195"
    fuente = "https://…"
    confianza = "ALTA"

`valido_hasta` and `nota` are optional: a version ends where the next one of its key begins. Where the sources don't say
when a standing rule began, it begins with the Ley de Seguridad Social (2001-11-30) and its `nota` says so.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from registro.models import Parametro
from registro.parametros.vigentes import Version

CARPETA = Path(__file__).parent
OBLIGATORIOS = ("valor", "valido_desde", "base_legal", "fuente", "confianza")
OPCIONALES = ("valido_hasta", "nota")

_CLAVE = re.compile(r"[a-z][a-z0-9_]{1,79}")


class ParametroInvalido(ValueError):
    """A shipped parameter that may not be loaded; the message names file, key and what is wrong."""

    def __init__(self, archivo: Path, clave: str, motivo: str) -> None:
        super().__init__(f"{archivo.name}, «{clave}»: {motivo}")


def leer(carpeta: Path = CARPETA) -> list[Version]:
    """Every version in the TOML files of `carpeta`; raises `ParametroInvalido` at the first that is not sound."""
    versiones: list[Version] = []
    origen: dict[str, str] = {}
    for archivo in sorted(carpeta.glob("*.toml")):
        for clave, tablas in _claves(archivo):
            if clave in origen:
                raise ParametroInvalido(archivo, clave, f"ya está en {origen[clave]}")
            origen[clave] = archivo.name
            versiones += _versiones(archivo, clave, tablas)
    return versiones


def _claves(archivo: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    try:
        contenido = tomllib.loads(archivo.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParametroInvalido(archivo, "(todo el archivo)", f"no es TOML: {error}") from error
    for clave, tablas in contenido.items():
        if not _CLAVE.fullmatch(clave):
            raise ParametroInvalido(archivo, clave, "la clave se escribe en minúsculas, con guiones bajos")
        if not isinstance(tablas, list) or not tablas or not all(isinstance(tabla, dict) for tabla in tablas):
            raise ParametroInvalido(archivo, clave, "se espera una o más tablas [[clave]]")
        yield clave, tablas


def _versiones(archivo: Path, clave: str, tablas: list[dict[str, Any]]) -> list[Version]:
    versiones = sorted((_version(archivo, clave, tabla) for tabla in tablas), key=lambda v: v.valido_desde)
    for antes, despues in pairwise(versiones):
        termina = antes.valido_hasta or despues.valido_desde - dt.timedelta(days=1)
        if antes.valido_desde == despues.valido_desde or termina >= despues.valido_desde:
            raise ParametroInvalido(archivo, clave, f"dos versiones rigen el {despues.valido_desde}")
    return versiones


def _version(archivo: Path, clave: str, tabla: dict[str, Any]) -> Version:
    for campo in OBLIGATORIOS:
        if tabla.get(campo) in (None, "", [], {}):
            raise ParametroInvalido(archivo, clave, f"falta {campo}")
    if sobrantes := tabla.keys() - {*OBLIGATORIOS, *OPCIONALES}:
        raise ParametroInvalido(archivo, clave, f"campos desconocidos: {', '.join(sorted(sobrantes))}")
    if tabla["confianza"] not in Parametro.Confianza.values:
        raise ParametroInvalido(archivo, clave, f"confianza {tabla['confianza']!r} no es ALTA, MEDIA ni BAJA")
    desde, hasta = tabla["valido_desde"], tabla.get("valido_hasta")
    if type(desde) is not dt.date or type(hasta) not in (dt.date, type(None)):
        raise ParametroInvalido(archivo, clave, "valido_desde y valido_hasta son fechas AAAA-MM-DD")
    if hasta is not None and hasta < desde:
        raise ParametroInvalido(archivo, clave, "valido_hasta es anterior a valido_desde")
    return Version(
        clave=clave,
        valor=_json(archivo, clave, tabla["valor"]),
        valido_desde=desde,
        valido_hasta=hasta,
        base_legal=_texto(archivo, clave, tabla, "base_legal"),
        fuente=_texto(archivo, clave, tabla, "fuente"),
        confianza=tabla["confianza"],
        nota=_texto(archivo, clave, tabla, "nota"),
    )


def _texto(archivo: Path, clave: str, tabla: dict[str, Any], campo: str) -> str:
    texto = tabla.get(campo, "")
    if not isinstance(texto, str) or (campo in OBLIGATORIOS and not texto.strip()):
        raise ParametroInvalido(archivo, clave, f"falta {campo}")
    return " ".join(texto.split())


def _json(archivo: Path, clave: str, valor: Any) -> Any:
    """`valor` as the database keeps it: decimals as JSON numbers that read back as written, dates as ISO text."""
    if isinstance(valor, Decimal):
        numero = float(valor)
        if not valor.is_finite() or Decimal(repr(numero)) != valor:
            raise ParametroInvalido(archivo, clave, f"{valor} no se puede guardar con exactitud")
        return numero
    if isinstance(valor, dt.date | dt.time):
        return valor.isoformat()
    if isinstance(valor, list):
        return [_json(archivo, clave, uno) for uno in valor]
    if isinstance(valor, dict):
        return {nombre: _json(archivo, clave, uno) for nombre, uno in valor.items()}
    return valor
