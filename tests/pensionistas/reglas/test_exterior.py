"""The notices of who leaves and comes back, and the clock of the proof of life, at their edges."""

from datetime import date, timedelta

import pytest

from pensionistas.paises import extranjeros, paises
from pensionistas.reglas.exterior import SE_AVISA_TARDE, Sentido, Viaje, aviso_que_toca, revisar, vencimiento

HOY = date(2026, 11, 20)
SALIDA, ENTRADA = Sentido.SALIDA, Sentido.ENTRADA


def problema(sentido, dia, *otros, falta_otro=False, nacimiento=date(1958, 1, 1)) -> str:
    hallado = revisar(Viaje(sentido, dia), otros, nacimiento=nacimiento, hoy=HOY, dias_antes=30, falta_otro=falta_otro)
    return hallado.campo if hallado else ""


@pytest.mark.parametrize(
    ("dia", "campo"),
    [
        (HOY, ""),
        (HOY + timedelta(30), ""),
        (HOY + timedelta(31), "fecha"),
        (date(1958, 1, 1), ""),
        (date(1957, 12, 31), "fecha"),
    ],
)
def test_a_trip_is_of_this_life_and_not_of_a_far_future(dia, campo):
    assert problema(SALIDA, dia) == campo


@pytest.mark.parametrize(
    ("sentido", "dia", "otros", "campo"),
    [
        (ENTRADA, 20, (), ""),
        (SALIDA, 20, ((ENTRADA, 10),), ""),
        (SALIDA, 20, ((SALIDA, 10),), "falta_otro"),
        (SALIDA, 20, ((SALIDA, 10), (ENTRADA, 15)), ""),
        (SALIDA, 5, ((SALIDA, 10),), "falta_otro"),
        (ENTRADA, 12, ((SALIDA, 10), (ENTRADA, 15)), "falta_otro"),
        (SALIDA, 12, ((ENTRADA, 10), (ENTRADA, 15)), ""),
        (ENTRADA, 10, ((SALIDA, 10),), ""),
        (SALIDA, 15, ((SALIDA, 10), (ENTRADA, 10)), ""),
        (SALIDA, 10, ((SALIDA, 10),), "fecha"),
    ],
)
def test_two_exits_in_a_row_want_an_entry_between_them(sentido, dia, otros, campo):
    suyos = [Viaje(de, date(2026, 10, cuando)) for de, cuando in otros]
    assert problema(sentido, date(2026, 10, dia), *suyos) == campo


def test_who_does_not_remember_the_trip_between_says_so_and_is_taken():
    assert problema(SALIDA, date(2026, 10, 20), Viaje(SALIDA, date(2026, 10, 10)), falta_otro=True) == ""
    assert problema(SALIDA, date(2026, 10, 10), Viaje(SALIDA, date(2026, 10, 10)), falta_otro=True) == "fecha"


@pytest.mark.parametrize(
    ("presentada", "vence"),
    [(date(2026, 11, 20), date(2027, 11, 20)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_a_proof_is_good_for_a_year_of_months(presentada, vence):
    assert vencimiento(presentada, 12) == vence


@pytest.mark.parametrize(
    ("faltan", "toca"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-SE_AVISA_TARDE, 0), (-31, None)],
)
def test_of_the_thresholds_that_were_reached_the_nearest_is_told(faltan, toca):
    assert aviso_que_toca(HOY + timedelta(faltan), HOY, [60, 30, 7]) == toca


def test_the_countries_are_those_of_iso_3166_in_the_order_of_their_names():
    assert len(paises()) == 249
    assert all(len(codigo) == 2 and codigo.isupper() for codigo in paises())
    nombres = [nombre for _, nombre in extranjeros()]
    assert "Ecuador" not in nombres
    assert nombres.index("Emiratos Árabes Unidos") < nombres.index("España") < nombres.index("Zimbabue")
