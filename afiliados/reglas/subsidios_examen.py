"""What the rule of the subsidies looks at: who asks, what for, and where it stands in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from afiliados.reglas.certificado_medico import Habiles, Ventana, ventana
from afiliados.reglas.imposiciones_seguidas import Racha, racha
from afiliados.reglas.reposos import UN_DIA, Clase, Motivo, Periodo, Reposo, Situado, situar
from afiliados.reglas.subsidios_calculo import (
    Base,
    Caso,
    NormaSubsidios,
    Patrono,
    Subsidio,
    base_de_promedio,
    base_del_ultimo_mes,
    liquidar,
)
from nucleo.dinero import CERO
from registro.reglas.tiempo_servicio import Mes


class FaltaUnaFecha(ValueError):
    """A maternity without the day of the birth, or an accident without its day: the form has to ask."""


@dataclass(frozen=True, slots=True)
class Puesto:
    """One affiliation; without employer it is voluntary. `hasta`: the last day, as the aviso de salida says it."""

    empleador: str
    desde: date
    hasta: date | None = None
    publico: bool = False
    sueldo: Decimal = CERO
    """Of the aviso de entrada: the base of who has contributed nothing yet."""

    def rige(self, dia: date) -> bool:
        return self.desde <= dia and (self.hasta is None or dia <= self.hasta)


@dataclass(frozen=True, slots=True)
class Asegurado:
    """What the register knows of who asks."""

    meses: Sequence[Mes]
    """Of the record, in order, each once."""
    puestos: Sequence[Puesto] = ()
    anteriores: Sequence[Periodo] = ()
    """The rests that were accepted or wait for an answer, without the one that is asked now."""
    cuenta: str = ""
    cuenta_validada: bool = False

    def puestos_el(self, dia: date) -> list[Puesto]:
        return [puesto for puesto in self.puestos if puesto.rige(dia)]

    def patrono(self, dia: date) -> Patrono:
        """Who works for a private employer too counts as private."""
        con_empleador = [puesto for puesto in self.puestos_el(dia) if puesto.empleador]
        if not con_empleador:
            return Patrono.NINGUNO
        return Patrono.PUBLICO if all(puesto.publico for puesto in con_empleador) else Patrono.PRIVADO


@dataclass(frozen=True, slots=True)
class Pedido:
    """What is asked: one certificate."""

    reposo: Reposo
    presentado: date
    """The day on which it was handed in."""
    parto: date | None = None
    """The day of the birth, or the one that is expected."""
    accidente: date | None = None
    aviso: date | None = None
    """The day on which the accident was reported."""
    escritos: Mapping[str, str] | None = None
    """What the form took from the certificate, by the name of its field; None: not asked yet."""

    def __post_init__(self) -> None:
        if self.reposo.motivo is Motivo.MATERNIDAD and self.parto is None:
            raise FaltaUnaFecha("parto")
        if self.reposo.motivo is Motivo.ACCIDENTE_DE_TRABAJO and self.accidente is None:
            raise FaltaUnaFecha("accidente")


@dataclass(frozen=True, slots=True)
class Examen:
    """Everything that the requirements and the steps look at."""

    asegurado: Asegurado
    pedido: Pedido
    norma: NormaSubsidios
    hoy: date
    caso: Caso
    racha: Racha
    subsidio: Subsidio
    ventana: Ventana
    limite_aviso: date | None = None
    """The last day for reporting the accident."""

    @property
    def reposo(self) -> Reposo:
        return self.pedido.reposo

    @property
    def clase(self) -> Clase:
        return self.reposo.clase

    @property
    def situado(self) -> Situado:
        return self.caso.situado

    @property
    def hecho(self) -> date:
        """The day on which the right must exist: of the accident, or the first one of the incapacity."""
        return self.caso.accidente or self.situado.inicio

    @property
    def maximo(self) -> int:
        """The last day of the incapacity that may be paid."""
        if self.clase is Clase.ENFERMEDAD:
            return self.norma.enfermedad.ultimo_dia_pagado(publico=self.caso.patrono is Patrono.PUBLICO)
        return self.norma.maternidad.maximo if self.clase is Clase.MATERNIDAD else self.norma.riesgos.maximo

    @property
    def disponibles(self) -> int:
        """How many more days could be paid if the rest goes on."""
        quedan = self.maximo - self.subsidio.ultimo_dia
        if self.clase is Clase.MATERNIDAD and self.caso.parto:
            fin = self.caso.parto + (self.norma.maternidad.despues - 1) * UN_DIA
            quedan = min(quedan, (fin - self.reposo.hasta).days)
        return max(quedan, 0)


def examinar(asegurado: Asegurado, pedido: Pedido, *, norma: NormaSubsidios, habiles: Habiles, hoy: date) -> Examen:
    reposo = pedido.reposo
    situado = situar(reposo.periodo, asegurado.anteriores)
    accidente = pedido.accidente if reposo.motivo is Motivo.ACCIDENTE_DE_TRABAJO else None
    caso = Caso(
        clase=reposo.clase,
        situado=situado,
        patrono=asegurado.patrono(accidente or situado.inicio),
        parto=pedido.parto,
        accidente=accidente,
    )
    # LSS art. 107: before the illness, or before the birth.
    antes_de = pedido.parto if reposo.clase is Clase.MATERNIDAD and pedido.parto else situado.inicio
    de_la_base = base(asegurado, caso, norma)
    return Examen(
        asegurado=asegurado,
        pedido=pedido,
        norma=norma,
        hoy=hoy,
        caso=caso,
        racha=racha(asegurado.meses, antes_de),
        subsidio=liquidar(caso, de_la_base, norma),
        ventana=ventana(reposo, norma.certificado_habiles, habiles),
        limite_aviso=habiles.sumar(accidente, norma.riesgos.aviso_habiles) if accidente else None,
    )


def base(asegurado: Asegurado, caso: Caso, norma: NormaSubsidios) -> Base:
    """Of the incapacity, not of the certificate: one that goes on keeps the base of the first."""
    inicio = caso.situado.inicio
    if caso.clase is Clase.ENFERMEDAD:
        return base_de_promedio(asegurado.meses, inicio, norma.meses_de_base[Clase.ENFERMEDAD])
    if caso.clase is Clase.MATERNIDAD:
        return base_del_ultimo_mes(asegurado.meses, caso.parto or inicio, conservacion=norma.conservacion_meses + 1)
    hecho = caso.accidente or inicio
    contrato = sum((puesto.sueldo for puesto in asegurado.puestos_el(hecho)), CERO)
    return base_del_ultimo_mes(asegurado.meses, hecho, conservacion=norma.conservacion_meses + 1, contrato=contrato)
