"""Vectors TV01…TV15 of contributions; each id says where its figures come from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.aportes import (
    Tasas,
    base_imponible,
    contribucion,
    dias_jornada,
    porcentaje,
    salud_tiempo_parcial,
)

PRIVADO = Tasas(Decimal("9.45"), Decimal("11.15"), Decimal("1.00"))
PUBLICO = Tasas(Decimal("11.45"), Decimal("9.15"))


@pytest.mark.parametrize(
    ("base", "personal", "patronal"),
    [
        pytest.param("482", "45.55", "53.74", id="TV01 Vistazo 2025-12-17"),
        pytest.param("470", "44.42", "52.41", id="TV02 Vistazo 2025-12-17"),
        pytest.param("1000", "94.50", "111.50", id="TV11 computed from the rates"),
    ],
)
def test_a_private_worker_and_the_employer_pay_their_rates(base, personal, patronal):
    pago = contribucion(Decimal(base), PRIVADO)
    assert (pago.personal, pago.patronal) == (Decimal(personal), Decimal(patronal))


@pytest.mark.parametrize(
    ("base", "tasa", "valor"),
    [
        pytest.param("500", "9.35", "46.75", id="TV03 paisenvivo 4203, rate before C.D. 466"),
        pytest.param("500", "9.45", "47.25", id="TV03 paisenvivo 4203"),
        pytest.param("360", "9.35", "33.66", id="TV03 paisenvivo 4203, second pair"),
        pytest.param("360", "9.45", "34.02", id="TV03 paisenvivo 4203, second pair, new rate"),
        pytest.param("20319", "9.45", "1920.15", id="TV05 a real payroll in public code"),
        pytest.param("1000", "8.33", "83.30", id="TV11 reserve fund"),
        pytest.param("482", "3.41", "16.44", id="TV14 Expreso 269957, cover of the spouse"),
    ],
)
def test_a_rate_gives_the_published_amount(base, tasa, valor):
    assert porcentaje(Decimal(base), Decimal(tasa)) == Decimal(valor)


def test_the_comprobante_adds_the_third_party_contribution():
    # TV11 computed: 206.00 for the IESS and 10.00 of CCC; 482 → 104.11 (computed beside TV01)
    pago = contribucion(Decimal(1000), PRIVADO)
    assert (pago.iess, pago.ccc, pago.total, pago.empleador) == (206, 10, 216, Decimal("121.50"))
    assert contribucion(Decimal(482), PRIVADO).total == Decimal("104.11")


def test_a_public_servant_pays_the_larger_part():
    # TV12 computed from 11.45 % and 9.15 %
    pago = contribucion(Decimal(1000), PUBLICO)
    assert (pago.personal, pago.patronal, pago.ccc) == (Decimal("114.50"), Decimal("91.50"), 0)


def test_components_are_rounded_one_by_one():
    # TV15 computed: the sum of the rates on the same base would be a cent less
    assert contribucion(Decimal(470), PRIVADO).iess == Decimal("96.83")
    assert porcentaje(Decimal(470), Decimal("20.60")) == Decimal("96.82")


def test_four_hours_a_day_are_half_a_month():
    # TV08, public code that quotes the IESS
    dias = dias_jornada(4)
    base = base_imponible(Decimal(482), dias)
    assert (dias, base) == (15, Decimal("241.00"))
    assert salud_tiempo_parcial(Decimal(482), base, Decimal("4.41")) == Decimal("10.63")


@pytest.mark.parametrize(("horas", "dias"), [(4, 15), (5, 18), (6, 22), (7, 26), (8, 30)])
def test_hours_a_day_become_whole_days(horas, dias):
    # TV09, public code that quotes the IESS
    assert dias_jornada(horas) == dias


@pytest.mark.parametrize("horas", [0, -1, 9])
def test_hours_outside_a_working_day_are_an_error(horas):
    with pytest.raises(ValueError, match="1 to 8"):
        dias_jornada(horas)


def test_a_part_time_worker_who_earns_the_sbu_costs_no_extra_for_health():
    assert salud_tiempo_parcial(Decimal(482), Decimal(482), Decimal("4.41")) == 0
    assert salud_tiempo_parcial(Decimal(482), Decimal(900), Decimal("4.41")) == 0


@given(st.decimals(0, 100_000, places=2))
def test_the_parts_always_add_up_to_the_total(base):
    pago = contribucion(base, PRIVADO)
    assert pago.iess + pago.ccc == pago.total == pago.personal + pago.empleador
