"""The table of the ways of a complaint, at its edges."""

import pytest

from tramites.casos.flujo import Pide, Quien, Reloj
from tramites.quejas.estados import ABIERTAS, SIGNIFICADOS, Estado
from tramites.quejas.selectors import PASOS
from tramites.quejas.tabla import TRANSICIONES, desde


def test_each_action_of_a_state_is_one_row():
    pares = [(estado, t.accion) for t in TRANSICIONES for estado in t.desde]

    assert len(pares) == len(set(pares))


def test_every_state_is_reached_and_has_words_and_every_action_too():
    assert {t.hacia for t in TRANSICIONES} == set(Estado) - {Estado.POR_CONFIRMAR}
    assert SIGNIFICADOS.keys() == set(Estado)
    assert PASOS.keys() == {t.accion for t in TRANSICIONES}


@pytest.mark.parametrize("transicion", TRANSICIONES, ids=lambda t: t.accion)
def test_the_clock_runs_where_an_answer_is_owed_and_nowhere_else(transicion):
    corre_antes = transicion.desde[0] in ABIERTAS
    corre = {Reloj.EMPIEZA: True, Reloj.PARA: False, Reloj.SIGUE: corre_antes}[transicion.reloj]

    assert corre is (transicion.hacia in ABIERTAS)


def test_what_the_person_reads_is_asked_for():
    assert {t.accion for t in TRANSICIONES if t.pide in {Pide.MOTIVO, Pide.RESPUESTA}} == {
        "responder",
        "descartar",
        "reabrir",
    }


def test_nothing_leads_out_of_the_end():
    assert not [t for t in TRANSICIONES if Estado.CERRADA in t.desde]
    assert desde(Estado.CERRADA, "reabrir") is None


def test_the_staff_reopen_nothing():
    assert all(t.quien is Quien.PERSONA for t in TRANSICIONES if t.accion == "reabrir")
