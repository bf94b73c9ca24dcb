"""Where a medical rest stands among the others, and its certificate."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.reglas.certificado_medico import (
    Entrada,
    Ventana,
    campos,
    campos_que_faltan,
    cie10_posible,
    documentos,
    ventana,
)
from afiliados.reglas.reposos import (
    Clase,
    Emisor,
    Motivo,
    Periodo,
    Reposo,
    ReposoImposible,
    situar,
    tramos_de_fechas,
)
from nucleo.feriados import DiasHabiles

LUNES = date(2026, 11, 2)
HABILES = DiasHabiles()


def periodo(desde: int, hasta: int, clase: Clase = Clase.ENFERMEDAD) -> Periodo:
    """Days counted from a Monday, which is 1."""
    return Periodo(clase, LUNES + timedelta(days=desde - 1), LUNES + timedelta(days=hasta - 1))


def numeros(este: Periodo, *anteriores: Periodo) -> list[int]:
    return [dia.numero for dia in situar(este, anteriores).dias]


def test_both_ends_of_a_rest_count():
    assert periodo(1, 1).dias == 1
    assert numeros(periodo(1, 3)) == [1, 2, 3]


@pytest.mark.parametrize("hasta", [date(2026, 11, 1), date(2027, 11, 3), date(9999, 12, 31)])
def test_a_rest_that_ends_before_it_begins_or_lasts_over_a_year_is_no_rest(hasta):
    with pytest.raises(ReposoImposible):
        Periodo(Clase.ENFERMEDAD, LUNES, hasta)
    with pytest.raises(ReposoImposible):
        Reposo(Motivo.ENFERMEDAD, LUNES, hasta, LUNES)


def test_a_rest_of_a_whole_year_is_one():
    assert Periodo(Clase.RIESGOS, LUNES, date(2027, 11, 2)).dias == 366


@pytest.mark.parametrize(
    ("anteriores", "primero"),
    [
        ((periodo(1, 3),), 4),  # the day before: it goes on
        ((periodo(1, 2),), 1),  # one day between: it begins again
        ((periodo(1, 3, Clase.RIESGOS),), 1),  # of another kind
        ((periodo(-5, -1), periodo(0, 3)), 10),  # a chain of three certificates, in any order
        ((periodo(0, 3), periodo(-5, -1)), 10),
        ((periodo(2, 6),), 3),  # it began before and runs into this one
        ((periodo(9, 20),), 1),  # a later one changes nothing
    ],
)
def test_a_rest_goes_on_counting_the_days_of_the_one_that_it_follows(anteriores, primero):
    assert numeros(periodo(4, 6), *anteriores) == [primero, primero + 1, primero + 2]


def test_the_days_of_another_rest_are_repeated_whatever_its_kind():
    situado = situar(periodo(1, 10), [periodo(3, 4, Clase.RIESGOS), periodo(9, 30), periodo(-20, -10)])

    assert [dia.fecha.day for dia in situado.dias if dia.repetido] == [4, 5, 10, 11]
    assert tramos_de_fechas(situado.repetidos) == [
        (date(2026, 11, 4), date(2026, 11, 5)),
        (date(2026, 11, 10), date(2026, 11, 11)),
    ]


cualquiera = st.builds(
    lambda desde, dias, clase: periodo(desde, desde + dias - 1, clase),
    st.integers(-40, 40),
    st.integers(1, 40),
    st.sampled_from(Clase),
)


@settings(max_examples=50)
@given(cualquiera, st.lists(cualquiera, max_size=6))
def test_every_day_has_one_number_and_they_follow_each_other(este, anteriores):
    situado = situar(este, anteriores)

    assert [dia.fecha for dia in situado.dias] == list(este.fechas())
    assert [dia.numero for dia in situado.dias] == list(
        range(situado.dias[0].numero, situado.dias[0].numero + este.dias)
    )
    assert situado.continua is any(
        otro.clase is este.clase and otro.desde < este.desde <= otro.hasta + timedelta(days=1) for otro in anteriores
    )
    for dia in situado.dias:
        assert dia.repetido is any(otro.desde <= dia.fecha <= otro.hasta for otro in anteriores)


@pytest.mark.parametrize(
    ("motivo", "clase"),
    [
        (Motivo.ENFERMEDAD, Clase.ENFERMEDAD),
        (Motivo.CATASTROFICA, Clase.ENFERMEDAD),
        (Motivo.ACCIDENTE_COMUN, Clase.ENFERMEDAD),
        (Motivo.PERDIDA_DEL_EMBARAZO, Clase.ENFERMEDAD),  # tuejemplar: as a common illness
        (Motivo.MATERNIDAD, Clase.MATERNIDAD),
        (Motivo.ACCIDENTE_DE_TRABAJO, Clase.RIESGOS),
        (Motivo.ENFERMEDAD_PROFESIONAL, Clase.RIESGOS),
    ],
)
def test_the_contingencia_says_which_subsidy_it_is(motivo, clase):
    assert Reposo(motivo, LUNES, LUNES, LUNES).clase is clase


# --- the certificate


def test_a_certificate_can_be_handed_in_until_eight_business_days_after_the_last_day():
    # SB-10, Vistazo 2026-01-21: last day Friday 16 January 2026; no holiday
    reposo = Reposo(Motivo.ENFERMEDAD, date(2026, 1, 10), date(2026, 1, 16), date(2026, 1, 9))

    hecha = ventana(reposo, 8, HABILES)

    assert hecha == Ventana(date(2026, 1, 9), date(2026, 1, 28))
    assert hecha.a_tiempo(date(2026, 1, 28))
    assert not hecha.a_tiempo(date(2026, 1, 29))
    assert hecha.a_tiempo(date(2026, 1, 9))
    assert not hecha.a_tiempo(date(2026, 1, 8))


def test_a_holiday_gives_one_day_more():
    # Carnival: 16 and 17 February 2026
    reposo = Reposo(Motivo.ENFERMEDAD, date(2026, 2, 9), date(2026, 2, 13), date(2026, 2, 9))

    assert ventana(reposo, 8, HABILES).hasta == date(2026, 2, 27)
    assert ventana(reposo, 8, DiasHabiles(frozenset({date(2026, 2, 20)}))).hasta == date(2026, 3, 2)


def test_a_form_asks_only_what_nobody_knows_yet():
    se_piden = {campo.nombre for campo in campos(Emisor.PARTICULAR) if campo.se_pide}

    assert {"cie10", "diagnostico", "medico", "medico_cedula", "historia_clinica", "firma"} <= se_piden
    assert not {"paciente", "paciente_identificacion", "desde", "hasta", "fecha_emision", "contingencia"} & se_piden


def test_a_certificate_of_the_institute_asks_less():
    piden = {campo.nombre for campo in campos(Emisor.IESS) if campo.se_pide}

    assert piden == {"establecimiento", "diagnostico", "cie10", "total_dias", "medico"}


def test_what_was_left_empty_is_named_in_the_order_of_the_document():
    llenos = {campo.nombre: "x" for campo in campos(Emisor.EXTERIOR)}

    assert not campos_que_faltan(Emisor.EXTERIOR, llenos)
    assert [c.nombre for c in campos_que_faltan(Emisor.EXTERIOR, llenos | {"cie10": " ", "membrete": ""})] == [
        "membrete",
        "cie10",
    ]


def test_every_field_has_a_name_of_its_own_and_says_who_asks_for_it():
    todos = campos(Emisor.PARTICULAR)

    assert len({campo.nombre for campo in todos}) == len(todos)
    assert all(campo.texto and campo.base_legal for campo in todos)
    assert {campo.entrada for campo in todos} == set(Entrada)


@pytest.mark.parametrize(
    ("codigo", "posible"),
    [
        *((bueno, True) for bueno in ("J11", "S82.1", "s82.10", " O80.9 ", "M545", "T14.X")),
        *((malo, False) for malo in ("", "J1", "11J", "J11.", "J11.123", "gripe", "J11 y S82")),
    ],
)
def test_a_diagnosis_code_has_a_letter_and_two_figures(codigo, posible):
    assert cie10_posible(codigo) is posible


def test_every_choice_of_a_form_has_its_words():
    assert all(uno.texto for uno in (*Motivo, *Emisor))


@pytest.mark.parametrize(
    ("motivo", "emisor", "ya_nacio", "obligatorios"),
    [
        (Motivo.ENFERMEDAD, Emisor.PARTICULAR, False, {"certificado"}),
        (Motivo.ENFERMEDAD, Emisor.EXTERIOR, False, {"certificado", "apostilla", "notaria"}),
        (Motivo.MATERNIDAD, Emisor.PARTICULAR, False, {"certificado"}),
        (Motivo.MATERNIDAD, Emisor.PARTICULAR, True, {"certificado", "nacido_vivo"}),
        (Motivo.ACCIDENTE_DE_TRABAJO, Emisor.PARTICULAR, False, {"certificado", "aviso", "informe"}),
        (Motivo.ENFERMEDAD_PROFESIONAL, Emisor.PARTICULAR, False, {"certificado"}),
    ],
)
def test_what_must_be_attached_depends_on_what_happened_and_where(motivo, emisor, ya_nacio, obligatorios):
    pedidos = documentos(Reposo(motivo, LUNES, LUNES, LUNES, emisor), ya_nacio=ya_nacio)

    assert {documento.nombre for documento in pedidos if documento.obligatorio} == obligatorios
