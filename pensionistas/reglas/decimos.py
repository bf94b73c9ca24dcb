"""The two yearly extras of a pensioner, with their own figures (E §8.5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nucleo.dinero import CERO
from pensionistas.reglas import conceptos
from pensionistas.reglas.pagos import Mes
from registro.reglas.pension import Decimos, mensualizada

SEGUIDOS = 2
"""Paid in so many months on end, a décima comes month by month."""


class Recibida(NamedTuple):
    periodo: date
    valor: Decimal


@dataclass(frozen=True, slots=True)
class DecimasDelAnio:
    """`pagada`: the pensions of the year up to now; `tercera`: what those give; `prevista`: with the months to come."""

    anio: int
    pagada: Decimal
    meses: int
    tercera: Decimal
    prevista: Decimal
    tercera_mensual: bool
    tercera_recibida: Recibida | None
    cuarta: Decimal
    cuarta_mensual: bool
    cuarta_cada_mes: Decimal
    cuarta_recibida: Recibida | None
    cuarta_meses: tuple[int, ...]
    """When it comes: one month where an earlier one tells the region, both where nothing does."""

    @property
    def region_conocida(self) -> bool:
        return len(self.cuarta_meses) == 1


def decimas_del_anio(
    meses: Sequence[Mes], anio: int, decimos: Decimos, meses_cuarta: Collection[int], pension: Decimal
) -> DecimasDelAnio:
    """`meses_cuarta`: those of the two regions; `pension`: what each month to come pays, all pensions together."""
    del_anio = [mes for mes in meses if mes.periodo.year == anio and pagado_de_pension(mes)]
    pagada = sum((pagado_de_pension(mes) for mes in del_anio), CERO)
    ultimo = del_anio[-1].periodo.month if del_anio else 0
    faltan = (12 - ultimo) if del_anio else 0
    cuarta = _ultima(meses, conceptos.CUARTA)
    cuarta_mensual = mensual(meses, conceptos.CUARTA)
    conocido = cuarta is not None and not cuarta_mensual
    return DecimasDelAnio(
        anio=anio,
        pagada=pagada,
        meses=len(del_anio),
        tercera=decimos.tercera([pagada]),
        prevista=decimos.tercera([pagada, pension * faltan]),
        tercera_mensual=mensual(meses, conceptos.TERCERA),
        tercera_recibida=_ultima(meses, conceptos.TERCERA),
        cuarta=decimos.cuarta,
        cuarta_mensual=cuarta_mensual,
        cuarta_cada_mes=mensualizada(decimos.cuarta),
        cuarta_recibida=cuarta,
        cuarta_meses=(cuarta.periodo.month,) if conocido and cuarta else tuple(sorted(meses_cuarta)),
    )


def pagado_de_pension(mes: Mes) -> Decimal:
    """What of that month counts for the décima tercera: only what was paid."""
    return sum((r.valor for r in mes.pagados if r.concepto in conceptos.DE_LA_TERCERA), CERO)


def mensual(meses: Sequence[Mes], concepto: str) -> bool:
    """Whether the last months bring it one after the other."""
    ultimos = [mes for mes in meses if mes.pagados][-SEGUIDOS:]
    return len(ultimos) == SEGUIDOS and all(concepto in mes.por_concepto for mes in ultimos)


def _ultima(meses: Sequence[Mes], concepto: str) -> Recibida | None:
    return next(
        (Recibida(mes.periodo, mes.por_concepto[concepto]) for mes in reversed(meses) if concepto in mes.por_concepto),
        None,
    )
