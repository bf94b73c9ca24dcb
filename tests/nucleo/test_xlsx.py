"""Downloads as spreadsheets: values keep their kind, and nothing in them runs."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from nucleo import xlsx
from nucleo.csv import Csv


def leer(contenido: Csv) -> list[list[list[object]]]:
    """The rows of each sheet, as another program reads them."""
    archivo = io.BytesIO()
    xlsx.escribir(contenido, archivo)
    archivo.seek(0)
    libro = CalamineWorkbook.from_filelike(archivo)
    return [libro.get_sheet_by_name(hoja).to_python() for hoja in libro.sheet_names]


def test_numbers_dates_and_text_keep_their_kind():
    filas = [("0102030405", 30, Decimal("482.10"), date(2026, 11, 20), None)]

    ((titulos, fila),) = leer(Csv("x.csv", ["cedula", "dias", "sueldo", "pagado", "nada"], filas))

    assert titulos == ["cedula", "dias", "sueldo", "pagado", "nada"]
    assert fila == ["0102030405", 30, 482.1, date(2026, 11, 20), ""]


def test_text_that_looks_like_a_formula_is_text():
    archivo = io.BytesIO()
    xlsx.escribir(Csv("x.csv", ["=1+1"], [["=HYPERLINK(1)"], ["@SUM(A1)"], ["{=1}"], ["https://x.example"]]), archivo)

    hoja = zipfile.ZipFile(archivo).read("xl/worksheets/sheet1.xml").decode()

    assert "=HYPERLINK(1)" in hoja
    assert "<f>" not in hoja
    assert "<hyperlink" not in hoja


def test_what_does_not_fit_into_a_sheet_goes_on_in_the_next_one(monkeypatch):
    monkeypatch.setattr(xlsx, "FILAS_POR_HOJA", 2)

    primera, segunda = leer(Csv("x.csv", ["n"], [[n] for n in range(3)]))

    assert primera == [["n"], [0], [1]]
    assert segunda == [["n"], [2]]


def test_without_rows_there_is_its_header():
    assert leer(Csv("x.csv", ["n"], [])) == [[["n"]]]


@pytest.mark.django_db  # its close ends a request
def test_the_file_is_sent_under_the_name_of_the_csv():
    respuesta = xlsx.respuesta_xlsx(Csv("aportes-1.csv", ["n"], [["a\0b"]]))

    assert 'filename="aportes-1.xlsx"' in respuesta.headers["Content-Disposition"]
    assert b"".join(respuesta.streaming_content)[:2] == b"PK"
    respuesta.close()
