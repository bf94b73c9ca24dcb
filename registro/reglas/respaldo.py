"""What backs a figure of the law, and how a step of a calculation says it."""

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from registro.reglas.dictamen import Confianza


class Respaldo(NamedTuple):
    """What backs one figure of the norm."""

    base_legal: str
    confianza: str


class Respaldado(TypedDict):
    """The two arguments that a `Paso` and a `Requisito` share."""

    base_legal: str
    confianza: Confianza


def respaldado(respaldos: Mapping[str, Respaldo], *claves: str, segura: bool = True) -> Respaldado:
    """The basis of the first key, and the confidence of the weakest."""
    confianzas = [respaldos[clave].confianza for clave in claves]
    return {
        "base_legal": respaldos[claves[0]].base_legal,
        "confianza": Confianza.menor(confianzas) if segura else Confianza.BAJA,
    }
