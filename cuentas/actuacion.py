"""Who acts, for whom, and by what right: the first argument of every verb and every permission."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from django.http import HttpRequest

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


# The rights by which an account acts for somebody who is not its holder.
POR_OTRO = frozenset({Por.PODER, Por.DELEGACION, Por.VENTANILLA})


class SujetoEquivocado(TypeError):
    """A procedure was asked about a kind of subject that its permission does not admit."""


class Titular(TypedDict):
    """Of whom a row is: of a person or of an employer, or of neither."""

    persona: Persona | None
    empleador: Empleador | None


SUJETOS: dict[str, type[Persona] | type[Empleador]] = {"persona": Persona, "empleador": Empleador}


def buscar_sujeto(clase: str, pk: int | str) -> Persona | Empleador | None:
    """A subject as a session or a form names it: by the name of its model and its number."""
    return SUJETOS[clase]._default_manager.filter(pk=pk).first()


def titular_de(sujeto: Persona | Empleador | None) -> Titular:
    return {
        "persona": sujeto if isinstance(sujeto, Persona) else None,
        "empleador": sujeto if isinstance(sujeto, Empleador) else None,
    }


@dataclass(frozen=True)
class Actuacion:
    """`actor` is the account that acts (none for the public), `sujeto` whom the act concerns.

    `alcance`: how far the right goes. The slugs of the procedures that a power speaks of; the role of a delegation;
    empty for every other right.
    `motivo`: why the counter attends somebody; empty for every other right.
    """

    actor: Cuenta | None
    sujeto: Persona | Empleador | None
    por: Por
    alcance: frozenset[str] = frozenset()
    motivo: str = ""

    @property
    def en_nombre_de_otro(self) -> bool:
        return self.por in {Por.PODER, Por.DELEGACION}

    @property
    def nombre_sujeto(self) -> str:
        """Whom the act concerns, as pages name them."""
        if isinstance(self.sujeto, Persona):
            return self.sujeto.nombre_completo
        return self.sujeto.razon_social if self.sujeto else ""

    @property
    def en_ventanilla(self) -> bool:
        """A member of staff attends somebody; without a subject they sit at their desk."""
        return self.por is Por.VENTANILLA and self.sujeto is not None

    @property
    def por_otro(self) -> bool:
        """Whoever reads the page is not whom it is about."""
        return self.por in POR_OTRO and self.sujeto is not None

    @property
    def persona(self) -> Persona:
        """The subject, where the permission of the page admits only people. Raises SujetoEquivocado."""
        if not isinstance(self.sujeto, Persona):
            raise SujetoEquivocado(f"se esperaba una persona, no {self.sujeto!r}")
        return self.sujeto

    @property
    def empleador(self) -> Empleador:
        """The subject, where the permission of the page admits only employers. Raises SujetoEquivocado."""
        if not isinstance(self.sujeto, Empleador):
            raise SujetoEquivocado(f"se esperaba un empleador, no {self.sujeto!r}")
        return self.sujeto

    @property
    def titular(self) -> Titular:
        """The subject as the two columns that say of whom a row is."""
        return titular_de(self.sujeto)

    @property
    def nombre_actor(self) -> str:
        """The actor as the bitácora writes it; never empty."""
        return self.actor.identificador if self.actor else "publico"

    @property
    def quien_pide(self) -> str:
        """By whom requests are limited: by account; at the counter, which serves many people, by each of them too."""
        cuenta = str(self.actor)
        return f"{cuenta}|{self.sujeto}" if self.en_ventanilla else cuenta


PUBLICA = Actuacion(actor=None, sujeto=None, por=Por.PUBLICO)


def actuacion_de(cuenta: Cuenta | None) -> Actuacion:
    """The act of an account on its own behalf, which is how every session starts."""
    if cuenta is None:
        return PUBLICA
    if cuenta.is_staff and cuenta.segundo_factor_desde is None:
        # A session with a second factor began with it (Cuenta._get_session_auth_hash); without one, nobody's rights.
        return Actuacion(actor=cuenta, sujeto=None, por=Por.PUBLICO)
    if cuenta.is_staff:
        return Actuacion(actor=cuenta, sujeto=None, por=Por.VENTANILLA)
    if cuenta.empleador is not None:
        return Actuacion(actor=cuenta, sujeto=cuenta.empleador, por=Por.CLAVE_PATRONAL)
    return Actuacion(actor=cuenta, sujeto=cuenta.persona, por=Por.PROPIO)


class Peticion(HttpRequest):
    """A request as the portal's views get it: `ActuacionMiddleware` has said who acts, and for whom its forms are."""

    actuacion: Actuacion
    sujeto: str
