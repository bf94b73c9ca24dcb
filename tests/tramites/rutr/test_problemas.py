"""What can't be read: said by line, or refused in words that say what to do."""

import pytest

from tests.tramites.rutr.hojas import EJEMPLO, HOY, leer_ejemplo, meses, motivos
from tramites.rutr import HojaIlegible, leer, leer_texto

ORIGINAL = EJEMPLO.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("contenido", "mensaje"),
    [
        (b"", "está vacío"),
        (b" \r\n\t ", "está vacío"),
        (b"\xef\xbb\xbf", "está vacío"),
        (bytes(range(256)) * 8, "no es ni un texto ni un PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no es ni un texto ni un PDF"),
        (b"El clima de hoy: soleado.", "No se reconoce ningún campo"),
        ("Nombre Trámite\tFERIA".encode(), "no dice su «Código de Trámite»"),
        ("Código de Trámite: X-001-01-01\nInstitución\tINSTITUTO".encode(), "no dice el «Nombre Trámite»"),
        ("Código de Trámite: X-001-01-01\nNombre Trámite\t".encode(), "no dice el «Nombre Trámite»"),
        (("Código de Trámite: X-001-01-01\nNombre Trámite\t" + "A" * 300).encode(), "pasa de 200 letras"),
    ],
)
def test_a_file_that_is_no_usable_sheet_is_refused_with_the_reason(contenido, mensaje):
    with pytest.raises(HojaIlegible, match=mensaje):
        leer(contenido, hoy=HOY)


def test_two_sheets_in_one_file_are_not_mixed():
    with pytest.raises(HojaIlegible, match="varios trámites \\(IESS-034-01-07, IESS-099-01-01\\)"):
        leer_ejemplo(ORIGINAL + ORIGINAL.replace("IESS-034-01-07", "IESS-099-01-01"))


def test_the_same_sheet_twice_keeps_the_first_and_reports_the_second():
    hoja = leer_ejemplo(ORIGINAL + ORIGINAL)

    assert meses(hoja) == meses(leer_ejemplo())
    assert hoja.nombre == "RELIQUIDACIÓN DE PENSIONES"
    assert sum("ya consta" in motivo for _, motivo in motivos(hoja)) == 21


def test_another_name_further_down_is_reported_and_not_taken():
    hoja = leer_ejemplo(ORIGINAL + "\nNombre Trámite\tOTRO NOMBRE\n")

    assert hoja.nombre == "RELIQUIDACIÓN DE PENSIONES"
    assert [p.texto for p in hoja.problemas] == ["OTRO NOMBRE"]


def test_a_section_that_is_not_known_is_reported_line_by_line_and_joins_no_field():
    hoja = leer_ejemplo(ORIGINAL.replace("Base Legal\n", "Base Legal\n\n# ¿Qué otra cosa?\n\nAlgo más.\n", 1))

    numero = ORIGINAL.splitlines().index("Base Legal") + 1
    assert motivos(hoja) == [
        (numero + 2, "no es un campo de la hoja que este lector conozca"),
        (numero + 4, "no pertenece a ningún campo conocido de la hoja"),
    ]
    assert hoja.base_legal == ()


def test_an_unknown_row_of_the_first_table_is_reported():
    hoja = leer_ejemplo(ORIGINAL.replace("Institución\t", "Color favorito\tAzul\nInstitución\t", 1))

    assert [p.texto for p in hoja.problemas] == ["Color favorito Azul"]
    assert hoja.nombre == "RELIQUIDACIÓN DE PENSIONES"


def test_text_before_the_first_label_is_reported():
    hoja = leer_ejemplo("Descargado por la oficina 12\n" + ORIGINAL)

    assert motivos(hoja) == [(1, "no pertenece a ningún campo conocido de la hoja")]


def test_a_short_field_with_a_long_text_is_left_empty_and_reported():
    hoja = leer_ejemplo(ORIGINAL.replace("El trámite no tiene costo", "El trámite cuesta " + "mucho " * 60))

    assert hoja.costo == ""
    assert [p.motivo for p in hoja.problemas] == ["el texto de este campo pasa de 200 letras y no se ha tomado"]


def test_a_problem_says_where_it_is():
    texto = "Código de Trámite: X-001-01-01\nNombre Trámite\tFERIA\nTransparencia\n2025\t13\t1\t2"

    (problema,) = leer_texto(texto, hoy=HOY).problemas

    assert str(problema) == "línea 4: el mes 13 no está entre 1 y 12 «2025 13 1 2»"
