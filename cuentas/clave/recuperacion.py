"""Who is told, in the same transaction, that somebody recovered an account: an upper floor counts it."""

from collections.abc import Callable

from cuentas.actuacion import Por
from registro.models import Persona

Oyente = Callable[[Persona, Por, str], object]
_oyentes: list[Oyente] = []


def al_recuperar(oyente: Oyente) -> Oyente:
    """Registers who is told whose account it is, by what right (with the counter's paper: VENTANILLA), and `vez`.

    `vez` names the recovery: it is the same however often its last form is sent.
    """
    _oyentes.append(oyente)
    return oyente


def avisar_recuperacion(persona: Persona, por: Por, vez: str) -> None:
    """Tells them all. What one of them raises undoes the recovery."""
    for oyente in _oyentes:
        oyente(persona, por, vez)
