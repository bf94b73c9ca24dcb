"""The countries of the world, for whoever leaves this one or comes back."""

import tomllib
from functools import cache
from pathlib import Path

from nucleo.texto import normalizar

ECUADOR = "EC"
ARCHIVO = Path(__file__).with_suffix(".toml")


@cache
def paises() -> dict[str, str]:
    """Code → name, in the order in which people look for a name: an accent does not send it to the end."""
    leidos = tomllib.loads(ARCHIVO.read_text(encoding="utf-8"))
    return dict(sorted(leidos.items(), key=lambda par: normalizar(par[1])))


def nombre_de(codigo: str) -> str:
    return paises().get(codigo, codigo)


def extranjeros() -> list[tuple[str, str]]:
    return [(codigo, nombre) for codigo, nombre in paises().items() if codigo != ECUADOR]
