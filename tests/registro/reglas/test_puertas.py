"""Age, and the doors to retirement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.puertas import (
    Puerta,
    aperturas,
    cumpleanos,
    derecho_desde,
    edad,
    inicio_de_pension,
    mover,
    siguiente_aporte,
)
from tests.mundo import HOY, meses

PUERTAS = (Puerta(480), Puerta(360, 60), Puerta(180, 65), Puerta(120, 70))


def abrir(nacimiento: date, pagados: list[date], hoy: date = HOY):
    siguiente = siguiente_aporte(pagados[-1] if pagados else None, hoy)
    doors = aperturas(PUERTAS, nacimiento=nacimiento, pagados=pagados, siguiente=siguiente, hoy=hoy)
    return {door.puerta.nombre: door for door in doors}


def hasta_octubre(cuantos: int) -> list[date]:
    """So many months in a row, the last one October of 2026."""
    return meses(mover(date(2026, 11, 1), -cuantos), cuantos)


@pytest.mark.parametrize(
    ("dia", "anios"),
    [(date(2026, 5, 16), 45), (date(2026, 5, 17), 46), (date(2027, 5, 16), 46), (date(1981, 5, 17), 1)],
)
def test_an_age_is_reached_on_the_birthday(dia, anios):
    assert edad(date(1980, 5, 17), dia) == anios


def test_who_was_born_on_29_february_grows_older_on_the_28th_of_common_years():
    # Código Civil art. 33: the term ends on the last day of the month that lacks the number.
    nacimiento = date(1960, 2, 29)

    assert cumpleanos(nacimiento, 64) == date(2024, 2, 29)
    assert cumpleanos(nacimiento, 65) == date(2025, 2, 28)
    assert edad(nacimiento, date(2025, 2, 27)) == 64
    assert edad(nacimiento, date(2025, 2, 28)) == 65
    assert edad(nacimiento, date(2024, 2, 28)) == 63


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 100))
def test_an_age_begins_on_its_day_and_not_before(nacimiento, anios):
    dia = cumpleanos(nacimiento, anios)

    assert edad(nacimiento, dia) == anios
    assert edad(nacimiento, dia - timedelta(days=1)) == anios - 1


@pytest.mark.parametrize(
    ("nacimiento", "imposiciones", "abiertas"),
    [
        # PV-31 (ecuador221): affiliated from 40 on, 65 with 180: yes
        (date(1961, 11, 20), 180, ["puerta_65_180"]),
        # PV-32: 57 years with 30 of contributions: not yet
        (date(1969, 3, 1), 360, []),
        (date(1966, 11, 20), 360, ["puerta_60_360"]),
        (date(1966, 11, 21), 360, []),
        (date(1966, 11, 20), 359, []),
        # sonoonda 2022: doors are not interpolated, 63 years with 359 is nothing
        (date(1963, 1, 1), 359, []),
        (date(1990, 1, 1), 480, ["puerta_480"]),
        (date(1956, 11, 20), 120, ["puerta_70_120"]),
        (date(1956, 11, 20), 180, ["puerta_65_180", "puerta_70_120"]),
        (date(1940, 1, 1), 119, []),
    ],
)
def test_a_door_opens_when_both_its_conditions_are_met(nacimiento, imposiciones, abiertas):
    doors = abrir(nacimiento, hasta_octubre(imposiciones))

    assert [nombre for nombre, door in doors.items() if door.cumple] == abiertas


def test_who_only_lacks_the_age_waits_for_it_without_contributing():
    # PV-32: a cesante of 57 with 30 years claims at 60
    door = abrir(date(1969, 3, 1), hasta_octubre(360))["puerta_60_360"]

    assert door.sin_aportar == door.aportando == date(2029, 3, 1)


def test_who_lacks_imposiciones_has_a_date_only_if_they_go_on():
    door = abrir(date(1961, 1, 1), hasta_octubre(176))["puerta_65_180"]

    # November, December, January and February
    assert (door.cumple, door.aportando, door.sin_aportar) == (False, date(2027, 3, 1), None)


def test_the_later_of_age_and_time_opens_the_door():
    door = abrir(date(1967, 8, 15), hasta_octubre(350))["puerta_60_360"]
    assert door.aportando == date(2027, 9, 1)

    door = abrir(date(1967, 9, 15), hasta_octubre(350))["puerta_60_360"]
    assert door.aportando == date(2027, 9, 15)


def test_an_open_door_tells_since_when():
    door = abrir(date(1961, 1, 10), hasta_octubre(190))["puerta_65_180"]

    assert door.aportando == date(2026, 1, 10)
    assert derecho_desde(abrir(date(1961, 1, 10), hasta_octubre(190)).values()) == date(2026, 1, 10)


def test_a_month_paid_before_it_ends_counts_at_once():
    doors = abrir(date(1961, 1, 10), meses(date(2011, 12, 1), 180))  # to November, on the 20th

    assert doors["puerta_65_180"].aportando == HOY
    assert doors["puerta_65_180"].cumple


@pytest.mark.parametrize(
    ("ultimo", "siguiente"),
    [
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 9, 1), date(2026, 10, 1)),  # October may still be paid
        (date(2026, 8, 1), date(2026, 11, 1)),
        (date(2010, 1, 1), date(2026, 11, 1)),
        (None, date(2026, 11, 1)),
    ],
)
def test_what_somebody_contributes_next(ultimo, siguiente):
    assert siguiente_aporte(ultimo, HOY) == siguiente


@pytest.mark.parametrize(
    ("cese", "derecho", "inicio"),
    [
        (date(2026, 10, 31), date(2025, 1, 1), date(2026, 11, 1)),
        (date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 12, 15), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2023, 4, 30), date(2026, 11, 10), date(2026, 12, 1)),
        (date(2023, 4, 30), date(2026, 11, 1), date(2026, 11, 1)),
    ],
)
def test_the_pension_runs_from_the_month_after_the_cese_or_from_the_right(cese, derecho, inicio):
    assert inicio_de_pension(cese, derecho) == inicio
