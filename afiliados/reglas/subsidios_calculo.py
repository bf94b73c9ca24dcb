"""How much a subsidy is: the base, who pays each day of the rest, and the amounts.

    amount = sum of the contributed salaries × days × percentage ÷ (100 × 30 × months)

rounded once for each tranche, so that nothing is lost in a daily figure. Every day of the rest is in exactly one
tranche, paid or not. The figures are arguments: afiliados/normas/subsidios.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from afiliados.reglas.reposos import UN_DIA, Clase, Dia, Situado
from nucleo.dinero import CERO, centavos
from registro.reglas.puertas import mover
from registro.reglas.respaldo import Respaldo
from registro.reglas.tiempo_servicio import DIAS_POR_MES, Mes

_CIEN = Decimal(100)


# --- the norm --------------------------------------------------------------------------------------------------------


class Banda(NamedTuple):
    """`porcentaje` of the base up to day `hasta` of the incapacity."""

    hasta: int
    porcentaje: Decimal


class DiasEnMeses(NamedTuple):
    dias: int
    meses: int


@dataclass(frozen=True, slots=True)
class NormaEnfermedad:
    imposiciones: int
    desde_el_dia: int
    maximo: int
    bandas: tuple[Banda, ...]
    empleador_dias: int
    empleador_porcentaje: Decimal
    publico_dias: int
    """What a public employer bears before IESS."""
    publico_porcentaje: Decimal
    publico_dias_iess: int

    def primer_dia_pagado(self, *, publico: bool) -> int:
        return self.publico_dias + 1 if publico else self.desde_el_dia

    def ultimo_dia_pagado(self, *, publico: bool) -> int:
        return min(self.maximo, self.publico_dias + self.publico_dias_iess) if publico else self.maximo


@dataclass(frozen=True, slots=True)
class NormaMaternidad:
    imposiciones: int
    alternativas: tuple[DiasEnMeses, ...]
    antes: int
    despues: int
    porcentaje: Decimal
    empleador_porcentaje: Decimal

    @property
    def maximo(self) -> int:
        return self.antes + self.despues


@dataclass(frozen=True, slots=True)
class NormaRiesgos:
    bandas: tuple[Banda, ...]
    aviso_habiles: int
    desde_el_dia_siguiente: bool
    """To the accident; otherwise its own day is paid too."""

    @property
    def maximo(self) -> int:
        return self.bandas[-1].hasta


@dataclass(frozen=True, slots=True)
class NormaSubsidios:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    enfermedad: NormaEnfermedad
    maternidad: NormaMaternidad
    riesgos: NormaRiesgos
    meses_de_base: Mapping[Clase, int]
    conservacion_meses: int
    certificado_habiles: int
    certificado_en_linea_dias: int
    respaldos: Mapping[str, Respaldo]


# --- the base --------------------------------------------------------------------------------------------------------


class Sueldo(NamedTuple):
    """A paid month, the salaries of all employers added."""

    periodo: date
    valor: Decimal


@dataclass(frozen=True, slots=True)
class Base:
    sueldos: tuple[Sueldo, ...]
    esperados: int
    """How many months the norm takes."""
    del_contrato: bool = False
    """Nothing was contributed yet: the salary of the aviso de entrada stands in."""

    @property
    def suma(self) -> Decimal:
        return sum((sueldo.valor for sueldo in self.sueldos), CERO)

    @property
    def divisor(self) -> int:
        """90, 60 or 30: a month is thirty days."""
        return DIAS_POR_MES * len(self.sueldos)

    @property
    def mensual(self) -> Decimal:
        return centavos(self.suma / len(self.sueldos)) if self.sueldos else CERO

    @property
    def diaria(self) -> Decimal:
        """To show: three decimals. The amounts come from the sum."""
        return (self.suma / self.divisor if self.sueldos else CERO).quantize(Decimal("0.001"))

    def de(self, dias: int, porcentaje: Decimal) -> Decimal:
        """What so many days come to."""
        return centavos(self.suma * dias * porcentaje / (_CIEN * self.divisor)) if self.sueldos else CERO


def base_de_promedio(meses: Sequence[Mes], inicio: date, cuantos: int) -> Base:
    """The paid ones of the months just before that of the incapacity (÷ 90; ÷ 60 or ÷ 30 when one lacks)."""
    desde, hasta = mover(inicio, -cuantos), mover(inicio, 0)
    return Base(
        tuple(Sueldo(mes.periodo, mes.sueldo) for mes in meses if mes.pagado and desde <= mes.periodo < hasta), cuantos
    )


def base_del_ultimo_mes(meses: Sequence[Mes], antes_de: date, *, conservacion: int, contrato: Decimal = CERO) -> Base:
    """The last paid month before that of `antes_de`, while it still protects; otherwise the salary of the contract."""
    hasta, desde = mover(antes_de, 0), mover(antes_de, -conservacion)
    recientes = [mes for mes in meses if mes.pagado and desde <= mes.periodo < hasta]
    if recientes:
        return Base((Sueldo(recientes[-1].periodo, recientes[-1].sueldo),), 1)
    return Base((Sueldo(hasta, contrato),) if contrato else (), 1, del_contrato=bool(contrato))


# --- who pays each day -----------------------------------------------------------------------------------------------


class Causa(StrEnum):
    """Why a day is paid, or is not."""

    SUBSIDIO = "subsidio"
    EMPLEADOR = "empleador"
    SIN_PAGO = "sin_pago"
    """A waiting day of somebody without an employer."""
    REPETIDO = "repetido"
    SOBRE_EL_MAXIMO = "sobre_el_maximo"
    FUERA = "fuera"
    """Not in the weeks of maternity, or not after the accident."""


class Trato(NamedTuple):
    """Shares of the daily base, as percentages."""

    causa: Causa
    iess: Decimal = CERO
    empleador: Decimal = CERO


class Patrono(StrEnum):
    """Who employs the person when the incapacity begins."""

    PRIVADO = "privado"
    PUBLICO = "publico"
    NINGUNO = "ninguno"


@dataclass(frozen=True, slots=True)
class Caso:
    """What decides who pays: one person, one rest."""

    clase: Clase
    situado: Situado
    patrono: Patrono
    parto: date | None = None
    accidente: date | None = None


@dataclass(frozen=True, slots=True)
class Tramo:
    """Days in a row that are treated alike."""

    desde: date
    hasta: date
    dia_desde: int
    dia_hasta: int
    trato: Trato
    valor_iess: Decimal
    valor_empleador: Decimal

    @property
    def dias(self) -> int:
        return (self.hasta - self.desde).days + 1


@dataclass(frozen=True, slots=True)
class Subsidio:
    base: Base
    tramos: tuple[Tramo, ...]
    ultimo_dia: int
    """The number of its last day that this subsidy counts."""

    @property
    def total(self) -> Decimal:
        return sum((tramo.valor_iess for tramo in self.tramos), CERO)

    @property
    def del_empleador(self) -> Decimal:
        return sum((tramo.valor_empleador for tramo in self.tramos), CERO)

    @property
    def dias_pagados(self) -> int:
        """By IESS."""
        return self.dias_con(Causa.SUBSIDIO)

    def dias_con(self, *causas: Causa) -> int:
        return sum(tramo.dias for tramo in self.tramos if tramo.trato.causa in causas)


def liquidar(caso: Caso, base: Base, norma: NormaSubsidios) -> Subsidio:
    tratar, sin_contar = _TRATOS[caso.clase], _sin_contar(caso, norma)
    dias = [dia._replace(numero=dia.numero - sin_contar) for dia in caso.situado.dias]

    def trato(dia: Dia) -> Trato:
        return Trato(Causa.REPETIDO) if dia.repetido else tratar(dia, caso, norma)

    tramos = tuple(_tramo(list(iguales), clave, base) for clave, iguales in groupby(dias, trato))
    cuentan = [tramo.dia_hasta for tramo in tramos if tramo.trato.causa is not Causa.FUERA]
    return Subsidio(base, tramos, ultimo_dia=max(cuentan, default=0))


def _sin_contar(caso: Caso, norma: NormaSubsidios) -> int:
    """How many days of the incapacity use up nothing: they came before this subsidy could begin."""
    if caso.clase is Clase.MATERNIDAD and caso.parto:
        primero = caso.parto - norma.maternidad.antes * UN_DIA
        return sum(not dia.repetido and dia.fecha < primero for dia in caso.situado.dias)
    if caso.clase is Clase.RIESGOS and caso.accidente:
        primero = caso.accidente + norma.riesgos.desde_el_dia_siguiente * UN_DIA
        return max((primero - caso.situado.inicio).days, 0)
    return 0


def _tramo(dias: Sequence[Dia], trato: Trato, base: Base) -> Tramo:
    return Tramo(
        desde=dias[0].fecha,
        hasta=dias[-1].fecha,
        dia_desde=dias[0].numero,
        dia_hasta=dias[-1].numero,
        trato=trato,
        valor_iess=base.de(len(dias), trato.iess),
        valor_empleador=base.de(len(dias), trato.empleador),
    )


def _por_enfermedad(dia: Dia, caso: Caso, norma: NormaSubsidios) -> Trato:
    cifras, publico = norma.enfermedad, caso.patrono is Patrono.PUBLICO
    if dia.numero > cifras.ultimo_dia_pagado(publico=publico):
        return Trato(Causa.SOBRE_EL_MAXIMO)
    if dia.numero >= cifras.primer_dia_pagado(publico=publico):
        return Trato(Causa.SUBSIDIO, iess=porcentaje_del_dia(cifras.bandas, dia.numero))
    if publico:
        return Trato(Causa.EMPLEADOR, empleador=cifras.publico_porcentaje)
    if caso.patrono is Patrono.PRIVADO and dia.numero <= cifras.empleador_dias:
        return Trato(Causa.EMPLEADOR, empleador=cifras.empleador_porcentaje)
    return Trato(Causa.SIN_PAGO)


def _por_maternidad(dia: Dia, caso: Caso, norma: NormaSubsidios) -> Trato:
    cifras = norma.maternidad
    if caso.parto is None or not -cifras.antes <= (dia.fecha - caso.parto).days < cifras.despues:
        return Trato(Causa.FUERA)
    if dia.numero > cifras.maximo:
        return Trato(Causa.SOBRE_EL_MAXIMO)
    if caso.patrono is Patrono.PUBLICO:
        return Trato(Causa.EMPLEADOR, empleador=_CIEN)
    de_quien = cifras.empleador_porcentaje if caso.patrono is Patrono.PRIVADO else CERO
    return Trato(Causa.SUBSIDIO, cifras.porcentaje, de_quien)


def _por_riesgos(dia: Dia, caso: Caso, norma: NormaSubsidios) -> Trato:
    if dia.numero < 1:
        return Trato(Causa.FUERA)
    if dia.numero > norma.riesgos.maximo:
        return Trato(Causa.SOBRE_EL_MAXIMO)
    return Trato(Causa.SUBSIDIO, iess=porcentaje_del_dia(norma.riesgos.bandas, dia.numero))


_TRATOS: Mapping[Clase, Callable[[Dia, Caso, NormaSubsidios], Trato]] = {
    Clase.ENFERMEDAD: _por_enfermedad,
    Clase.MATERNIDAD: _por_maternidad,
    Clase.RIESGOS: _por_riesgos,
}


def porcentaje_del_dia(bandas: Iterable[Banda], numero: int) -> Decimal:
    return next((banda.porcentaje for banda in bandas if numero <= banda.hasta), CERO)
