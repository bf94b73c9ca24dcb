import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nucleo.texto import normalizar, singulares


@pytest.mark.parametrize(
    ("texto", "normal"),
    [
        ("  Jubilación  por\tVEJEZ ", "jubilacion por vejez"),
        ("Ñañez Güiza", "nanez guiza"),
        ("Certificado Nº 5", "certificado no 5"),
        ("", ""),
    ],
)
def test_text_is_compared_without_accents_case_or_extra_spaces(texto, normal):
    assert normalizar(texto) == normal


@given(st.text())
@example("™")
@example("İ")
def test_normalising_twice_changes_nothing(texto):
    assert normalizar(normalizar(texto)) == normalizar(texto)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("pensión", "pensiones"),
        ("aporte", "aportes"),
        ("aportación", "aportaciones"),
        ("planilla", "planillas"),
        ("préstamo", "préstamos"),
        ("interés", "intereses"),
        ("base", "bases"),
        ("nombre", "nombres"),
        ("clave", "claves"),
        ("titular", "titulares"),
        ("país", "países"),
        ("vez", "veces"),
        ("enlace", "enlaces"),
        ("mes", "meses"),
    ],
)
def test_singular_and_plural_give_the_same_token(singular, plural):
    assert singulares(singular) == singulares(plural)


def test_different_words_keep_different_tokens():
    palabras = "aporte pensión planilla préstamo clave fondo reserva cesantía vejez certificado mes IESS"
    assert len(set(singulares(palabras))) == len(palabras.split())


def test_numbers_and_short_words_stay_whole():
    assert singulares("los 2025, IESS: mes") == ["los", "2025", "iess", "mes"]
