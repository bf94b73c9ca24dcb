"""What if: other people than today's, for the mortgage that they would have then."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from afiliados.reglas.hipotecario import Interesado, Situacion
from registro.reglas.pension import MesPagado
from registro.reglas.puertas import meses_despues, mover, siguiente_aporte


@dataclass(frozen=True, slots=True)
class Supuesto:
    """What somebody imagines of themselves; nothing said is as it is."""

    meses: int = 0
    """How long they wait, contributing."""
    ingreso: Decimal | None = None
    conyuge: Decimal | None = None
    """The income of whoever would owe it with them."""


def suponer(quien: Interesado, supuesto: Supuesto, hoy: date) -> tuple[Interesado, date]:
    """Who they would be, and on which day. Their instalments are paid meanwhile."""
    meses, dia = supuesto.meses, meses_despues(hoy, supuesto.meses)
    vigentes = [replace(uno, saldo=uno.saldo_tras(meses)) for uno in quien.vigentes]
    if quien.situacion is Situacion.JUBILADO:
        pension = quien.pension if supuesto.ingreso is None else supuesto.ingreso
        return replace(quien, pension=pension, vigentes=vigentes), dia
    return replace(quien, pagados=_aportando(quien, supuesto, hoy), vigentes=vigentes), dia


def _aportando(quien: Interesado, supuesto: Supuesto, hoy: date) -> list[MesPagado]:
    pagados = list(quien.pagados)
    meses = supuesto.meses if quien.situacion else 0
    ultimo = pagados[-1] if pagados else None
    ingreso = supuesto.ingreso if supuesto.ingreso is not None else quien.ingreso
    if meses:
        primero = siguiente_aporte(ultimo.periodo if ultimo else None, hoy)
        return pagados + [MesPagado(mover(primero, i), ingreso) for i in range(meses)]
    return [*pagados[:-1], ultimo._replace(sueldo=ingreso)] if ultimo else []


def acompanante(quien: Interesado, ingreso: Decimal) -> Interesado:
    """Somebody imagined, of whom only the income is known: they stand in the way of nothing."""
    return Interesado(quien.nacimiento, Situacion.JUBILADO, pension=ingreso)
