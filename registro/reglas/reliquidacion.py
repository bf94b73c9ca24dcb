"""What a pension becomes when contributions that an employer owed are paid after it was granted (E §11).

The months that count as new are those paid after the date of the acuerdo. The pension is computed again with all of
them, by the norm in force at retirement; it never goes down. The difference is due from the month in which the debt was
paid in full (`reliquidacion_retroactivo_desde`, of low confidence), month by month: what that month was paid against
what it should have been, which is never less than the mínima of its own year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from nucleo.dinero import CERO, centavos
from registro.reglas.pension import (
    Base,
    Liquidacion,
    MesPagado,
    Norma,
    anios_completos,
    base,
    liquidar,
    minima,
)
from registro.reglas.puertas import mover

_CIEN = Decimal(100)


class Desde(StrEnum):
    """From when the difference is due; the values of `reliquidacion_retroactivo_desde`."""

    PAGO_COMPLETO = "FECHA_PAGO_COMPLETO"
    """From the month in which the last of the new contributions was paid, that month included."""
    INICIO_PENSION = "FECHA_INICIO_PENSION"


@dataclass(frozen=True, slots=True)
class AporteDePension:
    """A contribution of whom the pension comes from. `vence`: the last day to pay it, where it is known."""

    periodo: date
    ruc: str
    empleador: str
    sueldo: Decimal
    fecha_pago: date | None
    vence: date | None = None

    def en_mora(self, hoy: date) -> bool:
        return self.fecha_pago is None and (self.vence is None or self.vence < hoy)


@dataclass(frozen=True, slots=True)
class PensionVigente:
    """The pension as it is. `del_sgp`: vejez, invalidez or muerte; `cuota`: what per cent of it a survivor has.

    A survivor's share is what the pension is of the one that was calculated for the deceased.
    """

    inicio: date
    monto: Decimal
    del_sgp: bool = True
    acuerdo: date | None = None
    base: Decimal | None = None
    imposiciones: int | None = None
    de_sobreviviente: bool = False
    cuota: Decimal = _CIEN
    mejora: Decimal = CERO
    """What later work added to it, which no calculation takes away."""

    @property
    def corte(self) -> date:
        """What was paid after this day was not counted; without an acuerdo, the day on which the pension began."""
        return self.acuerdo or self.inicio

    def con_su_cuota(self, norma: Norma) -> Self:
        """With the share of a survivor; none where it can't be known, which raises nothing."""
        if not self.de_sobreviviente:
            return self
        if not self.base or (self.imposiciones or 0) < norma.anios_minimos * 12:
            return replace(self, cuota=CERO)
        entera = liquidar(self.base, self.imposiciones or 0, norma).pension
        return replace(self, cuota=centavos(self.monto * _CIEN / entera))


@dataclass(frozen=True, slots=True)
class PensionPagada:
    """What a month was paid as pension: décimos and deductions apart."""

    periodo: date
    valor: Decimal


@dataclass(frozen=True, slots=True)
class SalarioBasico:
    desde: date
    valor: Decimal


@dataclass(frozen=True, slots=True)
class Pensionista:
    """What the register shows of who asks. `hasta`: the last month that was paid at the amount of today."""

    correo: str
    hasta: date
    pension: PensionVigente | None = None
    aportes: tuple[AporteDePension, ...] = ()
    """Of whom the pension comes from: oneself, or the deceased."""
    pagadas: tuple[PensionPagada, ...] = ()
    salarios: tuple[SalarioBasico, ...] = ()
    """In order: the mínima of a month follows the basic salary of that month."""
    del_causante: str = ""
    """The deceased, where the pension comes from one."""

    @property
    def nuevos(self) -> list[AporteDePension]:
        """The contributions that the acuerdo could not count, in order."""
        pension = self.pension
        if pension is None:
            return []
        return _nuevos(_pagados(self.aportes, pension), pension)


@dataclass(frozen=True, slots=True)
class Deuda:
    """The months that one employer still owes."""

    ruc: str
    empleador: str
    meses: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MesRetroactivo:
    periodo: date
    pagada: Decimal
    debida: Decimal

    @property
    def diferencia(self) -> Decimal:
        return self.debida - self.pagada


@dataclass(frozen=True, slots=True)
class Reliquidacion:
    nuevos: tuple[AporteDePension, ...]
    """The contributions paid after the acuerdo, in order."""
    deudas: tuple[Deuda, ...]
    base: Base
    liquidacion: Liquidacion | None
    """None: too little time for any coefficient."""
    anterior: Decimal
    pension: Decimal
    """The new one; never less than `anterior`."""
    desde: date | None
    """The first month with a difference; None: there is none."""
    retroactivo: tuple[MesRetroactivo, ...]

    @property
    def diferencia(self) -> Decimal:
        return self.pension - self.anterior

    @property
    def total(self) -> Decimal:
        return sum((mes.diferencia for mes in self.retroactivo), CERO)


def deudas(aportes: Sequence[AporteDePension], pension: PensionVigente, hoy: date) -> tuple[Deuda, ...]:
    """What employers owe of the time before the pension, each with its months."""
    return deudas_de((aporte for aporte in aportes if aporte.periodo < pension.inicio), hoy)


def deudas_de(aportes: Iterable[AporteDePension], hoy: date) -> tuple[Deuda, ...]:
    """What employers owe of these contributions, the oldest debt first."""
    por_empleador: dict[tuple[str, str], set[date]] = {}
    for aporte in aportes:
        if aporte.en_mora(hoy):
            por_empleador.setdefault((aporte.ruc, aporte.empleador), set()).add(aporte.periodo)
    filas = (Deuda(ruc, nombre, tuple(sorted(meses))) for (ruc, nombre), meses in por_empleador.items())
    return tuple(sorted(filas, key=lambda deuda: (deuda.meses[0], deuda.ruc)))


def reliquidar(
    pension: PensionVigente,
    aportes: Sequence[AporteDePension],
    norma: Norma,
    *,
    desde: Desde,
    hasta: date,
    hoy: date,
    pagadas: Sequence[PensionPagada] = (),
    salarios: Sequence[SalarioBasico] = (),
) -> Reliquidacion:
    """`norma` is that of the start of the pension; `hasta`, the last month that was paid at the old amount.

    Without `pagadas` each month was paid today's amount; without `salarios` the basic salary is that of the norm.
    """
    pagados = _pagados(aportes, pension)
    nuevos = _nuevos(pagados, pension)
    de_la_base = base(_por_mes(pagados), norma)
    imposiciones = _imposiciones(pension, pagados, nuevos)
    valor = max(de_la_base.valor, pension.base or CERO)
    liquidacion = liquidar(valor, imposiciones, norma) if imposiciones >= norma.anios_minimos * 12 else None
    debida = _Debida(pension, norma, liquidacion, salarios)
    nueva = max(debida.de(hoy), pension.monto) if nuevos else pension.monto
    primero = _primer_mes(pension, nuevos, desde) if nueva > pension.monto else None
    return Reliquidacion(
        nuevos=tuple(nuevos),
        deudas=deudas(aportes, pension, hoy),
        base=de_la_base,
        liquidacion=liquidacion,
        anterior=pension.monto,
        pension=nueva,
        desde=primero,
        retroactivo=tuple(_retroactivo(pension, debida, {p.periodo: p.valor for p in pagadas}, primero, hasta)),
    )


@dataclass(frozen=True, slots=True)
class _Debida:
    """What the pension should be in each month."""

    pension: PensionVigente
    norma: Norma
    liquidacion: Liquidacion | None
    salarios: Sequence[SalarioBasico]

    def de(self, mes: date) -> Decimal:
        """The calculated one, or the mínima of those years with the basic salary of that month, if it is more."""
        if self.liquidacion is None:
            return CERO
        sbu = next((s.valor for s in reversed(self.salarios) if s.desde <= mes), self.norma.sbu)
        menor = minima(anios_completos(self.liquidacion.imposiciones), replace(self.norma, sbu=sbu))
        return centavos(max(self.liquidacion.pension, menor) * self.pension.cuota / _CIEN) + self.pension.mejora


def _pagados(aportes: Iterable[AporteDePension], pension: PensionVigente) -> list[AporteDePension]:
    return [a for a in aportes if a.fecha_pago is not None and a.periodo < pension.inicio]


def _nuevos(pagados: Iterable[AporteDePension], pension: PensionVigente) -> list[AporteDePension]:
    return sorted((a for a in pagados if _es_nuevo(a, pension)), key=lambda a: (a.periodo, a.ruc))


def _es_nuevo(aporte: AporteDePension, pension: PensionVigente) -> bool:
    return aporte.fecha_pago is not None and aporte.fecha_pago > pension.corte


def _por_mes(aportes: Sequence[AporteDePension]) -> list[MesPagado]:
    por_mes: dict[date, Decimal] = {}
    for aporte in aportes:
        por_mes[aporte.periodo] = por_mes.get(aporte.periodo, CERO) + aporte.sueldo
    return [MesPagado(periodo, sueldo) for periodo, sueldo in sorted(por_mes.items())]


def _imposiciones(
    pension: PensionVigente, pagados: Sequence[AporteDePension], nuevos: Sequence[AporteDePension]
) -> int:
    """What was counted then and the months that nobody had paid; the record alone where nothing was written down."""
    antes = {aporte.periodo for aporte in pagados if not _es_nuevo(aporte, pension)}
    ganados = {aporte.periodo for aporte in nuevos} - antes
    return max(pension.imposiciones or 0, len(antes)) + len(ganados)


def _primer_mes(pension: PensionVigente, nuevos: Sequence[AporteDePension], desde: Desde) -> date:
    if desde is Desde.INICIO_PENSION:
        return pension.inicio.replace(day=1)
    completo = max(aporte.fecha_pago for aporte in nuevos if aporte.fecha_pago)
    return max(completo, pension.inicio).replace(day=1)


def _retroactivo(
    pension: PensionVigente, debida: _Debida, pagadas: Mapping[date, Decimal], desde: date | None, hasta: date
) -> Iterator[MesRetroactivo]:
    while desde is not None and desde <= hasta:
        pagada = pagadas.get(desde, pension.monto)
        yield MesRetroactivo(desde, pagada, max(debida.de(desde), pagada))
        desde = mover(desde, 1)
