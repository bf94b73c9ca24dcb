"""Whoever was suspended has no rol in the months that the others look back to: theirs are those before it.

They are few: they are told one by one to the staging tables that the rest of the batch fills in SQL.
"""
# ruff: noqa: S608 (the names in these statements are our own)

from collections.abc import Iterator
from datetime import date

from pensionistas.models import Suspension
from pensionistas.reglas import conceptos
from pensionistas.rol.sentencias import PERSONAS, Lote, Plan, en_centavos
from pensionistas.suspension.selectors import ANIO, reanudados
from registro.dialecto import Dialecto
from registro.models import PagoPension
from registro.reglas.puertas import mover


def corregir(dialecto: Dialecto, plan: Plan, lote: Lote) -> list[tuple[int, str, int, int]]:
    """How their décimos come; and (person, concept, place, cents) of what a judge retained in their last month."""
    retenido: list[tuple[int, str, int, int]] = []
    for suspension in reanudados(plan.mes, lote.desde, lote.hasta):
        antes = _dos_anteriores(suspension, plan.mes)
        if antes:
            dialecto.ejecutar(
                f"UPDATE {PERSONAS} SET terceras = {_veces(suspension, conceptos.TERCERA, antes)},"
                f" cuartas = {_veces(suspension, conceptos.CUARTA, antes)} WHERE persona_id = {suspension.persona_id}"
            )
        if _tuvo_cuarta(suspension, mover(plan.mes, -ANIO)):
            dialecto.ejecutar(f"UPDATE {PERSONAS} SET hace_un_anio = 1 WHERE persona_id = {suspension.persona_id}")
        if suspension.hasta == mover(plan.mes, -1):
            retenido += _retenciones(suspension)
    return retenido


def _dos_anteriores(suspension: Suspension, mes: date) -> tuple[date, ...]:
    """The two months before `mes` that were paid, where the suspension lies between them and it."""
    if suspension.hasta == mover(mes, -1):
        return mover(suspension.desde, -1), mover(suspension.desde, -2)
    return (mover(mes, -1), mover(suspension.desde, -1)) if suspension.hasta == mover(mes, -2) else ()


def _veces(suspension: Suspension, concepto: str, meses: tuple[date, ...]) -> int:
    pagados = PagoPension.objects.filter(
        persona_id=suspension.persona_id, concepto=concepto, periodo__in=meses, fecha_pago__isnull=False
    )
    return pagados.values("periodo").distinct().count()


def _tuvo_cuarta(suspension: Suspension, mes: date) -> bool:
    """That month was due with the décima cuarta, and paid later."""
    return any(fila.periodo == mes and fila.cuarta for fila in suspension.meses)


def _retenciones(suspension: Suspension) -> Iterator[tuple[int, str, int, int]]:
    ultimas = PagoPension.objects.filter(
        persona_id=suspension.persona_id,
        periodo=mover(suspension.desde, -1),
        concepto=conceptos.ALIMENTOS,
        fecha_pago__isnull=False,
        valor__lt=0,
    )
    for orden, valor in ultimas.values_list("orden", "valor"):
        yield suspension.persona_id, conceptos.ALIMENTOS, orden, en_centavos(-valor)
