"""Files that are no files of notices: what the page answers, and that nothing of them stays."""

import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from empleadores.lotes import hoja, lectura
from empleadores.models import Lote
from tests.empleadores.lotes.archivos import celdas, csv, enviar, linea, subir, texto, url, xlsx

pytestmark = pytest.mark.django_db


def zip_de(**partes: bytes) -> bytes:
    archivo = io.BytesIO()
    with zipfile.ZipFile(archivo, "w", zipfile.ZIP_DEFLATED) as libro:
        for nombre, contenido in partes.items():
            libro.writestr(nombre, contenido)
    return archivo.getvalue()


NO_SIRVEN = {
    "empty": (b"", "vacío"),
    "only blank lines": (b"\r\n \r\n;;;\r\n\x1a", "ninguna línea"),
    "UTF-16": (linea().encode("utf-16"), "Unicode de 16 bits"),
    "UTF-16 without mark": (linea().encode("utf-16-le"), "Unicode de 16 bits"),
    "a NUL": (texto(linea(), linea(cargo="A\x00B")), "La línea 2 tiene signos que no son texto"),
    "a PDF": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n1 0 obj\x00", "no son texto"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no son texto"),
    "an old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "guárdelo como .xlsx"),
    "another ZIP": (zip_de(**{"hola.txt": b"hola"}), "dañado o tiene clave"),
    "a broken ZIP": (b"PK\x03\x04" + b"x" * 100, "dañado o tiene clave"),
    "a truncated workbook": (xlsx(celdas())[:3000], "dañado o tiene clave"),
    "a table of other columns": (csv(celdas()).replace(b"sueldo", b"salario"), "Faltan columnas: sueldo"),
    "a column twice": (csv(celdas()).replace(b"origen_pago", b"origen_pago,sueldo"), "dos veces"),
    "only a header": (csv(), "ninguna línea"),
    "open quotes": (csv(celdas(cargo='"' + "A" * 140_000)), "comillas sin cerrar"),
}


def guardados() -> int:
    try:
        return len(default_storage.listdir("lotes/2026/11/20")[1])
    except FileNotFoundError:
        return 0


@pytest.mark.parametrize("cual", NO_SIRVEN)
def test_what_can_not_be_read_is_refused_in_words(de_sol, cual):
    contenido, dice = NO_SIRVEN[cual]
    antes = guardados()

    respuesta = enviar(de_sol, contenido)

    assert respuesta.status_code == 200
    assert dice in respuesta.content.decode()
    assert not Lote.objects.exists()
    assert guardados() == antes


def test_a_form_without_a_file_says_so(de_sol):
    assert "Elija un archivo" in de_sol.post(url(), {}).content.decode()
    assert "Elija un archivo" in de_sol.post(url(), {"archivo": "texto"}).content.decode()


def test_a_hundred_megabytes_are_refused_and_not_kept(de_sol, monkeypatch):
    """The limit here is smaller, for the sake of the suite; the rest is as in earnest."""
    monkeypatch.setattr(settings, "ADJUNTO_TOPE", 100)
    respuesta = enviar(de_sol, b"x" * (settings.LOTE_TOPE + 1))

    assert "el máximo es 20" in respuesta.content.decode()
    assert not Lote.objects.exists()


def test_a_file_larger_than_a_document_may_be_is_taken(de_sol, ana, monkeypatch):
    monkeypatch.setattr(settings, "ADJUNTO_TOPE", 10)

    assert subir(de_sol, texto(linea())).buenas == 1


def test_a_file_has_so_many_lines_at_most(de_sol, monkeypatch):
    monkeypatch.setattr(lectura, "MAXIMO_DE_LINEAS", 2)

    assert "el máximo es 100" in enviar(de_sol, texto(linea(), linea(), linea())).content.decode()


def test_a_workbook_that_unpacks_without_end_is_refused(de_sol, monkeypatch):
    monkeypatch.setattr(hoja, "DESPLEGADO", 10_000)
    bomba = zip_de(**{"xl/worksheets/sheet1.xml": b" " * 1_000_000})

    assert len(bomba) < 5_000
    assert "demasiado grande por dentro" in enviar(de_sol, bomba).content.decode()


@pytest.mark.parametrize(
    "contenido",
    [
        b"\xef\xbb\xbf" + texto(linea()),
        linea().encode(),
        (linea() + "\r").encode(),
        ("\n\n" + linea() + "\n\x1a").encode(),
        csv(celdas()),
        csv(celdas(), separador=";"),
        b"\xef\xbb\xbf" + csv(celdas()),
        csv(celdas()).replace(b"anio", "Año".encode()),
    ],
)
def test_the_same_notice_may_be_written_in_many_ways(de_sol, ana, contenido):
    assert subir(de_sol, contenido).buenas == 1


def test_what_a_file_is_called_says_nothing(de_sol, ana):
    assert subir(de_sol, xlsx(celdas()), nombre="avisos.txt").formato == "XLSX"


def test_a_workbook_is_read_in_a_process_of_its_own(monkeypatch):
    monkeypatch.undo()

    filas = hoja.leer_hoja(xlsx(celdas()))

    assert filas[1] == (2, celdas())
    with pytest.raises(hoja.HojaIlegible):
        hoja.leer_hoja(b"PK\x03\x04")


def test_a_loop_of_files_is_stopped(de_sol, monkeypatch):
    monkeypatch.setattr(settings, "ADJUNTOS_POR_HORA", 1)
    enviar(de_sol, b"a")

    assert "Subió muchos archivos" in enviar(de_sol, b"b").content.decode()


def test_the_name_of_a_file_is_only_a_name(de_sol, ana):
    lote = subir(de_sol, texto(linea()), nombre="avisos\u202etxt.<b>.exe")

    assert lote.nombre == "avisostxt._b_.exe"
