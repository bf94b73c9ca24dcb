"""Vectors ID-01…ID-20: published numbers, with where each was published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.identidad import (
    IdentidadInvalida,
    TipoRuc,
    advertencias_cedula,
    advertencias_ruc,
    es_cedula,
    es_ruc,
    limpiar,
    tipo_ruc,
    validar_cedula,
    validar_ruc,
)


@pytest.mark.parametrize(
    "cedula",
    [
        pytest.param("1710034065", id="ID-01 udv-ec docs"),
        pytest.param("0926687856", id="ID-02 packagist tavo1987/ec-validador-cedula-ruc"),
        pytest.param("0962467429", id="ID-03 python-stdnum #267, registered, third digit 6"),
    ],
)
def test_a_published_cedula_is_valid(cedula):
    validar_cedula(cedula)


@pytest.mark.parametrize(
    ("ruc", "tipo"),
    [
        pytest.param("0961214434001", TipoRuc.NATURAL, id="ID-04 diaspar #9, registered at the SRI, third digit 6"),
        pytest.param("1713175071001", TipoRuc.NATURAL, id="ID-06 udv-ec docs"),
        pytest.param("1790011674001", TipoRuc.SOCIEDAD, id="ID-07 cyberexplorador, second part"),
        pytest.param("1790085783001", TipoRuc.SOCIEDAD, id="ID-08 Oracle tax validation"),
        pytest.param("0992397535001", TipoRuc.SOCIEDAD, id="ID-09 packagist tavo1987"),
        pytest.param("1760001550001", TipoRuc.PUBLICA, id="ID-10 cyberexplorador, third part"),
        pytest.param("1760001040001", TipoRuc.PUBLICA, id="ID-11 Oracle tax validation"),
    ],
)
def test_a_published_ruc_is_valid_and_of_its_kind(ruc, tipo):
    validar_ruc(ruc)
    assert tipo_ruc(ruc) is tipo
    assert advertencias_ruc(ruc) == ()


@pytest.mark.parametrize(
    "ruc",
    [
        pytest.param("1793213150001", id="ID-12 python-stdnum #497, active at the SRI"),
        pytest.param("1793189906001", id="ID-13 python-stdnum #497"),
        pytest.param("0993370026001", id="ID-15 python-stdnum #497 and #290"),
        pytest.param("0993381661001", id="ID-16 stdnum-js PR 168"),
    ],
)
def test_a_registered_company_that_fails_module_11_is_accepted_with_a_remark(ruc):
    validar_ruc(ruc)
    assert tipo_ruc(ruc) is TipoRuc.SOCIEDAD
    assert "módulo 11" in advertencias_ruc(ruc)[0]


@pytest.mark.parametrize(
    "ruc",
    [
        pytest.param("5790185783001", id="ID-19 Oracle, province 57"),
        pytest.param("AR1234567", id="ID-20 Oracle, format"),
        pytest.param("1713175072001", id="natural with a wrong check digit"),
        pytest.param("1713175071000", id="establishment 000"),
        pytest.param("1783175071001", id="third digit 8"),
        pytest.param("171317507100", id="twelve digits"),
        pytest.param("１713175071001", id="a digit that is not ASCII"),
        pytest.param("1790011674001\n", id="line feed at the end"),
        pytest.param("", id="empty"),
    ],
)
def test_an_impossible_ruc_is_refused_in_words(ruc):
    with pytest.raises(IdentidadInvalida, match="RUC"):
        validar_ruc(ruc)
    assert not es_ruc(ruc)


@pytest.mark.parametrize("cedula", ["1710034064", "2510034065", "0010034065", "171003406", "17100340655", "17100E4065"])
def test_an_impossible_cedula_is_refused_in_words(cedula):
    with pytest.raises(IdentidadInvalida, match="cédula"):
        validar_cedula(cedula)


def test_a_third_digit_six_that_nobody_can_check_is_accepted_with_a_remark():
    assert tipo_ruc("1760001560001") is TipoRuc.INDETERMINADO
    assert "SRI" in advertencias_ruc("1760001560001")[0]


def test_an_unusual_third_digit_of_a_cedula_is_a_remark_for_staff():
    validar_cedula("1770034062")
    assert advertencias_cedula("1770034062")
    assert advertencias_cedula("1710034065") == ()


def test_a_domestic_employer_is_a_cedula_followed_by_000():
    validar_ruc("1710034065000", domestico=True)
    assert tipo_ruc("1710034065000") is TipoRuc.DOMESTICO
    assert not es_ruc("1710034065000")
    assert not es_ruc("1710034064000", domestico=True)


def test_a_consulate_may_have_registered_the_person():
    assert es_cedula("3012345678")


def test_blanks_and_hyphens_are_cleaned():
    assert limpiar(" 171003406-5 ") == "1710034065"


def _digito(nueve: str) -> str:
    """The check digit as the rule words it, written apart from the code under test."""
    productos = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(nueve)]
    suma = sum(p - 9 if p > 9 else p for p in productos)
    return str((10 - suma % 10) % 10)


@given(st.integers(1, 24), st.integers(0, 9_999_999))
def test_exactly_one_check_digit_makes_a_cedula(provincia, secuencial):
    nueve = f"{provincia:02d}{secuencial:07d}"
    assert [d for d in "0123456789" if es_cedula(nueve + d)] == [_digito(nueve)]
