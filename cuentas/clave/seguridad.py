"""Security questions: the list to choose from, how answers are compared, and those of an unknown number. Pure."""

import re
from dataclasses import dataclass

from cuentas.clave.preguntas import Azar
from nucleo.texto import normalizar

CUANTAS = 3
PROPIA = "propia"
LISTA = {
    "escuela": "¿Cómo se llamaba su primera escuela?",
    "amistad": "¿Cómo se llamaba su mejor amistad de la infancia?",
    "barrio": "¿En qué calle o barrio vivía cuando era niño o niña?",
    "mascota": "¿Cómo se llamaba su primera mascota?",
    "docente": "¿Cómo se llamaba el profesor o la profesora que mejor recuerda?",
    "trabajo": "¿Qué hacía en su primer trabajo?",
    "viaje": "¿Cuál fue el primer lugar lejano al que viajó?",
    "plato": "¿Qué plato le preparaban en su niñez?",
    "cancion": "¿Qué canción le recuerda a alguien querido?",
    "apodo": "¿Qué apodo tenía en la escuela o en su familia?",
}
TEXTO_PROPIA = "La pregunta que usted escribió con sus palabras"
"""What everybody may see of a question of one's own: its words would tell that the number has an account."""


@dataclass(frozen=True)
class Elegida:
    """A question that a person chose: `codigo` of the list with no text, or PROPIA with its own."""

    codigo: str
    texto: str
    respuesta: str
    """Hashed."""


def normalizada(respuesta: str) -> str:
    """What is compared: without capitals, accents, blanks or signs."""
    return re.sub(r"[\W_]+", "", normalizar(respuesta))


def texto_publico(codigo: str) -> str:
    return LISTA.get(codigo, TEXTO_PROPIA)


def inventadas(semilla: bytes) -> list[str]:
    """The codes that a number without account is asked: always the same ones, and one of its own now and then."""
    azar = Azar(semilla)
    codigos = azar.en_orden("seguridad", list(LISTA))[:CUANTAS]
    return [*codigos[:-1], PROPIA if azar.entre("propia", 1, 4) == 1 else codigos[-1]]
