"""The same sheet in other extractions reads the same."""

import dataclasses
import re
import unicodedata

import pytest

from nucleo.texto import normalizar
from tests.tramites.rutr.hojas import EJEMPLO, FERIAS, HOY, leer_ejemplo
from tramites.rutr import HojaRUTR, leer, leer_texto

ORIGINAL = EJEMPLO.read_text(encoding="utf-8")
MINIMA = "Código de Trámite: X-001-01-01\nNombre Trámite: FERIA"
ETIQUETAS = re.compile(
    r"^(Nombre Trámite|Institución|Descripción|¿A quién está dirigido\?|¿Qué obtendré[^?]*\?|Requisitos Especiales:"
    r"|¿Cuál es el costo del trámite\?|Base Legal|Canales de atención:|Contacto para atención ciudadana|Transparencia)",
    re.MULTILINE,
)


def sin_lineas(hoja: HojaRUTR) -> HojaRUTR:
    """The sheet without the places of its rows, which other line breaks move."""
    meses = tuple(dataclasses.replace(mes, linea=0, pagina=0) for mes in hoja.transparencia)
    return dataclasses.replace(hoja, transparencia=meses)


def con_etiquetas(texto: str, cambio) -> str:
    return ETIQUETAS.sub(lambda hallada: cambio(hallada[0]), texto)


def tras_salto(texto: str) -> str:
    return re.sub(r"^([^\t\n]*[^\t\n\d])\t(?=[^\t\n])", r"\1\n", texto, flags=re.MULTILINE)


def en_markdown(texto: str) -> str:
    return re.sub(r"^(.*\t.*)$", lambda m: "| " + m[1].replace("\t", " | ") + " |", texto, flags=re.MULTILINE)


VARIACIONES = {
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
    "old mac line ends": lambda t: t.replace("\n", "\r"),
    "pipes for tabs": lambda t: t.replace("\t", " | "),
    "a markdown table": en_markdown,
    "several spaces for tabs": lambda t: t.replace("\t", "     "),
    "no break spaces": lambda t: t.replace(" ", "\u00a0"),
    "no headings": lambda t: re.sub(r"^#+ ", "", t, flags=re.MULTILINE),
    "labels in upper case": lambda t: con_etiquetas(t, str.upper),
    "labels in lower case": lambda t: con_etiquetas(t, str.lower),
    "labels without accents": lambda t: con_etiquetas(t, lambda e: normalizar(e).capitalize()),
    "labels without question marks": lambda t: con_etiquetas(t, lambda e: e.strip("¿?")),
    "labels with a colon": lambda t: con_etiquetas(t, lambda e: f"{e.rstrip(':')}:"),
    "values on the next line": tras_salto,
    "trailing spaces": lambda t: re.sub(r"$", "   ", t, flags=re.MULTILINE),
    "blank lines between all": lambda t: t.replace("\n", "\n\n"),
    "decomposed accents": lambda t: unicodedata.normalize("NFD", t),
    "zero width characters": lambda t: t.replace("a", "a\u200b"),
    "a label wrapped by its column": lambda t: t.replace("si completo satis", "si completo\nsatis"),
}


@pytest.mark.parametrize("variacion", VARIACIONES.values(), ids=VARIACIONES.keys())
@pytest.mark.parametrize("original", [ORIGINAL, FERIAS], ids=["IESS-034-01-07", "INFE-012-03-01"])
def test_another_extraction_of_the_same_sheet_reads_the_same(original, variacion):
    esperada = leer_texto(original, hoy=HOY)

    assert sin_lineas(leer_texto(variacion(original), hoy=HOY)) == sin_lineas(esperada)


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_understood(codificacion):
    assert leer(ORIGINAL.replace("\u2013", "-").encode(codificacion), hoy=HOY) == leer_ejemplo()


def test_a_label_and_its_value_may_share_a_line_with_one_space():
    hoja = leer_texto(
        "Código de Trámite IESS-000-01-01\nNombre Trámite RELIQUIDACIÓN\nInstitución INSTITUTO\n"
        "¿Cuál es el costo del trámite? El trámite no tiene costo\nBase Legal Ley de Seguridad Social",
        hoy=HOY,
    )

    assert (hoja.nombre, hoja.institucion) == ("RELIQUIDACIÓN", "INSTITUTO")
    assert (hoja.costo, hoja.base_legal) == ("El trámite no tiene costo", ("Ley de Seguridad Social",))


def test_a_label_wrapped_beside_its_wrapped_value_is_read_whole():
    hoja = leer_texto(
        "Código de Trámite: X-001-01-01\nNombre Trámite      FERIA\n"
        "¿Qué obtendré si completo      Tipo de Resultado: Registro.\n"
        "satisfactoriamente el          Resultado a obtener: Permiso\n"
        "trámite?                       de feria\n",
        hoy=HOY,
    )

    assert (hoja.tipo_resultado, hoja.resultado) == ("Registro", "Permiso de feria")


def test_a_page_header_in_the_middle_of_a_sentence_does_not_cut_it():
    hoja = leer_texto(
        "Nombre Trámite\tFERIA\nRequisitos:\n1. Solicitud: escriba el lugar y\n\n"
        "Registro Único de Trámites y Regulaciones\nCódigo de Trámite: X-001-01-01 Página 2 de 3\n\n"
        "las fechas de la feria.\n2. Plano",
        hoy=HOY,
    )

    assert [str(r.detalle) for r in hoja.requisitos] == ["escriba el lugar y las fechas de la feria.", ""]


def test_a_word_cut_by_a_hyphen_at_the_end_of_its_line_is_whole_again():
    hoja = leer_texto(
        "Código de Trámite: X-001-01-01\nNombre Trámite\tFERIA\nDescripción\tAbre una fe-\n\tria.", hoy=HOY
    )

    assert hoja.descripcion == "Abre una feria."


def test_missing_sections_leave_their_fields_empty():
    hoja = leer_texto(MINIMA, hoy=HOY)

    vacios = {campo.name for campo in dataclasses.fields(hoja)} - {"codigo", "nombre", "contacto"}
    assert not any(getattr(hoja, campo) for campo in vacios)


def test_sections_may_come_in_any_order():
    hoja = leer_texto(
        "Transparencia\nAño Mes Volumen de Quejas Volumen de Atenciones\n2025 01 2 3\n"
        "Base Legal\nLey 1\nNombre Trámite\tFERIA\nCódigo de Trámite: X-001-01-01",
        hoy=HOY,
    )

    assert (hoja.nombre, hoja.base_legal, len(hoja.transparencia)) == ("FERIA", ("Ley 1",), 1)


def test_numbered_items_on_one_line_are_still_several():
    hoja = leer_texto(
        "Código de Trámite: X-001-01-01\nNombre Trámite\tFERIA\nRequisitos: 1. Cédula: vigente. 2. Plano: a escala.",
        hoy=HOY,
    )

    assert [requisito.titulo for requisito in hoja.requisitos] == ["Cédula", "Plano"]
