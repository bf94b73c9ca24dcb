"""What is told of a worker, and what the register shows of them and of their employer."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from registro.reglas.aportes import Tasas, base_imponible, dias_jornada

HORAS = {"COMPLETA": 8, "4": 4, "5": 5, "6": 6, "7": 7}
"""Of each `Jornada` of the register."""
MUERTE = "F"
CALENDARIO, HABILES = "CALENDARIO", "HABILES"
PRIMER_DIA, ULTIMO_DIA = "PRIMER_DIA", "ULTIMO_DIA"
SIN_SUCURSALES = "0001"
"""The branch of an employer of whom the register knows none."""
TOPE = Decimal("999999.99")
LETRAS_DEL_CARGO = 64
LETRAS_DE_LA_ACTIVIDAD = 13


@dataclass(frozen=True, slots=True)
class Entrada:
    cedula: str
    sucursal: str
    ingreso: date
    sueldo: Decimal
    """Of the full day, whatever the hours."""
    jornada: str
    cargo: str
    actividad: str
    relacion_trabajo: str
    seguro: str
    origen_pago: str


@dataclass(frozen=True, slots=True)
class Salida:
    cedula: str
    sucursal: str
    fecha: date
    """The last day of work."""
    causa: str
    fallecimiento: date | None


@dataclass(frozen=True, slots=True)
class NuevoSueldo:
    cedula: str
    sucursal: str
    periodo: date
    """The first day of the month from which it is paid."""
    sueldo: Decimal


@dataclass(frozen=True, slots=True)
class Extras:
    cedula: str
    sucursal: str
    periodo: date
    valor: Decimal
    causa: str


Pedido = Entrada | Salida | NuevoSueldo | Extras


class Problema(NamedTuple):
    """What is wrong, in words for whoever wrote it; `campo` is a name of the dataclass."""

    campo: str
    texto: str
    extemporanea: bool = False


class Plazo(NamedTuple):
    """Until when it was on time, and what being late costs; `multa` is None while it costs nothing."""

    limite: date
    dias_tarde: int
    multa: Decimal | None
    extemporanea: bool


@dataclass(frozen=True, slots=True)
class NormaNovedades:
    """The figures of the day of one fact."""

    dias_entrada: int
    conteo_entrada: str
    dias_otras: int
    conteo_otras: str
    dias_extemporanea: int
    multa: Decimal
    minimo: Decimal
    tasas: Mapping[str, Tasas]
    """By kind of employer."""
    causas: Mapping[str, str]
    causas_extras: Mapping[str, str]
    relaciones: Mapping[str, str]
    seguros: Mapping[str, str]
    origenes: Mapping[str, str]
    sueldo_desde: str
    extras_desde: str
    extraordinarios: frozenset[date] = frozenset()
    laborables: frozenset[date] = frozenset()


class CambioSueldo(NamedTuple):
    """A new salary in force; `antes` is what was paid until then."""

    novedad: int
    periodo: date
    sueldo: Decimal
    antes: Decimal


class ValorExtra(NamedTuple):
    novedad: int
    periodo: date
    causa: str
    valor: Decimal


@dataclass(frozen=True, slots=True)
class Vinculo:
    """One employment of the worker with this employer."""

    relacion: int
    sucursal: str
    ingreso: date
    salida: date | None
    causa: str
    sueldo: Decimal
    jornada: str
    cargo: str
    cambios: tuple[CambioSueldo, ...] = ()
    """In the order of their months."""
    extras: tuple[ValorExtra, ...] = ()

    def toca(self, periodo: date) -> bool:
        return self.ingreso <= fin_de_mes(periodo) and (self.salida is None or self.salida >= periodo)

    def sueldo_en(self, periodo: date) -> Decimal:
        """Of the full day, in that month: what the first change after it changed, or what it is now."""
        return next((cambio.antes for cambio in self.cambios if cambio.periodo > periodo), self.sueldo)

    @property
    def sueldo_de_entrada(self) -> Decimal:
        return self.cambios[0].antes if self.cambios else self.sueldo


class Empresa(NamedTuple):
    ruc: str
    tipo: str
    sucursales: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trabajador:
    """What the register shows of a cédula to this employer; `nacimiento` is None where it knows nobody."""

    cedula: str
    empresa: Empresa
    nombre: str = ""
    nacimiento: date | None = None
    fallecimiento: date | None = None
    persona: int = 0
    vinculos: tuple[Vinculo, ...] = ()
    """In the order of their first days."""

    def en(self, sucursal: str) -> tuple[Vinculo, ...]:
        return tuple(vinculo for vinculo in self.vinculos if vinculo.sucursal == sucursal)

    def abierto(self, sucursal: str) -> Vinculo | None:
        return next((vinculo for vinculo in self.en(sucursal) if vinculo.salida is None), None)

    def del_mes(self, sucursal: str, periodo: date) -> Vinculo | None:
        """The last of those that touch the month."""
        return next((vinculo for vinculo in reversed(self.en(sucursal)) if vinculo.toca(periodo)), None)


def fin_de_mes(periodo: date) -> date:
    return periodo.replace(day=monthrange(periodo.year, periodo.month)[1])


def por_horas(sueldo: Decimal, jornada: str) -> Decimal:
    """What a month of these hours is paid."""
    horas = HORAS.get(jornada, HORAS["COMPLETA"])
    return sueldo if horas == HORAS["COMPLETA"] else base_imponible(sueldo, dias_jornada(horas))


def campo_del_hecho(pedido: Pedido) -> str:
    match pedido:
        case Entrada():
            return "ingreso"
        case Salida():
            return "fecha"
        case _:
            return "periodo"
