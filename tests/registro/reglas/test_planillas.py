"""The rows of a planilla at the edges of the month. TVs: `empleadores-pensionistas`, table of vectors."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.aportes import Tasas
from registro.reglas.planillas import (
    Empleo,
    NormaPlanilla,
    Renglon,
    antiguedad_desde,
    dias_del_mes,
    fila_de_fondos,
    fila_del_mes,
    primer_mes_de_fondos,
    renglon,
    sueldo_del_mes,
    valores_de_aportes,
)

PRIVADO = Tasas(Decimal("9.45"), Decimal("11.15"), Decimal("1.00"))
PUBLICO = Tasas(Decimal("11.45"), Decimal("9.15"))
NORMA = NormaPlanilla(PRIVADO, Decimal("8.33"), Decimal("4.41"), Decimal(482), primer_mes_de_fondos=13)
OCTUBRE, FEBRERO = date(2026, 10, 1), date(2026, 2, 1)
ANTES = date(2020, 1, 1)


def d(valor: str) -> Decimal:
    return Decimal(valor)


def dia(texto: str) -> date:
    return date.fromisoformat(texto)


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mes", "entra", "sale", "dias"),
    [
        pytest.param("2026-10", "2020-01-01", None, 30, id="all of a month of 31"),
        pytest.param("2026-02", "2020-01-01", None, 30, id="all of February"),
        pytest.param("2026-10", "2026-10-01", None, 30, id="from the first day"),
        pytest.param("2026-10", "2026-10-16", None, 15, id="from the middle"),
        pytest.param("2026-10", "2026-10-30", None, 1, id="from day 30 of 31"),
        pytest.param("2026-10", "2026-10-31", None, 1, id="from day 31"),
        pytest.param("2026-02", "2026-02-28", None, 3, id="from the last day of February"),
        pytest.param("2026-02", "2026-02-15", None, 16, id="from the middle of February"),
        pytest.param("2026-10", "2020-01-01", "2026-10-01", 1, id="until the first day"),
        pytest.param("2026-10", "2020-01-01", "2026-10-15", 15, id="until the middle"),
        pytest.param("2026-10", "2020-01-01", "2026-10-30", 30, id="until day 30 of 31"),
        pytest.param("2026-10", "2020-01-01", "2026-10-31", 30, id="until the last day"),
        pytest.param("2026-02", "2020-01-01", "2026-02-28", 30, id="until the last day of February"),
        pytest.param("2028-02", "2020-01-01", "2028-02-28", 28, id="until the day before it, in a leap year"),
        pytest.param("2028-02", "2020-01-01", "2028-02-29", 30, id="until 29 February"),
        pytest.param("2026-02", "2026-02-01", "2026-02-28", 30, id="all of February, and no other month"),
        pytest.param("2026-02", "2026-02-02", "2026-02-28", 27, id="within February, by the calendar"),
        pytest.param("2026-10", "2026-10-02", "2026-10-31", 29, id="within October, as if they stayed"),
        pytest.param("2026-10", "2026-10-31", "2026-10-31", 1, id="one day, the 31st"),
        pytest.param("2026-10", "2026-10-01", "2026-10-01", 1, id="one day, the first"),
        pytest.param("2026-02", "2026-02-28", "2026-02-28", 1, id="one day, the last of February"),
        pytest.param("2026-10", "2026-10-30", "2026-10-31", 1, id="days 30 and 31 are one"),
        pytest.param("2026-10", "2026-11-01", None, 0, id="they come the month after"),
        pytest.param("2026-10", "2020-01-01", "2026-09-30", 0, id="they left the month before"),
        pytest.param("2026-12", "2026-12-31", "2027-01-01", 1, id="over the end of the year"),
    ],
)
def test_days_of_a_month_of_thirty(mes, entra, sale, dias):
    assert dias_del_mes(dia(f"{mes}-01"), dia(entra), dia(sale) if sale else None) == dias


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(lambda uno: uno.replace(day=1)), st.integers(-40, 40), st.data()
)
def test_a_month_has_one_to_thirty_days_and_never_more_with_an_exit_than_without(mes, lejos, data):
    entra = mes + timedelta(days=lejos)
    sale = entra + timedelta(days=data.draw(st.integers(0, 60)))

    dias = dias_del_mes(mes, entra, sale)

    toca = entra < (mes + timedelta(days=31)).replace(day=1) and sale >= mes
    assert 1 <= dias <= 30 if toca else dias == 0
    assert dias <= dias_del_mes(mes, entra, None)


# --- rows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sueldo", "tasas", "personal", "patronal", "ccc"),
    [
        pytest.param("482", PRIVADO, "45.55", "53.74", "4.82", id="TV01 Vistazo 2025-12-17"),
        pytest.param("470", PRIVADO, "44.42", "52.41", "4.70", id="TV02 and TV15: 96.83, not 96.82"),
        pytest.param("1000", PRIVADO, "94.50", "111.50", "10.00", id="TV11 computed"),
        pytest.param("20319", PRIVADO, "1920.15", "2265.57", "203.19", id="TV05 a real planilla"),
        pytest.param("1000", PUBLICO, "114.50", "91.50", "0.00", id="TV12 computed"),
    ],
)
def test_a_row_is_charged_part_by_part(sueldo, tasas, personal, patronal, ccc):
    valores = valores_de_aportes(renglon(30, d(sueldo), 8, d("0"), NORMA), tasas)

    assert (valores.personal, valores.patronal, valores.ccc) == (d(personal), d(patronal), d(ccc))
    assert valores.total == d(personal) + d(patronal) + d(ccc)


@pytest.mark.parametrize(("horas", "dias"), [(4, 15), (5, 18), (6, 22), (7, 26), (8, 30)])
def test_hours_of_a_day_make_days_of_a_month(horas, dias):
    # TV09, unofficial public code
    assert renglon(30, d("482"), horas, d("0"), NORMA).dias == dias


def test_who_works_half_the_day_for_the_sbu_contributes_on_half_and_the_employer_adds_health():
    # TV08, unofficial public code: 482, 4 h → 15 days; 241.00; 10.63
    assert renglon(30, d("482"), 4, d("0"), NORMA) == Renglon(15, d("241.00"), d("10.63"))


@pytest.mark.parametrize(
    ("dias", "sueldo", "horas", "extras", "esperado"),
    [
        pytest.param(30, "964", 4, "0", (15, "482.00", "0"), id="half a day at the SBU: no supplement"),
        pytest.param(30, "482", 4, "240.99", (15, "481.99", "0"), id="a cent below: 4.41 % of it rounds to nothing"),
        pytest.param(30, "482", 4, "241", (15, "482.00", "0"), id="extras lift it to the SBU"),
        pytest.param(15, "482", 4, "0", (7, "112.47", "5.67"), id="half a month of half days, against half the SBU"),
        pytest.param(1, "482", 4, "0", (1, "16.07", "0"), id="one day of half days is a day still"),
        pytest.param(30, "100", 8, "0", (30, "100.00", "0"), id="the whole day below the SBU: no supplement"),
        pytest.param(30, "0", 8, "12.34", (30, "12.34", "0"), id="only extras"),
        pytest.param(10, "1000", 8, "0.01", (10, "333.34", "0"), id="a third, and a cent of extras"),
    ],
)
def test_part_of_the_day_and_of_the_month(dias, sueldo, horas, extras, esperado):
    fila = renglon(dias, d(sueldo), horas, d(extras), NORMA)

    assert (fila.dias, fila.base, fila.salud) == (esperado[0], d(esperado[1]), d(esperado[2]))


def empleo(entra: date = ANTES, sale: date | None = None, sueldo: str = "600", **datos) -> Empleo:
    return Empleo(entra, sale, d(sueldo), **{"desde": entra, **datos})


def test_who_leaves_and_comes_back_within_a_month_is_one_row():
    se_va, vuelve = empleo(sale=dia("2026-10-10")), empleo(dia("2026-10-21"), sueldo="900")

    assert fila_del_mes([se_va, vuelve], OCTUBRE, NORMA) == Renglon(20, d("500.00"), d("0"))


def test_two_jobs_at_once_in_a_branch_never_make_more_than_thirty_days():
    assert fila_del_mes([empleo(), empleo(sueldo="100")], OCTUBRE, NORMA) == Renglon(30, d("700.00"), d("0"))


def test_extras_of_a_month_without_a_day_have_no_row():
    assert fila_del_mes([empleo(sale=dia("2026-09-30"), extras=d("50"))], OCTUBRE, NORMA) is None
    assert fila_del_mes([], OCTUBRE, NORMA) is None


@pytest.mark.parametrize(
    ("mes", "sueldo"), [("2026-08", "500"), ("2026-09", "550"), ("2026-10", "550"), ("2026-11", "600")]
)
def test_the_salary_of_a_month_is_what_the_next_change_says_was_before(mes, sueldo):
    # 500, then 550 from September on, then 600 from November on
    cambios = [(dia("2026-11-01"), d("550")), (dia("2026-09-01"), d("500"))]

    assert sueldo_del_mes(d("600"), cambios, dia(f"{mes}-01")) == d(sueldo)


# --- fondos de reserva ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desde", "corre"), [("2025-10-01", True), ("2025-10-31", True), ("2025-11-01", False), ("2026-10-01", False)]
)
def test_fondos_de_reserva_begin_in_the_thirteenth_month(desde, corre):
    fila = fila_de_fondos([empleo(dia(desde))], OCTUBRE, NORMA)

    assert (fila is not None) is corre
    assert primer_mes_de_fondos(dia("2025-10-31"), 13) == OCTUBRE


def test_only_the_employment_that_has_reached_it_adds_to_the_row():
    viejo, nuevo = empleo(sale=dia("2026-10-10")), empleo(dia("2026-10-21"), sueldo="900")

    assert fila_de_fondos([viejo, nuevo], OCTUBRE, NORMA) == Renglon(10, d("200.00"), d("0"))


@pytest.mark.parametrize(
    ("otros", "desde"),
    [
        pytest.param([], "2026-06-01", id="the first employment"),
        pytest.param([("2026-01-01", "2026-01-31")], "2026-05-01", id="31 days of before"),
        pytest.param([("2026-05-01", "2026-06-01")], "2026-05-01", id="left another branch on that very day"),
        pytest.param([("2026-05-01", None)], "2026-05-01", id="in another branch still"),
        pytest.param([("2026-06-01", None), ("2026-07-01", None)], "2026-06-01", id="none before"),
    ],
)
def test_time_with_the_same_employer_adds_up(otros, desde):
    # Código del Trabajo art. 196
    pares = [(dia(entro), dia(salio) if salio else None) for entro, salio in otros]

    assert antiguedad_desde(dia("2026-06-01"), pares) == dia(desde)
