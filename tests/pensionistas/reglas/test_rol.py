"""One person's rol: the vectors of the sources, and the edges."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nucleo.feriados import DiasHabiles
from pensionistas.normas import calendario_de, norma_rol_de
from pensionistas.reglas.rol import Pension, Pensionista, cuota_del_mes, rol, se_paga
from registro.parametros import Parametros, leer
from registro.reglas.prestamos import Vigente

VERSIONES = leer()
NOVIEMBRE, DICIEMBRE = date(2026, 11, 1), date(2026, 12, 1)
NORMA = norma_rol_de(Parametros(NOVIEMBRE, VERSIONES))
VIEJA = date(2010, 1, 1)


def de(monto: str, **datos) -> Pensionista:
    return Pensionista((Pension(VIEJA, Decimal(monto)),), **datos)


def valores(pensionista, mes=NOVIEMBRE, norma=NORMA) -> dict[tuple[str, int], Decimal]:
    return {(linea.concepto, linea.orden): linea.valor for linea in rol(pensionista, mes, norma).lineas}


def prestamo(monto="1000.00", saldo="800.00", plazo=12, tasa="10.00", fecha=date(2026, 1, 15)) -> Vigente:
    return Vigente("Quirografario", fecha, Decimal(monto), plazo, Decimal(tasa), Decimal(saldo))


def test_an_ordinary_month_is_the_pension_less_one_per_thousand():
    assert valores(de("500.00")) == {("PENSION", 1): Decimal("500.00"), ("CUOTA_SOCIAL", 1): Decimal("-0.50")}
    assert rol(de("500.00"), NOVIEMBRE, NORMA).liquido == Decimal("499.50")


def test_twelve_months_of_450_give_450_of_decima_tercera():
    # TV28, Expreso 268172
    assert valores(de("450.00", del_anio=Decimal(450) * 11), DICIEMBRE)["XIII", 1] == Decimal("450.00")


def test_nine_months_of_500_give_375():
    # TV29, Expreso 266254: from April on
    assert valores(de("500.00", del_anio=Decimal(500) * 8), DICIEMBRE)["XIII", 1] == Decimal("375.00")


def test_the_decima_cuarta_month_by_month_is_a_twelfth_of_the_salary():
    # TV30: of 400 in 2020
    norma = norma_rol_de(Parametros(date(2020, 9, 1), VERSIONES))
    assert valores(de("500.00", cuarta_mensual=True), date(2020, 9, 1), norma)["XIV", 1] == Decimal("33.33")


def test_the_decima_cuarta_comes_at_once_where_it_came_a_year_ago():
    assert valores(de("500.00", cuarta_hace_un_anio=True))["XIV", 1] == Decimal("482.00")
    assert ("XIV", 1) not in valores(de("500.00"))


def test_who_receives_the_tercera_monthly_gets_no_second_one_in_december():
    mensual = de("600.00", tercera_mensual=True, del_anio=Decimal(600) * 11)
    assert valores(mensual)["XIII", 1] == valores(mensual, DICIEMBRE)["XIII", 1] == Decimal("50.00")


@pytest.mark.parametrize(("mes", "descuento"), [(date(2019, 12, 1), Decimal("-13.80")), (date(2020, 1, 1), None)])
def test_the_2_76_per_cent_ended_with_2019(mes, descuento):
    # TV31, Corte Constitucional 23-18-IN/19
    norma = norma_rol_de(Parametros(mes, VERSIONES))
    pensionista = Pensionista((Pension(date(2000, 1, 1), Decimal(500)),))
    assert valores(pensionista, mes, norma).get(("DECIMOS_FUNERALES", 1)) == descuento


@pytest.mark.parametrize(("suspendida", "paga"), [(date(2026, 11, 1), False), (date(2026, 12, 1), True)])
def test_a_suspended_pension_is_not_paid_from_its_month_on(suspendida, paga):
    suya = Pensionista((Pension(VIEJA, Decimal(500), suspendida),), ordenado=Decimal(10), cuarta_hace_un_anio=True)
    hecho = rol(suya, NOVIEMBRE, NORMA)
    assert bool(hecho.lineas) is paga
    assert (hecho.liquido > 0) is paga


def test_two_pensions_are_two_lines_each_with_its_own_part():
    dos = Pensionista((Pension(VIEJA, Decimal("500.04")), Pension(date(2026, 11, 16), Decimal("300.00"))))
    assert valores(dos) == {
        ("PENSION", 1): Decimal("500.04"),
        ("PENSION", 2): Decimal("150.00"),
        ("CUOTA_SOCIAL", 1): Decimal("-0.50"),
        ("CUOTA_SOCIAL", 2): Decimal("-0.15"),
    }


@pytest.mark.parametrize(("dia", "parte"), [(1, "300.00"), (2, "290.00"), (30, "10.00"), (31, "10.00")])
def test_a_pension_that_begins_within_the_month_is_paid_by_days(dia, parte):
    de_octubre = Pensionista((Pension(date(2026, 10, dia), Decimal(300)),))
    assert valores(de_octubre, date(2026, 10, 1))["PENSION", 1] == Decimal(parte)


def test_where_it_is_not_enough_the_judge_comes_first_and_nothing_goes_below_zero():
    pobre = de("100.00", alimentos={1: Decimal("80.00")}, prestamos=[("QUIRO", prestamo())])
    hecho = rol(pobre, NOVIEMBRE, NORMA)

    assert {linea.concepto: linea.valor for linea in hecho.lineas} == {
        "PENSION": Decimal("100.00"),
        "ALIMENTOS": Decimal("-80.00"),
        "QUIRO": Decimal("-20.00"),
    }
    assert hecho.liquido == 0
    assert hecho.recortado == prestamo().cuota - Decimal("20.00") + Decimal("0.10")


def test_what_was_ordered_pays_deductions_too():
    hecho = rol(de("100.00", ordenado=Decimal("50.00"), alimentos={1: Decimal("120.00")}), NOVIEMBRE, NORMA)
    assert (hecho.liquido, hecho.recortado) == (Decimal("29.90"), Decimal("0.00"))


def test_the_last_instalment_is_what_is_left_and_the_first_comes_the_month_after():
    assert prestamo().cuota == cuota_del_mes(prestamo(), NOVIEMBRE) == Decimal("87.92")
    assert cuota_del_mes(prestamo(saldo="50.00"), NOVIEMBRE) == Decimal("50.42")
    assert cuota_del_mes(prestamo(saldo="0.00"), NOVIEMBRE) == 0
    assert cuota_del_mes(prestamo(fecha=date(2026, 11, 3)), NOVIEMBRE) == 0


def test_each_legal_parameter_is_there_for_the_calendar():
    calendario = calendario_de(Parametros(date(2025, 11, 1), VERSIONES), DiasHabiles())
    assert calendario.pago(date(2025, 11, 1)).fecha == date(2025, 11, 14)


dinero = st.decimals("0.00", "3000.00", places=2)


@given(
    st.lists(
        st.builds(Pension, st.dates(date(2000, 1, 1), date(2026, 12, 31)), dinero, st.none()), min_size=1, max_size=3
    ),
    dinero,
    st.dictionaries(st.integers(1, 2), dinero, max_size=2),
    dinero,
    st.sampled_from([NOVIEMBRE, DICIEMBRE]),
)
def test_the_net_is_income_less_deductions_and_never_below_zero(pensiones, ordenado, alimentos, del_anio, mes):
    hecho = rol(Pensionista(tuple(pensiones), ordenado=ordenado, alimentos=alimentos, del_anio=del_anio), mes, NORMA)

    assert hecho.liquido >= 0
    con_rol = any(se_paga(pension, mes) for pension in pensiones)
    assert hecho.liquido == sum((linea.valor for linea in hecho.lineas), ordenado if con_rol else Decimal(0))
    assert len({linea[:2] for linea in hecho.lineas}) == len(hecho.lineas)
