"""The draw: plausible, fixed, and the same to look at whether there is somebody behind the number or not."""

from datetime import date
from decimal import Decimal

import pytest

from cuentas.clave.preguntas import OPCIONES, PENSIONES, SUELDOS, Hechos, acierta, sortear
from cuentas.clave.seguridad import CUANTAS, inventadas, normalizada

DIA = date(2026, 11, 20)
EMPRESAS = [f"Empresa {n}" for n in range(12)]
NACE = date(1980, 5, 17)
TRABAJA = Hechos(NACE, ("Empresa 3",), 2004, Decimal(900), None, None)


def todas(hechos, semilla=b"ana", empresas=EMPRESAS, dia=DIA):
    """Every question that some day of a month brings, by its text."""
    sorteos = [sortear(hechos, empresas, semilla=semilla, dia=date(dia.year, dia.month, n)) for n in range(1, 29)]
    return {pregunta.texto: pregunta for sorteo in sorteos for pregunta in sorteo}


def test_the_draw_of_a_day_is_fixed_and_has_two_different_questions():
    una, otra = (sortear(TRABAJA, EMPRESAS, semilla=b"ana", dia=DIA) for _ in range(2))

    assert una == otra
    assert len({pregunta.texto for pregunta in una}) == 2


def test_right_answers_are_right_and_together_with_the_date_of_birth():
    preguntas = sortear(TRABAJA, EMPRESAS, semilla=b"ana", dia=DIA)
    buenas = [pregunta.correcta for pregunta in preguntas]

    assert acierta(TRABAJA, preguntas, NACE, buenas)
    assert not acierta(TRABAJA, preguntas, date(1980, 5, 18), buenas)
    assert not acierta(None, preguntas, NACE, buenas)
    assert not acierta(TRABAJA, preguntas, NACE, [(buenas[0] + 1) % OPCIONES, buenas[1]])


def test_only_one_option_is_true():
    varios = Hechos(NACE, ("Empresa 3", "Empresa 5", "Empresa 7"), 2004, Decimal(900))
    (empleador,) = [p for p in todas(varios).values() if "empleadores" in p.texto]

    assert len(set(empleador.opciones)) == OPCIONES
    assert [n for n, opcion in enumerate(empleador.opciones) if opcion in varios.empleadores] == [empleador.correcta]


@pytest.mark.parametrize("anio", [1975, 2004, 2020, 2024, 2025, 2026])
def test_no_year_among_the_options_is_still_to_come(anio):
    for semilla in (b"a", b"b", b"c", b"d", b"e", b"f"):
        (ingreso,) = [
            p for p in todas(Hechos(NACE, (), anio, Decimal(1)), semilla).values() if "afiliación?" in p.texto
        ]
        assert ingreso.opciones[ingreso.correcta] == str(anio)
        assert max(map(int, ingreso.opciones)) <= DIA.year


@pytest.mark.parametrize(
    ("bandas", "campo", "palabra"), [(SUELDOS, "sueldo", "sueldo"), (PENSIONES, "pension", "pensión mensual")]
)
def test_each_amount_is_in_the_band_that_holds_it(bandas, campo, palabra):
    for lugar, (desde, hasta) in enumerate(bandas):
        for valor in (desde + Decimal("0.01"), hasta or Decimal(99999)):
            hechos = Hechos(NACE, (), 2004, **{"sueldo": Decimal(1), "pension_desde": 2020, campo: Decimal(valor)})
            (pregunta,) = [p for p in todas(hechos).values() if palabra in p.texto]
            assert pregunta.correcta == lugar


def test_with_too_few_facts_or_employers_nothing_is_right():
    for hechos in (None, Hechos(NACE), Hechos(NACE, ("Empresa 3",)), Hechos(NACE, primer_ingreso=2004)):
        assert {p.correcta for p in todas(hechos).values()} == {None}
    assert {p.correcta for p in todas(Hechos(NACE, ("Empresa 3",), 2004), empresas=EMPRESAS[:3]).values()} == {None}


def test_an_employer_that_is_gone_from_the_offer_moves_no_other():
    antes = todas(None, b"nadie")
    despues = todas(None, b"nadie", empresas=[*EMPRESAS, "Empresa nueva"])

    for texto in antes.keys() & despues.keys():
        assert len(set(antes[texto].opciones) & set(despues[texto].opciones)) >= OPCIONES - 1


def test_invented_questions_look_like_those_of_people():
    """Over many numbers: every kind that somebody gets, nobody gets too; and the place of no option is special."""
    de_nadie = [p for n in range(300) for p in sortear(None, EMPRESAS, semilla=f"{n}".encode(), dia=DIA)]
    pensionista = Hechos(NACE, ("Empresa 3",), 2004, Decimal(900), 2020, Decimal(500))

    assert {p.texto for p in de_nadie} == set(todas(pensionista, b"x"))
    assert {len(p.opciones) for p in de_nadie} == {OPCIONES}


def test_the_right_year_stands_at_every_place():
    lugares = {
        p.correcta
        for n in range(60)
        for p in sortear(TRABAJA, EMPRESAS, semilla=f"{n}".encode(), dia=DIA)
        if "afiliación?" in p.texto
    }

    assert lugares == set(range(OPCIONES))


@pytest.mark.parametrize("escrita", ["Simón Bolívar", " simon  bolivar ", "SIMÓN-BOLÍVAR.", "simón\u00a0bolívar"])
def test_answers_are_compared_without_capitals_accents_blanks_and_signs(escrita):
    assert normalizada(escrita) == "simonbolivar"


def test_the_security_questions_of_nobody_are_three_and_always_the_same():
    assert all(len(set(inventadas(f"{n}".encode()))) == CUANTAS for n in range(50))
    assert inventadas(b"x") == inventadas(b"x")
    assert any("propia" in inventadas(f"{n}".encode()) for n in range(50))
