"""A sheet that can't be loaded is refused with its file and its key."""

import pytest

from tramites.catalogo.lectura import FichaDefectuosa, leer_catalogo, leer_ficha

MINIMA = """
slug = "prueba"
nombre = "Prueba"
rol = "afiliados"
necesidad = "trabajo"
clase = "consulta"
fuente = "Una fuente"
"""


@pytest.fixture
def escribir(tmp_path):
    def _escribir(texto: str, nombre: str = "prueba.toml"):
        archivo = tmp_path / nombre
        archivo.write_text(texto, encoding="utf-8")
        return archivo

    return _escribir


def test_what_is_left_out_is_empty(escribir):
    ficha = leer_ficha(escribir(MINIMA))

    assert (ficha.slug, ficha.principal, ficha.numero) == ("prueba", True, None)
    assert (ficha.descripcion, ficha.requisitos, ficha.codigo_rutr) == ("", (), "")


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ("= roto", "prueba.toml: "),
        ('color = "azul"', "claves desconocidas: color"),
        ("personas = 'todas'", "personas debe ser una lista"),
        ("personas = [3]", "personas debe contener solo textos"),
        ("personas = ['']", "personas debe contener solo textos, y ninguno vacío"),
        ("numero = '3'", "numero debe ser un número entero"),
        ("numero = true", "numero debe ser un número entero"),
        ("descripcion = 7", "descripcion debe ser un texto"),
        ("requisitos = ['cédula']", "requisitos debe contener tablas con detalle, titulo"),
        ("requisitos = [{titulo = 'Cédula'}]", "requisitos debe contener tablas con detalle, titulo"),
        ("requisitos = [{titulo = 'Cédula', detalle = 1}]", "requisitos debe contener tablas de textos"),
        ("horarios = [{canal = 'En línea', hora = '24'}]", "horarios debe contener tablas con canal, texto"),
        ("codigo_rutr = 'IESS-1'", "codigo_rutr = «IESS-1» no tiene la forma de un código oficial"),
        ("hoja = 'no-existe.txt'", "hoja = «no-existe.txt»"),
        ("principal = false", "claves desconocidas: principal"),
        (
            "base_legal_portal = [{norma = 'Ley', fuente = 'https://example.org', confianza = 'TOTAL'}]",
            "base_legal_portal tiene confianza = «TOTAL», se admite ALTA, MEDIA, BAJA",
        ),
        (
            "base_legal_portal = [{norma = 'Ley', fuente = 'me lo dijeron', confianza = 'BAJA'}]",
            "base_legal_portal tiene una norma sin la dirección de su fuente: «Ley»",
        ),
    ],
)
def test_a_defect_is_told_with_its_file_and_its_key(escribir, cambio, mensaje):
    with pytest.raises(FichaDefectuosa) as error:
        leer_ficha(escribir(MINIMA + cambio))

    assert str(error.value).startswith("prueba.toml: ")
    assert mensaje in str(error.value)


@pytest.mark.parametrize(
    ("antes", "despues", "mensaje"),
    [
        ('rol = "afiliados"', 'rol = "turistas"', "rol = «turistas», se admite afiliados, empleadores, pensionistas"),
        ('clase = "consulta"', 'clase = "rito"', "clase = «rito»"),
        ('necesidad = "trabajo"', 'necesidad = "ocio"', "necesidad = «ocio»"),
        ('nombre = "Prueba"', "", "faltan: nombre"),
        ('slug = "prueba"', 'slug = "otra"', "slug = «otra» y el archivo se llama de otro modo"),
    ],
)
def test_the_keys_that_place_a_sheet_are_checked(escribir, antes, despues, mensaje):
    with pytest.raises(FichaDefectuosa, match=mensaje):
        leer_ficha(escribir(MINIMA.replace(antes, despues)))


def test_what_is_common_fills_what_the_sheet_leaves_out_and_its_legal_basis_is_added(escribir):
    norma = "[{norma = '%s', fuente = 'https://example.org', confianza = 'ALTA'}]"
    escribir(f"costo = 'Gratis'\ninstitucion = 'Instituto'\nbase_legal_portal = {norma % 'Común'}", "_comun.toml")
    ficha = leer_ficha(escribir(MINIMA + f"costo = 'Caro'\nbase_legal_portal = {norma % 'Propia'}"))

    assert (ficha.costo, ficha.institucion) == ("Caro", "Instituto")
    assert [norma["norma"] for norma in ficha.base_legal_portal] == ["Propia", "Común"]


def test_an_official_sheet_gives_its_texts_and_nothing_common_fills_what_it_leaves_empty(escribir):
    escribir("vigencia = 'Un año'", "_comun.toml")
    ficha = leer_ficha(escribir(MINIMA + "hoja = 'IESS-034-01-07.txt'"))

    assert (ficha.nombre, ficha.codigo_rutr) == ("Prueba", "IESS-034-01-07")
    assert len(ficha.requisitos) == 3
    assert ficha.vigencia == ""


def test_the_fingerprint_changes_with_anything_that_the_sheet_was_made_from(escribir):
    huella = leer_ficha(escribir(MINIMA)).huella
    escribir("costo = 'Gratis'", "_comun.toml")

    assert leer_ficha(escribir(MINIMA)).huella != huella


def test_a_parent_must_be_a_principal_procedure_of_the_catalogue(escribir, tmp_path):
    escribir(MINIMA + "padre = 'nadie'")

    with pytest.raises(FichaDefectuosa, match="padre = «nadie» no es un trámite principal del catálogo"):
        leer_catalogo(tmp_path)
