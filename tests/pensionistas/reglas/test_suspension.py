"""What is due of suspended months, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from pensionistas.reglas.suspension import Suspendida, atrasados, meses_entre, por_concepto
from pensionistas.suspension.selectors import normas_de

D = Decimal


def lineas(desde: date, reanuda: date, **datos) -> dict[str, Decimal]:
    valores = {"monto": D("600.00"), "monto_hoy": D("600.00")} | datos
    filas = atrasados(Suspendida(desde, reanuda, **valores), normas_de_los(desde, reanuda))
    return {concepto: valor for concepto, valor in por_concepto(filas, reanuda.year) if valor}


@pytest.fixture(autouse=True)
def _normas(db):
    """They are of the register of parameters."""


def normas_de_los(desde, reanuda):
    return normas_de(meses_entre(desde, reanuda))


def test_three_months_of_one_year_are_three_pensions_that_count_for_the_tercera_of_december():
    assert lineas(date(2026, 8, 1), date(2026, 11, 1)) == {"RETROACTIVO": D("1800.00")}


def test_nothing_is_due_where_no_month_went_by():
    assert lineas(date(2026, 8, 1), date(2026, 8, 1)) == {}


def test_over_the_end_of_the_year_the_tercera_was_due_and_each_year_has_its_line_and_its_amount():
    pagado = {2026: D("5400.00")}  # January to September
    assert lineas(date(2026, 10, 1), date(2027, 3, 1), monto_hoy=D("610.00"), pagado_del_anio=pagado) == {
        "RETROACTIVO 2026": D("1800.00"),
        "RETROACTIVO": D("1220.00"),
        "RETROACTIVO XIII": D("600.00"),  # (5400 + 3 × 600) ÷ 12
    }


def test_monthly_decimos_are_due_month_by_month():
    hechas = lineas(date(2026, 10, 1), date(2026, 12, 1), tercera_mensual=True, cuarta_mensual=True)
    assert hechas == {
        "RETROACTIVO": D("1200.00"),
        "RETROACTIVO XIII": D("100.00"),
        "RETROACTIVO XIV": D("80.34"),  # 482 ÷ 12, twice
    }


def test_the_cuarta_is_due_in_its_month():
    assert lineas(date(2026, 7, 1), date(2026, 10, 1), meses_cuarta={8})["RETROACTIVO XIV"] == D("482.00")
    assert "RETROACTIVO XIV" not in lineas(date(2026, 9, 1), date(2026, 11, 1), meses_cuarta={8})


def test_with_another_pension_paid_the_cuarta_came_with_it_and_the_tercera_lacks_only_this_one():
    hechas = lineas(
        date(2026, 8, 1),
        date(2027, 1, 1),
        meses_cuarta={8},
        con_rol={date(2026, mes, 1) for mes in range(8, 13)},
        pagado_del_anio={2026: D("9000.00")},
    )
    assert hechas == {"RETROACTIVO 2026": D("3000.00"), "RETROACTIVO XIII": D("250.00")}


def test_a_month_that_the_core_system_paid_after_all_is_not_paid_twice():
    assert lineas(date(2026, 8, 1), date(2026, 11, 1), ya_pagados={date(2026, 9, 1)}) == {"RETROACTIVO": D("1200.00")}
