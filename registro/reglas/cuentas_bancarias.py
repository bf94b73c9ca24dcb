"""Which account of a person a payment order of a date goes to, and what a newer one waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Espera(StrEnum):
    """Why payment orders don't take an account yet."""

    VALIDACION = "validacion"
    VENTANA = "ventana"


@dataclass(frozen=True, slots=True)
class CuentaDePago:
    """One account as the rule sees it. `ventana_hasta`: the day on which its freeze window ends, if it has one."""

    id: int
    vigente_desde: date
    validada: bool
    descartada: bool = False
    """Rejected, or frozen by its holder."""
    ventana_hasta: date | None = None

    def espera(self, fecha: date) -> tuple[Espera, ...]:
        """What is missing on `fecha`. The window ends in the middle of its last day: orders take it on the next."""
        en_ventana = self.ventana_hasta is not None and fecha <= self.ventana_hasta
        return (
            *((Espera.VALIDACION,) if not self.validada else ()),
            *((Espera.VENTANA,) if en_ventana else ()),
        )

    @property
    def no_antes_de(self) -> date:
        """The first day on which an order may take it, once it is validated."""
        tras_ventana = self.ventana_hasta + timedelta(days=1) if self.ventana_hasta else self.vigente_desde
        return max(self.vigente_desde, tras_ventana)


@dataclass(frozen=True, slots=True)
class Destino:
    """Where an order of a date goes: `cuenta`, or none: the order waits. `en_espera` is the newer one that will do."""

    cuenta: CuentaDePago | None
    en_espera: CuentaDePago | None = None
    esperas: tuple[Espera, ...] = ()


def destino(cuentas: Iterable[CuentaDePago], fecha: date) -> Destino:
    """The newest account that waits for nothing, and the newest of those after it that still do.

    `cuentas` come newest first: on the day of two of them, only their order tells which one was given last.
    """
    en_espera: CuentaDePago | None = None
    for cuenta in cuentas:
        if cuenta.descartada or fecha < cuenta.vigente_desde:
            continue
        if not cuenta.espera(fecha):
            return Destino(cuenta, en_espera, en_espera.espera(fecha) if en_espera else ())
        en_espera = en_espera or cuenta
    return Destino(None, en_espera, en_espera.espera(fecha) if en_espera else ())
