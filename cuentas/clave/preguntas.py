"""The questions that only the register can answer, and those of a number that it does not know. Pure.

Both are made by the same code: for a number that may not answer, the facts are invented from its secret and nothing is
right. Options never change from one day to another (only which two questions are drawn does), so comparing days tells
neither the right option nor whether there is one.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

PREGUNTAS = 2
OPCIONES = 5
ENTRE_ANIOS = 3  # people know the year within one or two
SUELDOS = ((0, 500), (500, 700), (700, 1000), (1000, 1800), (1800, None))
PENSIONES = ((0, 300), (300, 600), (600, 1000), (1000, 1600), (1600, None))


@dataclass(frozen=True)
class Hechos:
    """What the register knows that a stranger doesn't."""

    nacimiento: date | None = None
    empleadores: tuple[str, ...] = ()
    primer_ingreso: int | None = None
    sueldo: Decimal | None = None
    pension_desde: int | None = None
    pension: Decimal | None = None


@dataclass(frozen=True)
class Pregunta:
    texto: str
    opciones: tuple[str, ...]
    correcta: int | None
    """Its place among the options; None when no answer is right."""


class Azar:
    """Choices that follow from a secret and a label: always the same, and nobody else's to foretell."""

    def __init__(self, semilla: bytes) -> None:
        self._semilla = semilla

    def _huella(self, etiqueta: str) -> bytes:
        return hmac.new(self._semilla, etiqueta.encode(), hashlib.sha256).digest()

    def entre(self, etiqueta: str, primero: int, ultimo: int) -> int:
        return primero + int.from_bytes(self._huella(etiqueta)[:8]) % (ultimo - primero + 1)

    def en_orden(self, etiqueta: str, cosas: Sequence[str]) -> list[str]:
        """Shuffled by a rank of each: one thing more or less leaves the order of the others as it was."""
        return sorted(set(cosas), key=lambda cosa: self._huella(f"{etiqueta}\0{cosa}"))


def sortear(hechos: Hechos | None, empresas: Sequence[str], *, semilla: bytes, dia: date) -> list[Pregunta]:
    """The questions of a number on a day. `semilla` is its secret; `empresas` may stand beside the right employer.

    Without facts, or with too few for two questions, they are those of an invented record and no answer is right.
    """
    azar = Azar(semilla)
    propias = _posibles(hechos, empresas, azar, dia) if hechos else {}
    if len(propias) < PREGUNTAS:
        inventadas = _posibles(_inventar(azar, empresas), empresas, azar, dia)
        propias = {tema: replace(pregunta, correcta=None) for tema, pregunta in inventadas.items()}
    return [propias[tema] for tema in azar.en_orden(f"sorteo {dia:%Y-%m-%d}", list(propias))[:PREGUNTAS]]


def acierta(hechos: Hechos | None, preguntas: Sequence[Pregunta], nacimiento: date, respuestas: Sequence[int]) -> bool:
    """Judged together: nobody learns which answer was wrong."""
    todas = [pregunta.correcta == dada for pregunta, dada in zip(preguntas, respuestas, strict=True)]
    return hechos is not None and hechos.nacimiento == nacimiento and all(todas)


def _posibles(hechos: Hechos, empresas: Sequence[str], azar: Azar, dia: date) -> dict[str, Pregunta]:
    posibles = {
        "empleador": _de_empleador(hechos.empleadores, empresas, azar),
        "ingreso": _de_anio("¿En qué año empezó su primera afiliación?", hechos.primer_ingreso, "ingreso", azar, dia),
        "sueldo": _de_banda("¿En qué rango está el último sueldo con el que fue afiliado?", hechos.sueldo, SUELDOS),
        "jubilacion": _de_anio("¿En qué año empezó a cobrar su pensión?", hechos.pension_desde, "pension", azar, dia),
        "pension": _de_banda("¿En qué rango está su pensión mensual?", hechos.pension, PENSIONES),
    }
    return {tema: pregunta for tema, pregunta in posibles.items() if pregunta}


def _de_empleador(propios: Sequence[str], empresas: Sequence[str], azar: Azar) -> Pregunta | None:
    ajenas = [empresa for empresa in azar.en_orden("empresas", empresas) if empresa not in propios][: OPCIONES - 1]
    if not propios or len(ajenas) < OPCIONES - 1:
        return None
    propio = azar.en_orden("propio", propios)[0]
    opciones = tuple(sorted([propio, *ajenas]))
    return Pregunta("¿Para cuál de estos empleadores trabaja o trabajó?", opciones, opciones.index(propio))


def _de_anio(texto: str, anio: int | None, tema: str, azar: Azar, dia: date) -> Pregunta | None:
    if anio is None:
        return None
    hasta_hoy = max(0, (dia.year - anio) // ENTRE_ANIOS)  # how many later options are not in the future
    lugar = max(azar.entre(f"lugar {tema}", 0, OPCIONES - 1), OPCIONES - 1 - hasta_hoy)
    anios = [anio + (n - lugar) * ENTRE_ANIOS for n in range(OPCIONES)]
    return Pregunta(texto, tuple(map(str, anios)), lugar)


def _de_banda(texto: str, valor: Decimal | None, bandas: Sequence[tuple[int, int | None]]) -> Pregunta | None:
    """Bands that are the same for everybody tell nothing."""
    if valor is None:
        return None
    opciones = tuple(
        f"Más de {_dolares(desde)}"
        if hasta is None
        else f"De {_dolares(desde)} a {_dolares(hasta)}"
        if desde
        else f"Hasta {_dolares(hasta)}"
        for desde, hasta in bandas
    )
    lugar = next(n for n, (_, hasta) in enumerate(bandas) if hasta is None or valor <= hasta)
    return Pregunta(texto, opciones, lugar)


def _dolares(valor: int) -> str:
    return f"$\u00a0{valor:,}".replace(",", ".")


def _inventar(azar: Azar, empresas: Sequence[str]) -> Hechos:
    """A record as it could be: mostly of somebody who works, at times of a pensioner, at times without an employer."""
    perfil = azar.entre("perfil", 1, 8)
    tiene_trabajo, tiene_pension = perfil != 8, perfil >= 7
    domestico = azar.entre("domestico", 1, 12) == 1
    return Hechos(
        empleadores=tuple(azar.en_orden("inventado", empresas)[:1]) if tiene_trabajo and not domestico else (),
        primer_ingreso=azar.entre("ingreso", 1985, 2023) if tiene_trabajo else None,
        sueldo=Decimal(azar.entre("sueldo", 400, 2400)) if tiene_trabajo else None,
        pension_desde=azar.entre("jubilacion", 2000, 2024) if tiene_pension else None,
        pension=Decimal(azar.entre("pension", 200, 2000)) if tiene_pension else None,
    )
