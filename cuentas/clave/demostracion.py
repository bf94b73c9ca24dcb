"""The security questions of the demonstration: the same three, with the same answers, for whoever has none yet."""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth.hashers import make_password

from cuentas.clave.seguridad import LISTA, normalizada
from cuentas.models import Cuenta, PreguntaDeSeguridad

RESPUESTAS = {"escuela": "Simón Bolívar", "mascota": "Canela", "plato": "Locro"}


@cache
def _resumidas() -> tuple[tuple[str, str], ...]:
    """Hashed once for all: a hash of its own for each would take longer than the rest of the accounts."""
    return tuple((codigo, make_password(normalizada(respuesta))) for codigo, respuesta in RESPUESTAS.items())


def dar_preguntas(cuentas: Iterable[Cuenta]) -> None:
    """For accounts without questions: those that a person chose stay."""
    PreguntaDeSeguridad.objects.bulk_create(
        PreguntaDeSeguridad(cuenta=cuenta, orden=orden, codigo=codigo, respuesta=respuesta)
        for cuenta in cuentas
        for orden, (codigo, respuesta) in enumerate(_resumidas(), 1)
    )


def en_palabras() -> list[tuple[str, str]]:
    """(question, answer), as they are told to whoever tries the demonstration."""
    return [(LISTA[codigo], respuesta) for codigo, respuesta in RESPUESTAS.items()]
