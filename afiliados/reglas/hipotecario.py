"""The mortgages of the BIESS: what each product would lend a person, or a couple, and with what instalment.

    amount = the least of what the instalment that fits the income carries over the term, the most that the product
    lends, and its share of the valuation

Rate and share follow the value of the house, band by band. Where it isn't known yet, the band that lends most is shown.
Products whose conditions nobody publishes are named and not calculated (A §6).
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from nucleo.dinero import CENTAVO, CERO
from registro.reglas.aportes import porcentaje
from registro.reglas.pension import MesPagado
from registro.reglas.prestamos import (
    Capacidad,
    Limite,
    Tabla,
    Vigente,
    amortizar,
    cuota_fija,
    cuotas_de,
    maximo_por_cuota,
    tasa_efectiva,
)
from registro.reglas.puertas import mover, siguiente_aporte
from registro.reglas.respaldo import Respaldado, Respaldo, respaldado


class Producto(StrEnum):
    CREDICASA = "CREDICASA"
    PREFERENCIAL = "PREFERENCIAL"
    TERMINADA = "TERMINADA"
    CONSTRUCCION = "CONSTRUCCION"
    SUSTITUCION = "SUSTITUCION"
    TERRENO = "TERRENO"
    REMODELACION = "REMODELACION"
    OFICINA = "OFICINA"
    OTROS_BIENES = "OTROS_BIENES"
    VIS = "VIS"
    VIP = "VIP"


class Ficha(NamedTuple):
    nombre: str
    destino: str


FICHAS: Final[Mapping[Producto, Ficha]] = {
    Producto.CREDICASA: Ficha("Credicasa (Vivienda Premier)", "Comprar la primera vivienda, nueva"),
    Producto.PREFERENCIAL: Ficha("Vivienda preferencial", "Comprar una vivienda terminada, nueva o usada"),
    Producto.TERMINADA: Ficha("Vivienda terminada", "Comprar una vivienda de cualquier valor"),
    Producto.CONSTRUCCION: Ficha("Construcción", "Construir en un terreno propio"),
    Producto.SUSTITUCION: Ficha("Sustitución de acreedor", "Pasar al BIESS la hipoteca de otra entidad"),
    Producto.TERRENO: Ficha("Terreno", "Comprar un terreno"),
    Producto.REMODELACION: Ficha("Remodelación y ampliación", "Mejorar o ampliar la vivienda propia"),
    Producto.OFICINA: Ficha("Oficinas y locales", "Comprar una oficina o un local"),
    Producto.OTROS_BIENES: Ficha("Otros bienes", "Comprar otros bienes inmuebles"),
    Producto.VIS: Ficha("Vivienda de interés social", "Con subsidio del Estado, en bancos privados"),
    Producto.VIP: Ficha("Vivienda de interés público", "Con subsidio del Estado, en bancos privados"),
}


class Tramo(NamedTuple):
    """Up to that value of the house (None: of any value)."""

    hasta: Decimal | None
    tasa: Decimal
    financiamiento: Decimal
    """Per cent of the valuation."""

    @property
    def entrada(self) -> Decimal:
        """What the buyer puts at least, in per cent of it."""
        return 100 - self.financiamiento


@dataclass(frozen=True, slots=True)
class Condiciones:
    """One product on one date."""

    producto: Producto
    plazo: int = 0
    """The longest, in months."""
    tramos: Sequence[Tramo] = ()
    """Empty: its conditions aren't published."""
    monto_maximo: Decimal | None = None
    avaluo_maximo: Decimal | None = None
    ingreso_maximo: Decimal | None = None
    """Of the family."""
    dormitorios: int = 0
    primera_vivienda: bool = False
    nueva: bool = False
    del_biess: bool = True
    claves: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The legal parameters behind tasa, financiamiento, monto, avaluo, ingreso, dormitorios and plazo."""

    @property
    def ficha(self) -> Ficha:
        return FICHAS[self.producto]

    @property
    def se_calcula(self) -> bool:
        return self.del_biess and bool(self.tramos)


class Aportes(NamedTuple):
    total: int
    consecutivos: int
    """Of the last ones."""


@dataclass(frozen=True, slots=True)
class NormaHipotecario:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    dependencia: Aportes
    independiente: Aportes
    discapacidad: int
    edad_maxima: int
    capacidad: Decimal
    productos: Sequence[Condiciones]
    respaldos: Mapping[str, Respaldo]

    def respaldo(self, *claves: str) -> Respaldado:
        return respaldado(self.respaldos, *claves)

    def condiciones(self, producto: Producto) -> Condiciones:
        return next(uno for uno in self.productos if uno.producto is producto)


class Situacion(StrEnum):
    DEPENDENCIA = "DEPENDENCIA"
    INDEPENDIENTE = "INDEPENDIENTE"
    """Voluntary, or without an employer."""
    JUBILADO = "JUBILADO"


@dataclass(frozen=True, slots=True)
class Interesado:
    """What the register knows of one of those who would owe the loan."""

    nacimiento: date
    situacion: Situacion | None
    pagados: Sequence[MesPagado] = ()
    """The imposiciones, in order, each once."""
    pension: Decimal = CERO
    vigentes: Sequence[Vigente] = ()
    discapacidad: bool = False
    planillas_en_mora: int = 0
    """Of the employer that this person is."""
    impedimentos: AbstractSet[str] = frozenset()
    """Names of `hipotecario_dictamen.IMPEDIMENTOS` that the register shows."""

    @property
    def ingreso(self) -> Decimal:
        """Gross (`hipotecario_ingreso`)."""
        if self.situacion is Situacion.JUBILADO:
            return self.pension
        return self.pagados[-1].sueldo if self.pagados else CERO

    def consecutivas(self, hoy: date) -> int:
        """How many of the last imposiciones follow one another up to now; a month whose pay window runs is no gap."""
        if not self.pagados:
            return 0
        ultimo = self.pagados[-1].periodo
        if siguiente_aporte(ultimo, hoy) != mover(ultimo, 1):
            return 0
        seguidos = 0
        for mes in reversed(self.pagados):
            if mes.periodo != mover(ultimo, -seguidos):
                break
            seguidos += 1
        return seguidos


@dataclass(frozen=True, slots=True)
class Pedido:
    """Who asks, and what they have said of the house so far; None: not said yet."""

    solicitante: Interesado
    conyuge: Interesado | None = None
    """Also of who asks alone: the income of the family is that of both."""
    solidaria: bool = False
    """Both owe the loan."""
    confirmada: bool = False
    """By the spouse, from the own account."""
    monto: Decimal | None = None
    plazo: int | None = None
    avaluo: Decimal | None = None
    dormitorios: int | None = None
    primera_vivienda: bool | None = None
    nueva: bool | None = None

    @property
    def deudores(self) -> tuple[Interesado, ...]:
        if self.solidaria and self.conyuge:
            return self.solicitante, self.conyuge
        return (self.solicitante,)

    @property
    def ingreso(self) -> Decimal:
        """Of those who would pay."""
        return sum((uno.ingreso for uno in self.deudores), CERO)

    @property
    def ingreso_familiar(self) -> Decimal:
        return self.solicitante.ingreso + (self.conyuge.ingreso if self.conyuge else CERO)

    @property
    def cuotas(self) -> Decimal:
        return sum((cuotas_de(uno.vigentes) for uno in self.deudores), CERO)


@dataclass(frozen=True, slots=True)
class Oferta:
    """What one product would lend."""

    condiciones: Condiciones
    tramo: Tramo
    plazo: int
    capacidad: Capacidad
    monto: Decimal
    """What was asked, or the most that fits."""
    avaluo: Decimal | None

    @property
    def tasa(self) -> Decimal:
        return self.tramo.tasa

    @property
    def efectiva(self) -> Decimal:
        return tasa_efectiva(self.tasa)

    @property
    def cabe(self) -> bool:
        return CENTAVO <= self.monto <= self.capacidad.monto

    @property
    def cuota(self) -> Decimal:
        """Without insurance: see `prestamos.SIN_SEGURO`."""
        return cuota_fija(self.monto, self.plazo, self.tasa)

    @property
    def entrada(self) -> Decimal | None:
        """What the buyer puts."""
        return max(self.avaluo - self.monto, CERO) if self.avaluo is not None else None

    @property
    def tabla(self) -> Tabla:
        """Only when it is asked for: it has hundreds of rows. Raises ValueError where nothing is lent."""
        return amortizar(self.monto, self.plazo, self.tasa)


def ofrecer(pedido: Pedido, condiciones: Condiciones, norma: NormaHipotecario) -> Oferta | None:
    """None: its conditions aren't published, it isn't of the BIESS, or it has no such term."""
    plazo = condiciones.plazo if pedido.plazo is None else pedido.plazo
    if not condiciones.se_calcula or not 1 <= plazo <= condiciones.plazo:
        return None
    tramos = tramos_de(condiciones, pedido.avaluo)
    posibles = [(tramo, _capacidad(pedido, condiciones, tramo, plazo, norma)) for tramo in tramos]
    # Of two bands that lend the same, the first one, which is the cheapest.
    tramo, capacidad = max(posibles, key=lambda uno: uno[1].monto)
    monto = capacidad.monto if pedido.monto is None else pedido.monto
    return Oferta(condiciones, tramo, plazo, capacidad, monto, pedido.avaluo)


def tramos_de(condiciones: Condiciones, avaluo: Decimal | None) -> Sequence[Tramo]:
    """The band of that value, or all of them; of a house beyond the last band, the last one."""
    if avaluo is None:
        return condiciones.tramos
    caben = [tramo for tramo in condiciones.tramos if tramo.hasta is None or avaluo <= tramo.hasta]
    return [caben[0] if caben else condiciones.tramos[-1]]


def _capacidad(
    pedido: Pedido, condiciones: Condiciones, tramo: Tramo, plazo: int, norma: NormaHipotecario
) -> Capacidad:
    return Capacidad(
        [
            _por_cuota(pedido, condiciones, tramo, plazo, norma),
            *_por_producto(condiciones, norma),
            *_por_avaluo(pedido, condiciones, tramo, norma),
        ]
    )


def _por_cuota(pedido: Pedido, condiciones: Condiciones, tramo: Tramo, plazo: int, norma: NormaHipotecario) -> Limite:
    cuota = max(porcentaje(pedido.ingreso, norma.capacidad) - pedido.cuotas, CERO)
    criterios = ["hipotecario_ingreso"]
    criterios += ["hipotecario_cuotas_vigentes"] if pedido.cuotas else []
    criterios += ["hipotecario_solidario"] if len(pedido.deudores) > 1 else []
    return Limite(
        nombre="por_ingreso",
        texto="Lo que el ingreso alcanza a pagar",
        formula=f"{norma.capacidad} % del ingreso - cuotas de otros préstamos, traído a hoy por el plazo y la tasa",
        entradas={
            "ingreso": pedido.ingreso,
            "otras_cuotas": pedido.cuotas,
            "cuota_maxima": cuota,
            "plazo": plazo,
            "tasa": tramo.tasa,
        },
        valor=maximo_por_cuota(cuota, plazo, tramo.tasa),
        respaldo=norma.respaldo("hipotecario_capacidad_porcentaje", *criterios, *condiciones.claves["tasa"]),
    )


def _por_producto(condiciones: Condiciones, norma: NormaHipotecario) -> Iterator[Limite]:
    if condiciones.monto_maximo is not None:
        yield Limite(
            nombre="maximo",
            texto="El monto máximo del producto",
            formula="según el producto",
            entradas={},
            valor=condiciones.monto_maximo,
            respaldo=norma.respaldo(*condiciones.claves["monto"]),
        )


def _por_avaluo(pedido: Pedido, condiciones: Condiciones, tramo: Tramo, norma: NormaHipotecario) -> Iterator[Limite]:
    """The share of the valuation; while there is none, of the dearest house that the product and the band admit."""
    topes = [tope for tope in (condiciones.avaluo_maximo, tramo.hasta) if tope is not None]
    avaluo = pedido.avaluo if pedido.avaluo is not None else min(topes, default=None)
    if avaluo is not None:
        yield Limite(
            nombre="por_avaluo",
            texto="La parte del avalúo que se financia",
            formula=f"{tramo.financiamiento} % del avalúo",
            entradas={"avaluo": avaluo, "financiamiento": tramo.financiamiento},
            valor=porcentaje(avaluo, tramo.financiamiento),
            respaldo=norma.respaldo(*condiciones.claves["financiamiento"]),
        )
