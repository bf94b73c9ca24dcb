"""The reference of a planilla: what a person may mistype is no other planilla's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.referencia import ANCHO, numero_de, referencia

NUMEROS = st.integers(1, 10**ANCHO - 1)


@given(NUMEROS)
def test_the_number_comes_back_however_the_reference_is_spaced(numero):
    texto = referencia(numero)

    assert numero_de(texto) == numero
    assert numero_de(f" {texto[:4]} {texto[4:8]}-{texto[8:]} ") == numero


@given(NUMEROS, st.integers(0, ANCHO), st.integers(1, 9))
def test_one_wrong_digit_is_no_reference(numero, lugar, suma):
    texto = referencia(numero)
    otro = str((int(texto[lugar]) + suma) % 10)

    assert numero_de(texto[:lugar] + otro + texto[lugar + 1 :]) is None


@pytest.mark.parametrize("texto", ["", "12345", "1" * 12, "abcdefghijk", "٠٠٠٠٠٠٠٠١٧٤", "0000000017\x00"])
def test_other_texts_are_none(texto):
    assert numero_de(texto) is None


@pytest.mark.parametrize("numero", [0, -1, 10**ANCHO])
def test_a_number_without_a_reference_is_refused(numero):
    with pytest.raises(ValueError, match="no reference"):
        referencia(numero)
