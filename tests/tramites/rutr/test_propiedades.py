"""Whatever the file holds, the reader answers: a sheet, or `HojaIlegible`."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tramites.rutr.hojas import EJEMPLO, FERIAS, HOY, TABLA, leer_ejemplo, meses
from tramites.rutr import HojaIlegible, leer, leer_pdf, leer_texto

ORIGINAL = EJEMPLO.read_text(encoding="utf-8")
LINEAS = sorted(set((ORIGINAL + FERIAS).splitlines()))
TROZOS = st.one_of(st.sampled_from(LINEAS), st.text(max_size=60))
SEPARADORES = st.sampled_from(["\n", "\r\n", "\t", " ", "|", "\n\n", ": ", "¿", "?"])


@given(st.text(max_size=400))
def test_any_text_is_a_sheet_or_is_refused(texto):
    with contextlib.suppress(HojaIlegible):
        leer_texto(texto, hoy=HOY)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_are_refused(contenido):
    with contextlib.suppress(HojaIlegible):
        leer(contenido, hoy=HOY)


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_anything_that_calls_itself_a_pdf_is_read_or_refused(contenido):
    with contextlib.suppress(HojaIlegible):
        leer_pdf(b"%PDF-1.7\n" + contenido, hoy=HOY)


@given(st.lists(st.tuples(TROZOS, SEPARADORES), max_size=40))
def test_pieces_of_sheets_in_any_order_are_read_or_refused(partes):
    texto = TABLA + "".join(trozo + separador for trozo, separador in partes)
    with contextlib.suppress(HojaIlegible):
        hoja = leer_texto(texto, hoy=HOY)
        total = texto.count("\n") + texto.count("\r") + 1
        assert all(1 <= problema.linea <= total for problema in hoja.problemas)
        assert len({(m.anio, m.mes) for m in hoja.transparencia}) == len(hoja.transparencia)
        assert all(1 <= m.mes <= 12 and m.quejas >= 0 and m.atenciones >= 0 for m in hoja.transparencia)


@given(st.permutations(range(21)))
def test_the_order_of_the_rows_changes_no_figure(orden):
    cabeza, _, cola = ORIGINAL.partition("Volumen de Atenciones\n")
    filas, resto = cola.split("\n")[:21], cola.split("\n")[21:]
    texto = cabeza + "Volumen de Atenciones\n" + "\n".join([filas[i] for i in orden] + resto)

    assert sorted(meses(leer_ejemplo(texto))) == sorted(meses(leer_ejemplo()))


@given(st.sampled_from(["\t", "\t\t", " \t ", " | ", "|", "   ", "        "]), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_the_spacing_changes_no_figure(separador, salto):
    texto = ORIGINAL.replace("\t", separador) if separador != "\t\t" else ORIGINAL

    assert meses(leer_ejemplo(texto.replace("\n", salto))) == meses(leer_ejemplo())


def test_a_hostile_repetition_of_labels_is_read_in_one_go():
    hoja = leer_texto(TABLA + "Requisitos: " * 5000, hoy=HOY)

    assert hoja.codigo == "INFE-012-03-01"
