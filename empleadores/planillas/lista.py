"""The planillas of an employer as their pages show them: what is owed today, and every month with its planillas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db import connection
from django.db.models import Max

from empleadores.planillas.meses import Cierre, Mes, mes_de, reabiertos_de
from nucleo.dinero import CERO
from registro.dialecto import dialecto_de
from registro.models import Empleador, EstadoPlanilla, Planilla, nombre_de_tipo
from registro.planillas.deuda import Deuda, total_de
from registro.planillas.palabras import ESTADOS
from registro.planillas.sumas import de_filas
from registro.reglas.puertas import mover

MESES_AL_ABRIR = 12
# Rows of planillas paid before the portal that a list adds up; of more of them it says no values.
MAXIMO_SUMADO = 300_000


@dataclass(frozen=True, slots=True)
class Linea:
    """One planilla in a list. `capital` is None where nobody kept it and there is too much to add up."""

    planilla: Planilla
    estado: EstadoPlanilla
    capital: Decimal | None
    interes: Decimal
    total: Decimal
    """To pay today: what of the capital is still owed, and its interest."""

    @property
    def tipo(self) -> str:
        return nombre_de_tipo(self.planilla.tipo)

    @property
    def en_palabras(self) -> tuple[str, str]:
        """The state, and the tone of its tag."""
        return ESTADOS[self.estado]

    @property
    def se_debe(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class MesDePlanillas:
    """A month, its planillas, and whether they can be made again."""

    periodo: date
    lineas: Sequence[Linea]
    mes: Mes

    @property
    def capital(self) -> Decimal | None:
        valores = [linea.capital for linea in self.lineas]
        return None if None in valores else sum((valor for valor in valores if valor), CERO)

    @property
    def debe(self) -> Decimal:
        return sum((linea.total for linea in self.lineas), CERO)

    @property
    def estado(self) -> tuple[str, str]:
        """The state that most needs to be known, of all its planillas."""
        estados = {linea.estado for linea in self.lineas}
        graves = (EstadoPlanilla.EN_MORA, EstadoPlanilla.PENDIENTE, EstadoPlanilla.EN_CONVENIO, EstadoPlanilla.PAGADA)
        return ESTADOS[next((estado for estado in graves if estado in estados), EstadoPlanilla.ANULADA)]


@dataclass(frozen=True)
class PorPagar:
    """What an employer owes today, what fell due first at the top."""

    lineas: Sequence[Linea]
    interes: Decimal
    total: Decimal
    vencido: Decimal

    @property
    def proximo(self) -> date | None:
        """The next day on which something falls due."""
        en_plazo = (una.planilla.fecha_vencimiento for una in self.lineas if una.estado is EstadoPlanilla.PENDIENTE)
        return min(en_plazo, default=None)

    @property
    def por_vencer(self) -> Decimal:
        """What falls due on that day."""
        return sum((una.total for una in self.lineas if una.planilla.fecha_vencimiento == self.proximo), CERO)


def por_pagar(deudas: Sequence[Deuda]) -> PorPagar:
    lineas = [linea_de(deuda.planilla, deuda, {}) for deuda in deudas]
    return PorPagar(
        lineas=lineas,
        interes=sum((deuda.interes for deuda in deudas), CERO),
        total=total_de(deudas),
        vencido=total_de(deuda for deuda in deudas if deuda.estado is EstadoPlanilla.EN_MORA),
    )


def linea_de(
    planilla: Planilla, deuda: Deuda | None, sumas: Mapping[int, Decimal | None], hoy: date | None = None
) -> Linea:
    if deuda:
        return Linea(planilla, deuda.estado, planilla.capital, deuda.interes, deuda.total)
    assert hoy
    return Linea(planilla, planilla.estado(hoy), sumas.get(planilla.pk, planilla.capital), CERO, CERO)


def anios_de(empleador: Empleador) -> list[int]:
    """The years that have planillas, newest first. One query."""
    return [dia.year for dia in Planilla.objects.filter(empleador=empleador).dates("periodo", "year", order="DESC")]


def meses_de_planillas(
    empleador: Empleador, deudas: Sequence[Deuda], hoy: date, anio: int | None = None
) -> list[MesDePlanillas]:
    """Newest first: of one year, or the last twelve that have any; and the month that is due now, with or without."""
    suyas = Planilla.objects.filter(empleador=empleador)
    if anio:
        suyas = suyas.filter(periodo__year=anio)
    else:
        ultimo = suyas.aggregate(ultimo=Max("periodo"))["ultimo"] or mover(hoy.replace(day=1), -1)
        suyas = suyas.filter(periodo__gte=mover(ultimo, 1 - MESES_AL_ABRIR))
    planillas = list(suyas.order_by("-periodo", "sucursal", "tipo"))
    por_id = {deuda.planilla.pk: deuda for deuda in deudas}
    sumas = capitales_de(planillas)
    lineas = [linea_de(planilla, por_id.get(planilla.pk), sumas, hoy) for planilla in planillas]
    estado = EstadoDeMeses(empleador, hoy)
    meses = [
        MesDePlanillas(periodo, suyas_del_mes := list(grupo), estado.de(periodo, suyas_del_mes))
        for periodo, grupo in groupby(lineas, key=lambda linea: linea.planilla.periodo)
    ]
    if estado.en_curso not in {mes.periodo for mes in meses} and anio in (None, estado.en_curso.year):
        meses.append(MesDePlanillas(estado.en_curso, [], estado.de(estado.en_curso, [])))
    return sorted(meses, key=lambda mes: mes.periodo, reverse=True)


def capitales_de(planillas: Iterable[Planilla]) -> dict[int, Decimal | None]:
    """Of the planillas that were paid before the portal, which keep no amounts: what their rows come to. One query."""
    sin_valores = [una for una in planillas if not una.capital and una.trabajadores and not una.anulada_en]
    if sum(una.trabajadores for una in sin_valores) > MAXIMO_SUMADO:
        return {una.pk: None for una in sin_valores}
    return {pk: suma.total for pk, suma in de_filas(dialecto_de(connection), sin_valores).items()}


class EstadoDeMeses:
    """Which of the months of a list are open. The one before this one is looked up; others are only when reopened."""

    def __init__(self, empleador: Empleador, hoy: date):
        self.en_curso = mover(hoy.replace(day=1), -1)
        self._reabiertos = reabiertos_de(empleador, hoy)
        self._en_curso = mes_de(empleador, self.en_curso, hoy, self._reabiertos)

    def de(self, periodo: date, lineas: Sequence[Linea]) -> Mes:
        if periodo == self.en_curso:
            return self._en_curso
        hasta = self._reabiertos.get(periodo)
        if hasta and not any(_cobrada(linea.planilla) for linea in lineas):
            return Mes(periodo, hasta, reabierto=True)
        vencimiento = max((linea.planilla.fecha_vencimiento for linea in lineas), default=periodo)
        sin_generar = not any(linea.planilla.trabajadores for linea in lineas)
        return Mes(periodo, vencimiento, por_que=Cierre.VENCIDO, sin_generar=sin_generar)


def _cobrada(planilla: Planilla) -> bool:
    return bool(
        planilla.convenio
        or planilla.fecha_pago
        or planilla.capital_pagado
        or planilla.interes_pagado
        or planilla.aportes_impagos < planilla.trabajadores
    )
