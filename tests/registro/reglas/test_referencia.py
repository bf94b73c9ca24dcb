import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.referencia import cuota_de, numero_de, referencia, referencia_de_cuota

numeros = st.integers(1, 10**10 - 1)


@given(numero=numeros)
def test_each_number_comes_back_and_is_never_taken_for_the_other_kind(numero):
    de_planilla, de_cuota = referencia(numero), referencia_de_cuota(numero)
    assert (numero_de(de_planilla), cuota_de(de_cuota)) == (numero, numero)
    assert (numero_de(de_cuota), cuota_de(de_planilla)) == (None, None)


@given(numero=numeros, lugar=st.integers(0, 10), mas=st.integers(1, 9))
def test_one_mistyped_digit_is_no_reference(numero, lugar, mas):
    buena = referencia(numero)
    mala = buena[:lugar] + str((int(buena[lugar]) + mas) % 10) + buena[lugar + 1 :]
    assert numero_de(mala) is None


@pytest.mark.parametrize("texto", ["", "abc", "٠٠٠٠٠٠٠٠٠٠٠", "0" * 40, "-1", "1e5", "\0"])
def test_what_is_no_number_is_no_reference(texto):
    assert (numero_de(texto), cuota_de(texto)) == (None, None)


@pytest.mark.parametrize("numero", [0, -1, 10**10])
def test_what_has_no_reference_is_refused(numero):
    with pytest.raises(ValueError, match="reference"):
        referencia(numero)
    with pytest.raises(ValueError, match="reference"):
        referencia_de_cuota(numero)
