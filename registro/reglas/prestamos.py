"""Loans of the BIESS: instalments to the cent, rates, and which limit decides how much somebody may borrow.

Rates are nominal per year, in per cent. Each month's interest is rounded to cents and the last instalment pays what is
left, so a table always repays its principal exactly. No source gives the premium of a seguro de desgravamen (A §5):
instalments are without it, and `SIN_SEGURO` says so wherever one is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from nucleo.dinero import CENTAVO, CERO, centavos, formato
from registro.reglas.dictamen import Confianza, Paso, Requisito, Valor
from registro.reglas.puertas import MESES_POR_ANIO, meses_despues, mover
from registro.reglas.respaldo import Respaldado
from registro.reglas.tablas import banda

SIN_SEGURO = "No incluye el seguro de desgravamen: su prima no está publicada."
_CIEN = Decimal(100)
_UNO = Decimal(1)
_DIEZMILESIMA = Decimal("0.0001")


class Sistema(StrEnum):
    """French: the same instalment every month. German: the same principal, so the first instalment is the largest."""

    FRANCES = "FRANCES"
    ALEMAN = "ALEMAN"


class Cuota(NamedTuple):
    numero: int
    capital: Decimal
    interes: Decimal
    valor: Decimal
    saldo: Decimal
    """What is owed after it."""


@dataclass(frozen=True, slots=True)
class Tabla:
    """An amortization table, month by month."""

    sistema: Sistema
    monto: Decimal
    plazo: int
    tasa: Decimal
    cuotas: tuple[Cuota, ...]

    @property
    def primera(self) -> Decimal:
        return self.cuotas[0].valor

    @property
    def ultima(self) -> Decimal:
        return self.cuotas[-1].valor

    @property
    def intereses(self) -> Decimal:
        return sum((cuota.interes for cuota in self.cuotas), CERO)

    @property
    def total(self) -> Decimal:
        return self.monto + self.intereses

    @property
    def efectiva(self) -> Decimal:
        return tasa_efectiva(self.tasa)

    def por_mes(self, desde: date) -> Iterator[tuple[date, Cuota]]:
        """Each instalment with the month that it belongs to: the first one, to the month after the loan."""
        return ((mover(desde, cuota.numero), cuota) for cuota in self.cuotas)


def amortizar(monto: Decimal, plazo: int, tasa: Decimal, sistema: Sistema = Sistema.FRANCES) -> Tabla:
    """`plazo` in months. Raises ValueError where there is nothing to repay or no time to do it in."""
    if monto < CENTAVO or plazo < 1 or tasa < 0:
        raise ValueError(f"no loan of {monto} over {plazo} months at {tasa} %")
    mensual, fija = _mensual(tasa), cuota_fija(monto, plazo, tasa)
    # Rounded down: rounded up, a small loan would be repaid before its last month.
    abono = (monto / plazo).quantize(CENTAVO, rounding=ROUND_DOWN)
    saldo, cuotas = monto, []
    for numero in range(1, plazo + 1):
        interes = centavos(saldo * mensual)
        capital = min(fija - interes if sistema is Sistema.FRANCES else abono, saldo)
        if numero == plazo:
            capital = saldo
        saldo -= capital
        cuotas.append(Cuota(numero, capital, interes, capital + interes, saldo))
    return Tabla(sistema, monto, plazo, tasa, tuple(cuotas))


def cuota_fija(monto: Decimal, plazo: int, tasa: Decimal) -> Decimal:
    """The instalment of a French table."""
    return centavos(monto * _factor(plazo, tasa, Sistema.FRANCES))


def maximo_por_cuota(cuota: Decimal, plazo: int, tasa: Decimal, sistema: Sistema = Sistema.FRANCES) -> Decimal:
    """The amount whose first instalment is `cuota`: its present value, cut to cents so as not to exceed it."""
    return max((cuota / _factor(plazo, tasa, sistema)).quantize(CENTAVO, rounding=ROUND_DOWN), CERO)


def _factor(plazo: int, tasa: Decimal, sistema: Sistema) -> Decimal:
    """The first instalment of one dollar."""
    mensual = _mensual(tasa)
    if sistema is Sistema.ALEMAN or not mensual:
        return _UNO / plazo + mensual
    return mensual / (_UNO - (_UNO + mensual) ** -plazo)


def _mensual(tasa: Decimal) -> Decimal:
    return tasa / _CIEN / MESES_POR_ANIO


def tasa_efectiva(nominal: Decimal) -> Decimal:
    """What a nominal rate comes to in a year of monthly instalments: 11 % is 11.5719 %."""
    return (((_UNO + _mensual(nominal)) ** MESES_POR_ANIO - _UNO) * _CIEN).quantize(_DIEZMILESIMA)


def tasa_nominal(efectiva: Decimal) -> Decimal:
    """The way back, to two decimals, as nominal rates are published: 13.62 % is 12.84 %."""
    return centavos(((_UNO + efectiva / _CIEN) ** (_UNO / MESES_POR_ANIO) - _UNO) * MESES_POR_ANIO * _CIEN)


def tasa_del_plazo(filas: Iterable[Mapping[str, Any]], plazo: int) -> Decimal:
    """The nominal rate of the band of `plazo`. Raises FueraDeTabla."""
    return Decimal(banda(filas, plazo)["tasa"])


# --- what somebody owes already ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vigente:
    """A loan that is being paid."""

    nombre: str
    """For people: «Quirografario del 3 de mayo de 2025»."""
    fecha: date
    monto: Decimal
    plazo: int
    tasa: Decimal
    saldo: Decimal
    cuotas_vencidas: int = 0
    quirografario: bool = True

    @property
    def cuota(self) -> Decimal:
        """Its monthly instalment. Which table it has isn't known: the French one, which most people choose."""
        return cuota_fija(self.monto, self.plazo, self.tasa) if self.saldo else CERO

    @property
    def pagado(self) -> Decimal:
        """The part of its amount that is repaid, in per cent."""
        return (self.monto - self.saldo) / self.monto * _CIEN

    def transcurridos(self, dia: date) -> int:
        """Months of its term that are over on `dia`."""
        meses = (dia.year - self.fecha.year) * MESES_POR_ANIO + dia.month - self.fecha.month
        return max(meses - (meses_despues(self.fecha, meses) > dia), 0)

    @property
    def saldos(self) -> Iterator[Decimal]:
        """What will be owed after each of the instalments to come."""
        saldo, cuota, mensual = self.saldo, self.cuota, _mensual(self.tasa)
        for _ in range(self.plazo):
            saldo -= min(max(cuota - centavos(saldo * mensual), CERO), saldo)
            yield saldo

    def saldo_tras(self, meses: int) -> Decimal:
        return next(islice(self.saldos, meses - 1, None), CERO) if meses else self.saldo


def saldo_de(vigentes: Iterable[Vigente], *, quirografario: bool) -> Decimal:
    return sum((uno.saldo for uno in vigentes if uno.quirografario is quirografario), CERO)


def cuotas_de(vigentes: Iterable[Vigente]) -> Decimal:
    """What goes each month to the loans that are being paid."""
    return sum((uno.cuota for uno in vigentes), CERO)


# --- how much may be lent ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limite:
    """One of the limits to an amount, with how it comes out."""

    nombre: str
    texto: str
    formula: str
    entradas: Mapping[str, Valor]
    valor: Decimal
    respaldo: Respaldado

    @property
    def paso(self) -> Paso:
        return Paso(
            nombre=self.nombre,
            texto=self.texto,
            formula=self.formula,
            entradas=self.entradas,
            resultado=self.valor,
            **self.respaldo,
        )


@dataclass(frozen=True, slots=True)
class Capacidad:
    """The least of the limits."""

    limites: Sequence[Limite]

    @property
    def manda(self) -> Limite:
        """The limit that decides; the first one of two that are equal."""
        return min(self.limites, key=lambda limite: limite.valor)

    @property
    def monto(self) -> Decimal:
        return max(self.manda.valor, CERO)

    @property
    def confianza(self) -> Confianza:
        return Confianza.menor(limite.respaldo["confianza"] for limite in self.limites)

    @property
    def pasos(self) -> Iterator[Paso]:
        """Each limit, then the least of them, which says which one it is."""
        yield from (limite.paso for limite in self.limites)
        yield Paso(
            nombre="capacidad",
            texto=f"Manda el más bajo: {self.manda.texto[0].lower()}{self.manda.texto[1:]}",
            formula="el menor de los límites",
            entradas={limite.nombre: limite.valor for limite in self.limites},
            resultado=self.monto,
            base_legal=self.manda.respaldo["base_legal"],
            confianza=self.confianza,
        )


def pasos_de_tabla(tabla: Tabla, respaldo: Respaldado) -> Iterator[Paso]:
    """The instalment and what the loan costs."""
    frances = tabla.sistema is Sistema.FRANCES
    yield Paso(
        nombre="efectiva",
        texto="Tasa efectiva anual",
        formula="(1 + tasa nominal ÷ 12) ^ 12 - 1",
        entradas={"tasa": tabla.tasa},
        resultado=tabla.efectiva,
        **respaldo,
    )
    yield Paso(
        nombre="cuota",
        texto="Cuota mensual" if frances else "Primera cuota, la más alta",
        formula="monto × i ÷ (1 - (1 + i) ^ -meses), con i = tasa ÷ 12" if frances else "monto ÷ meses + monto × i",
        entradas={"monto": tabla.monto, "plazo": tabla.plazo, "tasa": tabla.tasa},
        resultado=tabla.primera,
        **respaldo,
    )
    yield Paso(
        nombre="intereses",
        texto="Intereses de todo el plazo",
        formula="suma de los intereses de cada mes",
        entradas={"total": tabla.total, "monto": tabla.monto},
        resultado=tabla.intereses,
        **respaldo,
    )


def datos_de_tabla(tabla: Tabla) -> dict[str, Valor]:
    """The figures of a loan, by the names that the pages use."""
    return {
        "monto": tabla.monto,
        "plazo": tabla.plazo,
        "sistema": tabla.sistema.value,
        "tasa": tabla.tasa,
        "efectiva": tabla.efectiva,
        "cuota": tabla.primera,
        "ultima_cuota": tabla.ultima,
        "intereses": tabla.intereses,
        "total": tabla.total,
    }


# --- what is asked ----------------------------------------------------------------------------------------------------


class Impedimento(NamedTuple):
    """Something that the BIESS asks not to be there; `registrado` is what the person reads where it is."""

    nombre: str
    texto: str
    registrado: str


def sin_impedimentos(
    impedimentos: Iterable[Impedimento], presentes: AbstractSet[str], base_legal: str
) -> Iterator[Requisito]:
    """One requirement for each; `presentes`: the names of those that the register shows."""
    for uno in impedimentos:
        yield Requisito(
            nombre=f"sin_{uno.nombre}",
            texto=uno.texto,
            exigido="Ninguno",
            registrado=uno.registrado if uno.nombre in presentes else "Ninguno",
            cumple=uno.nombre not in presentes,
            base_legal=base_legal,
        )


def al_dia(cuotas_vencidas: int, planillas_en_mora: int, base_legal: str) -> Iterator[Requisito]:
    """Nothing overdue, neither as a debtor nor as an employer."""
    yield Requisito(
        nombre="sin_cuotas_vencidas",
        texto="No tener cuotas vencidas con el IESS o el BIESS",
        exigido="Ninguna",
        registrado=str(cuotas_vencidas or "Ninguna"),
        cumple=not cuotas_vencidas,
        base_legal=base_legal,
    )
    yield Requisito(
        nombre="sin_mora_patronal",
        texto="Si es empleador, no deber planillas",
        exigido="Ninguna planilla vencida",
        registrado=str(planillas_en_mora or "Ninguna"),
        cumple=not planillas_en_mora,
        base_legal=base_legal,
    )


def cuenta_propia(cuenta: str, base_legal: str, *, validada: bool) -> Requisito:
    espera = "" if validada else " (pendiente de validación)"
    return Requisito(
        nombre="cuenta_bancaria",
        texto="Una cuenta bancaria propia",
        exigido="Activa y validada",
        registrado=f"{cuenta}{espera}" if cuenta else "Ninguna",
        cumple=bool(cuenta) and validada,
        base_legal=base_legal,
    )


def plazo_ofrecido(plazo: int, tope: int, respaldo: Respaldado) -> Requisito:
    return Requisito(
        nombre="plazo",
        texto="Un plazo que se ofrece",
        exigido=f"De 1 a {tope} meses",
        registrado=f"{plazo} {'mes' if plazo == 1 else 'meses'}",
        cumple=1 <= plazo <= tope,
        **respaldo,
    )


def monto_posible(monto: Decimal, puede: Capacidad, minimo: Decimal = CENTAVO) -> Requisito:
    """Within the capacity, and in whole cents."""
    alcanza = puede.monto >= minimo
    return Requisito(
        nombre="monto",
        texto="No más de lo que se le puede prestar",
        exigido=f"De {formato(minimo)} a {formato(puede.monto)}" if alcanza else "Ahora no alcanza para prestarle",
        registrado=formato(monto) if monto == centavos(monto) else "Con más de dos decimales",
        cumple=minimo <= monto <= puede.monto and monto == centavos(monto),
        base_legal=puede.manda.respaldo["base_legal"],
        confianza=puede.confianza,
    )
