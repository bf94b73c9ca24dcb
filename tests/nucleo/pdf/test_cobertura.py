import pytest

from nucleo import pdf
from nucleo.pdf.cobertura import asegurar, cubiertos


@pytest.mark.parametrize(
    "nombre",
    ["Ñauñay Pérez", "José Ángel Müller", "Ștefan Ionuț", "Nguyễn Thị Hòa", "Łukasz Żółw", "Đặng — «Ltda.» 5€"],
)
def test_the_names_of_the_register_can_be_written(nombre):
    assert asegurar(nombre) == nombre


def test_a_missing_character_is_refused_by_name_instead_of_borrowed_from_another_font():
    with pytest.raises(pdf.CaracteresNoCubiertos, match=r"«漢» \(U\+6F22\)") as error:
        asegurar("Juan 漢 Pérez")
    assert error.value.caracteres == "漢"


def test_entities_are_looked_through():
    with pytest.raises(pdf.CaracteresNoCubiertos, match="U\\+6F22"):
        asegurar("<p>&#28450;</p>")


def test_control_characters_are_refused_but_line_ends_are_not():
    assert asegurar("uno\n\tdos\r\n")
    with pytest.raises(pdf.CaracteresNoCubiertos, match="U\\+0000"):
        asegurar("uno\x00dos")


def test_a_decomposed_name_is_composed_and_nothing_else_is_changed():
    assert asegurar("Pe\u0301rez & N\u0303andu\u0301") == "Pérez & Ñandú"


def test_all_three_faces_cover_the_same():
    assert set("áéíóúüñÁÉÍÓÚÜÑ¿¡«»—–…“”’€№º") <= cubiertos()
