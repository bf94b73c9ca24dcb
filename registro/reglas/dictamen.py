"""A decision that explains itself: what is demanded, what the record shows, how each figure comes out.

The same for every procedure: shown on screen, stored with the case, printed in the document, and recomputed later to
the same. So it survives JSON without loss: decimals keep their digits and dates their kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

Valor = Decimal | int | str | date


class Confianza(StrEnum):
    """How well a rule is backed, the best first; the same words as the legal parameters."""

    ALTA = "ALTA"
    MEDIA = "MEDIA"
    BAJA = "BAJA"

    @classmethod
    def menor(cls, confianzas: Iterable[str]) -> Self:
        """A figure is worth what the weakest of its rules is worth."""
        orden = list(cls)
        return max((cls(confianza) for confianza in confianzas), key=orden.index, default=orden[0])


@dataclass(frozen=True, slots=True)
class Requisito:
    """`nombre` is what programs look for; the other texts are for people."""

    nombre: str
    texto: str
    exigido: str
    registrado: str
    cumple: bool
    base_legal: str
    fecha_en_que_cumple: date | None = None
    """When time alone will cure it."""
    confianza: Confianza = Confianza.ALTA
    opciones: tuple["Requisito", ...] = ()
    """The ways of meeting it, where one is enough."""


@dataclass(frozen=True, slots=True)
class Paso:
    """One step of a calculation."""

    nombre: str
    texto: str
    formula: str
    entradas: Mapping[str, Valor]
    resultado: Valor
    base_legal: str
    confianza: Confianza = Confianza.ALTA

    @property
    def referencial(self) -> bool:
        return self.confianza is Confianza.BAJA


@dataclass(frozen=True, slots=True)
class Dictamen:
    """`datos` are the figures of the outcome by name; `parametros` the versions of the law that it stood on."""

    fecha: date
    requisitos: tuple[Requisito, ...]
    pasos: tuple[Paso, ...]
    califica: bool
    datos: Mapping[str, Valor] = field(default_factory=dict)
    parametros: Mapping[str, Any] = field(default_factory=dict)
    """As JSON holds them: `Parametros.usados`."""

    @property
    def faltan(self) -> tuple[Requisito, ...]:
        return tuple(requisito for requisito in self.requisitos if not requisito.cumple)

    @property
    def referencial(self) -> bool:
        """Whether its figures must be shown as *valor referencial*."""
        return any(paso.referencial for paso in self.pasos)

    def a_json(self) -> dict[str, Any]:
        return {
            "fecha": self.fecha.isoformat(),
            "requisitos": [_requisito_a_json(requisito) for requisito in self.requisitos],
            "pasos": [
                {
                    "nombre": paso.nombre,
                    "texto": paso.texto,
                    "formula": paso.formula,
                    "entradas": _valores_a_json(paso.entradas),
                    "resultado": _a_json(paso.resultado),
                    "base_legal": paso.base_legal,
                    "confianza": paso.confianza.value,
                }
                for paso in self.pasos
            ],
            "califica": self.califica,
            "datos": _valores_a_json(self.datos),
            "parametros": dict(self.parametros),
        }

    @classmethod
    def de_json(cls, guardado: Mapping[str, Any]) -> Self:
        """What `a_json` gave, from the database."""
        return cls(
            fecha=date.fromisoformat(guardado["fecha"]),
            requisitos=tuple(_requisito_de_json(fila) for fila in guardado["requisitos"]),
            pasos=tuple(
                Paso(
                    **fila
                    | {
                        "entradas": _valores_de_json(fila["entradas"]),
                        "resultado": _de_json(fila["resultado"]),
                        "confianza": Confianza(fila["confianza"]),
                    }
                )
                for fila in guardado["pasos"]
            ),
            califica=guardado["califica"],
            datos=_valores_de_json(guardado["datos"]),
            parametros=dict(guardado["parametros"]),
        )


def todos_cumplen(requisitos: Iterable[Requisito]) -> bool:
    return all(requisito.cumple for requisito in requisitos)


def _requisito_a_json(requisito: Requisito) -> dict[str, Any]:
    cumplira = requisito.fecha_en_que_cumple
    return {
        "nombre": requisito.nombre,
        "texto": requisito.texto,
        "exigido": requisito.exigido,
        "registrado": requisito.registrado,
        "cumple": requisito.cumple,
        "base_legal": requisito.base_legal,
        "fecha_en_que_cumple": cumplira.isoformat() if cumplira else None,
        "confianza": requisito.confianza.value,
        "opciones": [_requisito_a_json(opcion) for opcion in requisito.opciones],
    }


def _requisito_de_json(fila: Mapping[str, Any]) -> Requisito:
    cumplira = fila["fecha_en_que_cumple"]
    return Requisito(
        **dict(fila)
        | {
            "fecha_en_que_cumple": date.fromisoformat(cumplira) if cumplira else None,
            "confianza": Confianza(fila["confianza"]),
            "opciones": tuple(_requisito_de_json(opcion) for opcion in fila["opciones"]),
        }
    )


def _a_json(valor: Valor) -> Any:
    """Texts and whole numbers as they are; what JSON has no kind for, under the name of its kind."""
    if isinstance(valor, Decimal):
        return {"decimal": str(valor)}
    if isinstance(valor, date):
        return {"fecha": valor.isoformat()}
    return valor


def _de_json(valor: Any) -> Valor:
    match valor:
        case {"decimal": texto}:
            return Decimal(texto)
        case {"fecha": texto}:
            return date.fromisoformat(texto)
        case _:
            return valor


def _valores_a_json(valores: Mapping[str, Valor]) -> dict[str, Any]:
    return {nombre: _a_json(valor) for nombre, valor in valores.items()}


def _valores_de_json(valores: Mapping[str, Any]) -> dict[str, Valor]:
    return {nombre: _de_json(valor) for nombre, valor in valores.items()}
