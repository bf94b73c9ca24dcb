"""The two rules of the figures that no database is needed for: how long cases took, and what stands out."""

from collections import Counter
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramites.transparencia.anomalias import Referencia, anomalia
from tramites.transparencia.tiempos import Tiempos, tiempos


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_counts_say_what_the_cases_one_by_one_would(dias):
    dicho = tiempos(Counter(dias))

    assert (dicho.decididos, dicho.mediana) == (len(dias), Decimal(str(median(dias))))
    decididos = sum(dia <= dicho.nueve_de_diez for dia in dias)
    antes = sum(dia < dicho.nueve_de_diez for dia in dias)
    assert dicho.nueve_de_diez in dias
    assert decididos * 10 >= 9 * len(dias) > antes * 10


def test_without_cases_there_are_no_times():
    assert tiempos({}) == Tiempos(0, None, None)


NOVIEMBRE = Referencia("noviembre de 2025", quejas=10, atenciones=100)


@pytest.mark.parametrize(
    ("quejas", "atenciones", "dice"),
    [
        (5, 50, ""),
        (0, 99, ""),
        (0, 100, "Más atenciones"),
        (0, 26, ""),
        (0, 25, "Menos atenciones"),
        (9, 50, ""),
        (10, 50, "Más quejas"),
        (1, 0, "Hay quejas y ninguna atención. Menos atenciones"),
    ],
)
def test_double_or_half_of_what_the_other_month_would_have_by_now_stands_out(quejas, atenciones, dice):
    raro = anomalia(quejas=quejas, atenciones=atenciones, antes=NOVIEMBRE, transcurrido=Decimal("0.5"))

    assert raro.startswith(dice)
    assert bool(raro) == bool(dice)


@pytest.mark.parametrize(("antes", "transcurrido"), [(None, "0.5"), (NOVIEMBRE, "0"), (Referencia("x", 2, 9), "1")])
def test_nothing_stands_out_without_a_month_to_compare_with_nor_in_small_numbers(antes, transcurrido):
    assert not anomalia(quejas=4, atenciones=19, antes=antes, transcurrido=Decimal(transcurrido))
