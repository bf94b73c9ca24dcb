"""Uninterrupted months (LSS art. 107): how many there are, and from when there will be enough."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.reglas.imposiciones_seguidas import (
    desde_cuando_dias,
    desde_cuando_seguidos,
    dias_en,
    protege_hasta,
    racha,
)
from registro.reglas.puertas import mover, siguiente_aporte
from registro.reglas.tiempo_servicio import Mes

HOY = date(2026, 11, 20)
OCTUBRE = date(2026, 10, 1)


def mes(atras: int, *, pagado: bool = True, dias: int = 30) -> Mes:
    """So many months before October 2026."""
    return Mes(mover(OCTUBRE, -atras), pagado, dias if pagado else 0, Decimal(500), not pagado)


def record(*pagados: bool | None) -> list[Mes]:
    """The last is October; None: no row at all."""
    return [mes(len(pagados) - 1 - i, pagado=uno) for i, uno in enumerate(pagados) if uno is not None]


@pytest.mark.parametrize(
    ("meses", "seguidos", "con_impagos"),
    [
        ([], 0, 0),
        (record(True), 1, 1),
        (record(True, True, True), 3, 3),
        (record(True, None, True), 1, 1),
        (record(True, False, True), 1, 3),
        (record(True, True, False), 2, 3),
        (record(True, True, None), 2, 2),
        (record(False, False), 0, 2),
    ],
)
def test_a_month_without_payment_cuts_the_run(meses, seguidos, con_impagos):
    lleva = racha(meses, HOY)

    assert (lleva.meses, lleva.con_impagos) == (seguidos, con_impagos)
    assert len(lleva.impagos) == sum(not uno.pagado for uno in meses)


def test_only_what_came_before_the_month_counts():
    meses = record(*[True] * 12)

    assert racha(meses, OCTUBRE).hasta == date(2026, 9, 1)
    assert racha(meses, date(2026, 10, 31)).meses == 11
    assert racha(meses, date(2025, 11, 1)).hasta is None


def test_the_protection_ends_with_the_second_whole_month():
    assert protege_hasta(OCTUBRE, 2) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("meses", "cuando"),
    [
        (record(*[True] * 4), date(2027, 1, 1)),  # November and December are to come
        (record(*[True] * 8), date(2026, 9, 1)),  # since March: it was enough in September
        (record(True, True, True, None), date(2027, 1, 1)),  # October may still be paid
        (record(True, True, True, None, None), date(2027, 5, 1)),  # September can't: all again
        ([], date(2027, 5, 1)),
    ],
)
def test_six_months_are_complete_on_the_first_day_after_the_sixth(meses, cuando):
    assert desde_cuando_seguidos(meses, 6, HOY) == cuando


@settings(max_examples=50)
@given(
    pagados=st.lists(st.sampled_from([True, True, True, False, None]), max_size=24),
    dias=st.integers(1, 30),
    piden=st.sampled_from([(360, 12), (378, 16)]),
)
def test_who_goes_on_without_a_gap_has_enough_on_the_day_that_was_said_and_not_before(pagados, dias, piden):
    meses = [mes(len(pagados) - 1 - i, pagado=uno, dias=dias) for i, uno in enumerate(pagados) if uno is not None]
    ultimo = max((uno.periodo for uno in meses if uno.pagado), default=None)
    siguiente = siguiente_aporte(ultimo, HOY)
    futuro = [Mes(mover(siguiente, i), True, 30, Decimal(500), False) for i in range(24)]
    todos = [uno for uno in meses if uno.periodo < siguiente] + futuro

    cuando = desde_cuando_dias(meses, *piden, inicio=HOY, hoy=HOY)

    assert dias_en(todos, piden[1], cuando) >= piden[0]
    assert cuando == date(2026, 12, 1) or dias_en(todos, piden[1], mover(cuando, -1)) < piden[0]
    assert racha(todos, desde_cuando_seguidos(meses, 12, HOY)).meses >= 12
