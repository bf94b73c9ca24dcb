"""Which PDFs are kept, and what is said of those that are not."""

import io
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from nucleo.archivos import documentos
from nucleo.archivos.documentos import revisar
from nucleo.archivos.tipos import ArchivoRechazado
from tests import archivos

LUGARES = ["al abrir", "al cerrar", "nombres", "hoja", "anotacion", "campo", "sin usar"]
EN_FLUJOS = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def rechazo(contenido: bytes) -> str:
    with pytest.raises(ArchivoRechazado) as razon:
        revisar(contenido)
    return str(razon.value)


@pytest.mark.parametrize(
    "contenido",
    [
        archivos.pdf(),
        archivos.pdf(documentos.MAX_PAGINAS),
        archivos.pdf(3, **EN_FLUJOS),
        archivos.pdf(2, linearize=True),
        archivos.con_accion(Dictionary(S=Name.URI, URI=String("https://iess.gob.ec")), "anotacion"),
        archivos.con_accion(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])), "al abrir"),
        archivos.con_bomba(20),
    ],
    ids=["one page", "many pages", "object streams", "linearized", "link", "goto", "large page"],
)
def test_pages_that_anybody_can_open_are_kept(contenido):
    revisar(contenido)


@pytest.mark.parametrize("opciones", [{}, EN_FLUJOS], ids=["plain", "in object streams"])
@pytest.mark.parametrize("lugar", LUGARES)
def test_a_program_is_found_wherever_it_is(lugar, opciones):
    assert "JavaScript" in rechazo(archivos.con_accion(archivos.programa(), lugar, **opciones))


@pytest.mark.parametrize("accion", ["Launch", "SubmitForm", "ImportData", "GoToR", "GoToE"])
def test_actions_that_reach_out_of_the_page_are_refused(accion):
    contenido = archivos.con_accion(Dictionary(S=Name(f"/{accion}"), F=String("otro.exe")), "anotacion", **EN_FLUJOS)
    assert "abrir otros archivos o enviar datos" in rechazo(contenido)


def test_a_name_with_escaped_letters_is_read():
    contenido = archivos.a_mano(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/J#61vaScr#69pt/#4aS(app.alert(1))>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    assert "JavaScript" in rechazo(contenido)


def test_what_only_another_reader_would_find_is_refused_too():
    contenido = archivos.pdf() + b"9 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj\n"
    assert "JavaScript" in rechazo(contenido)


def test_files_inside_are_refused():
    assert "otros archivos dentro" in rechazo(archivos.con_adjunto())
    documento = archivos.en_blanco()
    documento.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])])
    assert "otros archivos dentro" in rechazo(archivos.guardado(documento, **EN_FLUJOS))


def test_a_pdf_that_is_a_zip_as_well_is_refused():
    salida = io.BytesIO(archivos.pdf())
    with zipfile.ZipFile(salida, "a") as comprimido:
        comprimido.writestr("otro.exe", "MZ")
    assert "otros archivos dentro" in rechazo(salida.getvalue())


def test_dynamic_forms_and_video_are_refused():
    documento = archivos.en_blanco()
    documento.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    assert "XFA" in rechazo(archivos.guardado(documento, **EN_FLUJOS))
    documento = archivos.en_blanco()
    documento.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Movie, Rect=[0, 0, 9, 9])])
    assert "video" in rechazo(archivos.guardado(documento, **EN_FLUJOS))


@pytest.mark.parametrize("clave", ["", "secreta"])
def test_a_pdf_with_a_password_is_told_to_be_saved_without(clave):
    cifrado = archivos.pdf(encryption=pikepdf.Encryption(owner="otra", user=clave))
    assert "sin contraseña" in rechazo(cifrado)


def test_a_page_more_than_the_limit_is_too_many():
    assert "200 páginas" in rechazo(archivos.pdf(documentos.MAX_PAGINAS + 1))


@pytest.mark.parametrize(
    "hijos",
    [b"[2 0 R]", b"[]", b"[null]", b"[3 0 R 3 0 R]", b"(x)", b"[9 0 R]"],
    ids=["itself", "none", "null", "the same twice", "no list", "nobody"],
)
def test_a_tree_of_pages_that_makes_no_sense_is_refused(hijos):
    contenido = archivos.a_mano(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids" + hijos + b">>",
        b"<</Type/Page/Parent 2 0 R>>",
    )
    assert "dañado" in rechazo(contenido)


def test_an_endless_list_of_pages_is_refused():
    muchas = b"[" + b"<<>> " * 40_000 + b"]"
    contenido = archivos.a_mano(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids" + muchas + b">>")
    assert "páginas" in rechazo(contenido)


def test_a_page_that_swells_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(documentos, "MAX_INFLADO", 19 * 1024 * 1024)
    assert "demasiado grande" in rechazo(archivos.con_bomba(20))


@pytest.mark.parametrize("tope", ["MAX_OBJETOS", "MAX_NODOS"])
def test_more_parts_than_any_paper_has_are_refused(monkeypatch, tope):
    monkeypatch.setattr(documentos, tope, 3)
    assert "complicado" in rechazo(archivos.pdf())


def test_layers_of_compression_are_refused():
    contenido = archivos.a_mano(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]>>",
        b"<</Type/Page/Contents 4 0 R>>",
        b"<</Length 3/Filter[/FlateDecode/FlateDecode]>>\nstream\nabc\nendstream",
    )
    assert "demasiado grande" in rechazo(contenido)


@pytest.mark.parametrize(
    "contenido",
    [
        b"%PDF-1.7\n",
        archivos.pdf()[:300],
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.4\nxref\n0 999999999\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\n<html><script>alert(1)</script></html>",
    ],
    ids=["header alone", "cut off", "nested without end", "a table of a thousand million", "a web page"],
)
def test_what_can_not_be_read_is_refused(contenido):
    assert "dañado" in rechazo(contenido)
