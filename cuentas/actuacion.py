"""Who acts, for whom, and by what right: the first argument of every verb and every permission."""

from dataclasses import dataclass
from enum import StrEnum

from cuentas.models import Cuenta
from registro.models import Empleador, Persona


class Por(StrEnum):
    """By what right one acts."""

    PROPIO = "propio"
    PODER = "poder"
    DELEGACION = "delegacion"
    CLAVE_PATRONAL = "clave_patronal"
    VENTANILLA = "ventanilla"
    PUBLICO = "publico"


@dataclass(frozen=True)
class Actuacion:
    """`actor` is the account that acts (none for the public), `sujeto` whom the act concerns."""

    actor: Cuenta | None
    sujeto: Persona | Empleador | None
    por: Por

    @property
    def persona(self) -> Persona | None:
        return self.sujeto if isinstance(self.sujeto, Persona) else None

    @property
    def empleador(self) -> Empleador | None:
        return self.sujeto if isinstance(self.sujeto, Empleador) else None

    @property
    def nombre_actor(self) -> str:
        """The actor as the bitácora writes it; never empty."""
        return self.actor.identificador if self.actor else "publico"


PUBLICA = Actuacion(actor=None, sujeto=None, por=Por.PUBLICO)


def actuacion_de(cuenta: Cuenta | None) -> Actuacion:
    """The act of an account on its own behalf, which is how every session starts."""
    if cuenta is None:
        return PUBLICA
    if cuenta.is_staff:
        return Actuacion(actor=cuenta, sujeto=None, por=Por.VENTANILLA)
    if cuenta.empleador is not None:
        return Actuacion(actor=cuenta, sujeto=cuenta.empleador, por=Por.CLAVE_PATRONAL)
    return Actuacion(actor=cuenta, sujeto=cuenta.persona, por=Por.PROPIO)
