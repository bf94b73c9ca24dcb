"""Interest on what is paid late, and how a payment is shared out (E §5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nucleo.dinero import CERO
from registro.reglas.mora import Metodo, Tramo, dias_de_mora, imputar, interes

MENSUAL, ANUAL = Metodo.SIMPLE_MENSUAL, Metodo.SIMPLE_365
PUBLICADA = (Tramo(date(2011, 9, 1), Decimal("13.33")),)
DOS = (*PUBLICADA, Tramo(date(2026, 7, 1), Decimal("10.00")))
CAPITAL = Decimal("206.00")

dias = st.dates(date(2012, 1, 1), date(2040, 12, 31))
dinero = st.decimals(0, 10_000_000, places=2)


def test_three_months_of_the_published_calculator():
    # TV13 (computed; rate: iess.gob.ec/en/web/empleador/mora-patronal): 206.00 × 13.33 % ÷ 12 × 3 = 6.86495
    assert interes(CAPITAL, date(2026, 4, 15), date(2026, 7, 15), PUBLICADA, MENSUAL) == Decimal("6.86")


def test_the_same_ninety_days_by_the_base_of_365():
    # TV13, the other base: 206.00 × 13.33 % × 90 ÷ 365 = 6.771
    assert interes(CAPITAL, date(2026, 4, 15), date(2026, 7, 14), PUBLICADA, ANUAL) == Decimal("6.77")


def test_nothing_is_late_on_the_due_date_and_one_day_is_on_the_next():
    vence = date(2026, 4, 15)
    assert interes(CAPITAL, vence, vence, PUBLICADA, MENSUAL) == CERO
    assert interes(CAPITAL, vence, vence - timedelta(days=3), PUBLICADA, MENSUAL) == CERO
    # 206.00 × 13.33 % ÷ 360 = 0.076277
    assert interes(CAPITAL, vence, vence + timedelta(days=1), PUBLICADA, MENSUAL) == Decimal("0.08")


@pytest.mark.parametrize(
    ("desde", "hasta", "mensual", "anual"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 28, 28),
        (date(2026, 1, 30), date(2026, 1, 31), 0, 1),  # the thirty-first is the thirtieth
        (date(2026, 1, 31), date(2026, 3, 31), 60, 59),
        (date(2026, 2, 28), date(2026, 3, 1), 3, 1),  # a month has thirty days
        (date(2024, 2, 28), date(2024, 3, 1), 3, 2),
        (date(2024, 2, 15), date(2025, 2, 15), 360, 366),
        (date(2025, 2, 15), date(2026, 2, 15), 360, 365),
        (date(2026, 12, 15), date(2027, 1, 15), 30, 31),
        (date(2026, 12, 15), date(2026, 12, 1), 0, 0),
    ],
)
def test_days_by_each_calendar(desde, hasta, mensual, anual):
    assert (dias_de_mora(desde, hasta, MENSUAL), dias_de_mora(desde, hasta, ANUAL)) == (mensual, anual)


def test_each_day_bears_the_rate_of_its_time():
    # From 15 June to 15 July: the new rate rules from 1 July on, so 15 days bear each of them.
    esperado = (CAPITAL * (Decimal("13.33") * 15 + Decimal("10.00") * 15) / 36000).quantize(CERO)
    assert interes(CAPITAL, date(2026, 6, 15), date(2026, 7, 15), DOS, MENSUAL) == esperado


def test_days_before_the_first_rate_bear_nothing():
    tramos = (Tramo(date(2026, 7, 1), Decimal(12)),)
    assert interes(Decimal(1000), date(2020, 1, 1), date(2026, 7, 1), tramos, ANUAL) == CERO
    assert interes(Decimal(1000), date(2026, 7, 1), date(2026, 7, 31), tramos, MENSUAL) == Decimal("9.67")
    assert interes(Decimal(1000), date(2026, 7, 1), date(2026, 7, 31), (), MENSUAL) == CERO


@given(desde=dias, medio=dias, hasta=dias, metodo=st.sampled_from(Metodo))
def test_days_in_two_parts_are_the_days_of_the_whole(desde, medio, hasta, metodo):
    desde, medio, hasta = sorted((desde, medio, hasta))
    partes = dias_de_mora(desde, medio, metodo) + dias_de_mora(medio, hasta, metodo)
    assert partes == dias_de_mora(desde, hasta, metodo)


@given(desde=dias, hasta=dias, metodo=st.sampled_from(Metodo), corte=dias)
def test_a_change_to_the_same_rate_changes_nothing(desde, hasta, metodo, corte):
    partida = (Tramo(date(2011, 9, 1), Decimal("13.33")), Tramo(corte, Decimal("13.33")))
    capital = Decimal("9100.00")
    assert interes(capital, desde, hasta, partida, metodo) == interes(capital, desde, hasta, PUBLICADA, metodo)


@given(capital=dinero, desde=dias, hasta=dias, despues=dias, metodo=st.sampled_from(Metodo))
def test_interest_never_falls_with_time(capital, desde, hasta, despues, metodo):
    hasta, despues = sorted((hasta, despues))
    assert interes(capital, desde, hasta, DOS, metodo) <= interes(capital, desde, despues, DOS, metodo)


@given(valor=dinero, debe=dinero, capital=dinero)
def test_a_payment_is_shared_out_to_the_cent_and_interest_comes_first(valor, debe, capital):
    parte = imputar(valor, interes=debe, capital=capital)
    assert sum(parte) == valor
    assert min(parte) >= 0
    assert parte.interes <= debe
    assert parte.capital <= capital
    assert not parte.capital or parte.interes == debe
    assert not parte.excedente or (parte.interes, parte.capital) == (debe, capital)
