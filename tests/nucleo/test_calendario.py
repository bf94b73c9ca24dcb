from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nucleo.calendario import anterior_habil, es_habil, feriados, habiles_entre, siguiente_habil, sumar_habiles

dias = st.dates(date(2017, 1, 1), date(2060, 12, 31))
PUBLICADOS = {
    # Calendar of the Ministry of Tourism: elyex.com/calendario-de-feriados-ecuador-ministerio-de-turismo
    2017: "01-02 02-27 02-28 04-14 05-01 05-26 08-11 10-09 11-02 11-03 12-25",
    # El Comercio, October 2018: Guayaquil on Monday 8; Difuntos and Cuenca on Thursday 1 and Friday 2 November.
    2018: "01-01 02-12 02-13 03-30 04-30 05-25 08-10 10-08 11-01 11-02 12-25",
    # El Comercio, March 2019: 1 May on Friday 3, 9 October on Friday 11, Difuntos on Friday 1 November.
    2019: "01-01 03-04 03-05 04-19 05-03 05-24 08-09 10-11 11-01 11-04 12-25",
    # Computed from the reform of December 2016 (notimundo.com.ec/?p=66777)
    2025: "01-01 03-03 03-04 04-18 05-02 05-23 08-11 10-10 11-03 11-04 12-25",
    2026: "01-01 02-16 02-17 04-03 05-01 05-25 08-10 10-09 11-02 11-03 12-25",
    2027: "01-01 02-08 02-09 03-26 04-30 05-24 08-09 10-08 11-01 11-02 12-24 12-31",
}


@pytest.mark.parametrize(("anio", "esperados"), PUBLICADOS.items())
def test_the_days_of_rest_of_a_year_are_those_of_the_law(anio, esperados):
    assert [f"{dia:%m-%d}" for dia in feriados(anio)] == esperados.split()


@pytest.mark.parametrize(
    ("anio", "descansos"),
    [
        (2020, (2, 3)),  # Monday and Tuesday stay
        (2021, (1, 2)),  # Tuesday and Wednesday: Wednesday moves to Monday
        (2022, (3, 4)),  # Wednesday and Thursday: Wednesday moves to Friday
        (2023, (2, 3)),  # Thursday and Friday stay
        (2029, (1, 2)),  # Friday and Saturday: Saturday moves to Thursday
        (2024, (1, 4)),  # Saturday and Sunday: Friday and Monday
        (2025, (3, 4)),  # Sunday and Monday: Sunday moves to Tuesday
    ],
)
def test_the_two_days_of_november_move_as_a_pair(anio, descansos):
    assert tuple(dia.day for dia in feriados(anio) if dia.month == 11) == descansos


def test_a_new_year_on_saturday_is_rested_on_the_friday_of_the_old_year():
    assert feriados(2027)[date(2027, 12, 31)] == "Año Nuevo"
    assert date(2028, 1, 1) not in feriados(2028)


def test_before_the_reform_holidays_stay_on_their_date():
    assert date(2016, 5, 24) in feriados(2016)
    assert date(2016, 8, 10) in feriados(2016)


@pytest.mark.parametrize(
    ("notificado", "termino", "ultimo"),
    [
        # SB-10: validation of a medical certificate, 8 business days (Vistazo, 2026-01-21)
        pytest.param(date(2026, 1, 16), 8, date(2026, 1, 28), id="SB-10"),
        # Aviso de salida: término of 3 days (Ley de Seguridad Social art. 73, counted as COA art. 159)
        pytest.param(date(2026, 3, 6), 3, date(2026, 3, 11), id="aviso de salida"),
        pytest.param(date(2026, 10, 30), 1, date(2026, 11, 4), id="over the pair of November"),
        pytest.param(date(2026, 2, 13), 1, date(2026, 2, 18), id="over Carnival"),
        pytest.param(date(2026, 3, 7), 0, date(2026, 3, 7), id="no days"),
    ],
)
def test_a_term_ends_on_its_business_day(notificado, termino, ultimo):
    assert sumar_habiles(notificado, termino) == ultimo


def test_a_negative_term_is_an_error():
    with pytest.raises(ValueError, match="negative"):
        sumar_habiles(date(2026, 1, 5), -1)


def test_a_decreed_day_of_rest_and_a_recovered_saturday_count_as_decreed():
    viernes, sabado = date(2026, 1, 2), date(2026, 1, 10)
    assert not es_habil(viernes, extraordinarios={viernes})
    assert es_habil(sabado, laborables={sabado})
    assert sumar_habiles(date(2025, 12, 31), 6, extraordinarios={viernes}, laborables={sabado}) == sabado


def test_a_due_date_on_a_holiday_moves_to_the_nearest_business_day():
    navidad = date(2026, 12, 25)
    assert siguiente_habil(navidad) == date(2026, 12, 28)
    assert anterior_habil(navidad) == date(2026, 12, 24)
    assert siguiente_habil(date(2026, 12, 24)) == anterior_habil(date(2026, 12, 24)) == date(2026, 12, 24)


def test_a_past_date_is_counted_backwards():
    assert habiles_entre(date(2026, 3, 11), date(2026, 3, 6)) == -3


@given(dias, st.integers(0, 90))
def test_adding_and_counting_business_days_agree(dia, n):
    ultimo = sumar_habiles(dia, n)
    assert habiles_entre(dia, ultimo) == n
    assert n == 0 or es_habil(ultimo)


@given(dias, st.integers(0, 40), st.integers(0, 40))
def test_two_terms_in_a_row_are_one_long_term(dia, uno, otro):
    assert sumar_habiles(sumar_habiles(dia, uno), otro) == sumar_habiles(dia, uno + otro)


@given(st.integers(2017, 2090))
def test_every_year_has_eleven_days_of_rest_on_weekdays_joined_to_a_weekend(anio):
    descansos = [dia for a in (anio - 1, anio, anio + 1) for dia in feriados(a)]
    propios = [dia for dia in descansos if dia.year == anio]
    bordes = (date(anio, 12, 31) in propios) - (date(anio, 1, 1).weekday() == 5)
    assert len(propios) == 11 + bordes
    assert all(dia.weekday() < 5 for dia in propios)
    libres = set(descansos)
    sueltos = {d for d in propios if (d.month, d.day) not in {(1, 1), (12, 25)}}
    assert all(_junto_al_fin_de_semana(dia, libres) for dia in sueltos)


def _junto_al_fin_de_semana(dia: date, libres: set[date]) -> bool:
    antes = despues = dia
    while antes in libres:
        antes -= timedelta(days=1)
    while despues in libres:
        despues += timedelta(days=1)
    return antes.weekday() >= 5 or despues.weekday() >= 5
