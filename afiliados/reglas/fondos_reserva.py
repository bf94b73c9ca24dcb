"""The fondos de reserva of a person: what there is, and what of it guarantees a loan.

This fund answers first for a quirografario, the cesantía for what it doesn't cover (A §4). Whether the institute holds
the balance of the loan or the whole account was not found: the balance, as `Retencion` says, with low confidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from nucleo.dinero import CERO
from registro.reglas.aportes import porcentaje
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import mover
from registro.reglas.respaldo import Respaldado, Respaldo, respaldado


class Tipo(StrEnum):
    """In the order of a day: what comes in that day can be withdrawn on it."""

    DEPOSITO = "DEPOSITO"
    RENDIMIENTO = "RENDIMIENTO"
    RETIRO = "RETIRO"


_ORDEN = {tipo: lugar for lugar, tipo in enumerate(Tipo)}


class Retencion(StrEnum):
    """What an open quirografario holds."""

    SALDO_GARANTIZADO = "SALDO_GARANTIZADO"
    TODA_LA_CUENTA = "TODA_LA_CUENTA"


class Movimiento(NamedTuple):
    """`valor` has no sign: the kind says whether it adds or takes away."""

    fecha: date
    tipo: Tipo
    valor: Decimal


class Renglon(NamedTuple):
    """A movement, and what there was after it."""

    fecha: date
    tipo: Tipo
    valor: Decimal
    saldo: Decimal


class Anio(NamedTuple):
    anio: int
    depositos: Decimal
    rendimientos: Decimal
    retiros: Decimal
    saldo: Decimal
    """At its end, or today."""


class Retenido(NamedTuple):
    """What one loan holds of the fund."""

    prestamo: Vigente
    valor: Decimal


@dataclass(frozen=True, slots=True)
class NormaFondos:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    porcentaje: Decimal
    primer_mes: int
    aportaciones: int
    edad: int
    meses_de_cese: int
    anios_de_servicio: int
    bloqueo: Decimal
    pago_dias_habiles: int
    rendimiento: Decimal
    """Per cent a year, as it was last published."""
    retencion: Retencion
    respaldos: Mapping[str, Respaldo]

    def respaldo(self, *claves: str) -> Respaldado:
        return respaldado(self.respaldos, *(f"fondos_reserva_{clave}" for clave in claves))


@dataclass(frozen=True)
class CuentaDeFondos:
    """Without slots: its sums are asked for many times and made once."""

    renglones: tuple[Renglon, ...]
    retenidos: tuple[Retenido, ...]
    sin_explicar: Decimal = CERO
    """Withdrawn, by the register, beyond what there was: its movements are incomplete."""

    @property
    def saldo(self) -> Decimal:
        return self.renglones[-1].saldo if self.renglones else CERO

    @property
    def retenido(self) -> Decimal:
        return sum((uno.valor for uno in self.retenidos), CERO)

    @property
    def libre(self) -> Decimal:
        return self.saldo - self.retenido

    @cached_property
    def aportaciones(self) -> int:
        """Months in which something was deposited, however many employers did."""
        return len({mover(fila.fecha, 0) for fila in self.renglones if fila.tipo is Tipo.DEPOSITO})

    @property
    def ultimo_deposito(self) -> date | None:
        return next((fila.fecha for fila in reversed(self.renglones) if fila.tipo is Tipo.DEPOSITO), None)

    def suma(self, tipo: Tipo) -> Decimal:
        return _suma(self.renglones, tipo)

    @property
    def anios(self) -> tuple[Anio, ...]:
        """Each year with a movement, in order."""
        por_anio: dict[int, list[Renglon]] = {}
        for fila in self.renglones:
            por_anio.setdefault(fila.fecha.year, []).append(fila)
        return tuple(
            Anio(
                anio,
                depositos=_suma(suyos, Tipo.DEPOSITO),
                rendimientos=_suma(suyos, Tipo.RENDIMIENTO),
                retiros=_suma(suyos, Tipo.RETIRO),
                saldo=suyos[-1].saldo,
            )
            for anio, suyos in por_anio.items()
        )


def _suma(renglones: Iterable[Renglon], tipo: Tipo) -> Decimal:
    return sum((fila.valor for fila in renglones if fila.tipo is tipo), CERO)


@dataclass(frozen=True, slots=True)
class Titular:
    """What the register knows of whose fund it is."""

    nacimiento: date
    movimientos: Sequence[Movimiento]
    vigentes: Sequence[Vigente] = ()
    imposiciones: int = 0
    trabaja: bool = True
    """Some affiliation runs."""
    cese: date | None = None
    """The last day of the last affiliation, past or announced; None while one runs without a day of exit."""
    cuenta: str = ""
    cuenta_validada: bool = False
    bloqueada: bool = False
    """The institute has blocked the account against fraud."""


def deposito(remuneracion: Decimal, norma: NormaFondos) -> Decimal:
    """What the employer pays for one month."""
    return porcentaje(remuneracion, norma.porcentaje)


# --- balance ---------------------------------------------------------------------------------------------------------


def cuenta_de(titular: Titular, norma: NormaFondos) -> CuentaDeFondos:
    """The account, whatever the order of the movements."""
    saldo, sin_explicar, renglones = CERO, CERO, []
    for fecha, tipo, valor in sorted(titular.movimientos, key=lambda uno: (uno.fecha, _ORDEN[uno.tipo])):
        saldo += -valor if tipo is Tipo.RETIRO else valor
        if saldo < 0:
            sin_explicar, saldo = sin_explicar - saldo, CERO
        renglones.append(Renglon(fecha, tipo, valor, saldo))
    return CuentaDeFondos(tuple(renglones), tuple(_retenidos(titular.vigentes, saldo, norma)), sin_explicar)


def _retenidos(vigentes: Sequence[Vigente], saldo: Decimal, norma: NormaFondos) -> Iterator[Retenido]:
    """The oldest loan first, each as far as the fund reaches."""
    queda = saldo
    for prestamo in sorted(vigentes, key=lambda uno: uno.fecha):
        if not prestamo.quirografario or not prestamo.saldo:
            continue
        todo = norma.retencion is Retencion.TODA_LA_CUENTA
        valor = queda if todo else min(prestamo.saldo, queda)
        queda -= valor
        yield Retenido(prestamo, valor)
