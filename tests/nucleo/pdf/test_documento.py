"""The issued file as tools that are not ours see it."""

import dataclasses
import datetime as dt
import json
import os
import pickle
import subprocess
import sys

import page
import pikepdf
import pytest

from nucleo import pdf
from nucleo.pdf import pki
from tests.nucleo.pdf.conftest import CODIGO, DATOS, EMITIDO, TITULAR, URL, componer, correr

pytestmark = pytest.mark.pdf


@pytest.fixture(params=["archivo", "archivo_estado"])
def cada_archivo(request):
    return request.getfixturevalue(request.param)


def test_pdfsig_finds_it_whole_valid_and_trusted(archivo, carpeta_pki, tmp_path):
    # Three lines, since pdfsig exits with 0 whatever it finds, and calls a file with a replaced page valid and trusted.
    almacen = f"sql:{tmp_path}"
    correr("certutil", "-N", "-d", almacen, "--empty-password")
    correr("certutil", "-A", "-d", almacen, "-n", "raiz", "-t", "CT,C,C", "-i", carpeta_pki / pki.RAIZ)
    salida = correr("pdfsig", "-nssdir", almacen, archivo)
    assert "Total document signed" in salida
    assert "Signature Validation: Signature is Valid." in salida
    assert "Certificate Validation: Certificate is Trusted." in salida


@pytest.mark.parametrize("perfil", ["3a", "ua1"])
def test_it_is_pdf_a_3a_and_pdf_ua_1_at_once(cada_archivo, perfil):
    assert page.is_pdf_compliant(str(cada_archivo), profile=perfil)


def test_qpdf_finds_no_fault(cada_archivo):
    correr("qpdf", "--check", cada_archivo)


def test_it_is_tagged_and_says_its_title_and_language(archivo):
    informe = correr("pdfinfo", archivo)
    assert "Tagged:          yes" in informe
    assert "Title:           Certificado de prueba" in informe
    with pikepdf.open(archivo) as abierto:
        assert str(abierto.Root.Lang) == "es-EC"


def test_only_the_bundled_font_is_embedded(cada_archivo):
    filas = correr("pdffonts", cada_archivo).splitlines()[2:]
    assert filas
    for fila in filas:
        assert "+NS" in fila or "+Noto-Sans" in fila
        assert fila.split()[-5] == "yes"  # emb


def test_the_qr_code_of_the_printed_page_holds_the_address(archivo, tmp_path):
    correr("pdftoppm", "-r", "150", "-png", "-singlefile", archivo, tmp_path / "pagina")
    leido = correr("zbarimg", "-q", "--raw", tmp_path / "pagina.png")
    assert URL in leido.splitlines()


def test_the_attached_json_is_the_data(archivo, tmp_path):
    correr("pdfdetach", "-savefile", "certificado.json", "-o", tmp_path / "datos.json", archivo)
    assert (tmp_path / "datos.json").read_bytes() == json.dumps(
        DATOS, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def test_the_attachment_is_listed_once(archivo):
    with pikepdf.open(archivo) as abierto:
        assert len(abierto.Root.AF) == 1
        assert abierto.Root.AF[0].AFRelationship == "/Data"


def test_the_page_says_whom_it_is_about_who_signs_and_how_to_check_it(archivo):
    texto = correr("pdftotext", "-layout", archivo, "-")
    for esperado in (TITULAR.nombre, TITULAR.identificacion, "Firmado electrónicamente por", "7K3P-X9QM-2WTD-4HNA"):
        assert esperado in texto
    assert "21 de noviembre de 2026, 14:32" in texto  # 19:32 UTC in Guayaquil


def test_every_page_of_a_demonstration_says_so(archivo_estado):
    paginas = correr("pdftotext", "-layout", archivo_estado, "-").split("\f")[:-1]
    assert len(paginas) > 2
    for numero, texto in enumerate(paginas, start=1):
        assert "Demostración — sin validez legal" in texto
        assert f"Página {numero} de {len(paginas)}" in texto
        assert "7K3P-X9QM-2WTD-4HNA" in texto


def test_table_headings_repeat_on_each_page_and_say_what_they_head(archivo_estado):
    paginas = correr("pdftotext", "-layout", archivo_estado, "-").split("\f")[:-1]
    assert all("Empleador" in texto for texto in paginas[:-1])
    with pikepdf.open(archivo_estado) as abierto:
        celdas = [o for o in abierto.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"]
        alcances = {str(celda.A.Scope) for celda in celdas}
        ids = list(abierto.Root.StructTreeRoot.IDTree.Names)[::2]
    assert alcances == {"/Column", "/Row"}
    assert ids == sorted(ids, key=bytes)
    assert len(ids) == len(celdas)


def test_running_headers_and_footers_are_artifacts_and_nothing_dangles(archivo_estado):
    with pikepdf.open(archivo_estado) as abierto:
        for hoja in abierto.pages:
            assert b"/Artifact <</Type /Pagination>>" in hoja.Contents.read_bytes().replace(b"\n", b" ")
        arbol = abierto.Root.StructTreeRoot
        en_el_arbol, pendientes = set(), [arbol.K[0]]
        while pendientes:
            elemento = pendientes.pop()
            if isinstance(elemento, pikepdf.Dictionary) and elemento.get("/Type") == "/StructElem":
                en_el_arbol.add(elemento.objgen)
                pendientes.extend(elemento.K)
        elementos = [
            o for o in abierto.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"
        ]
        assert {o.objgen for o in elementos} == en_el_arbol


def test_the_signature_field_is_tagged_and_lies_on_its_frame(archivo, tmp_path):
    with pikepdf.open(archivo) as abierto:
        (campo,) = abierto.Root.AcroForm.Fields
        assert str(campo.TU) == f"Firma electrónica del documento {CODIGO}"
        padres = dict(zip(*[iter(abierto.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        assert padres[campo.StructParent].S == "/Form"
        x1, y1, x2, y2 = (float(n) for n in campo.Rect)
        alto = float(abierto.pages[0].MediaBox[3])
    recorte = [str(round(v)) for v in (x1, alto - y2, x2 - x1, y2 - y1)]
    opciones = [parte for par in zip(("-x", "-y", "-W", "-H"), recorte, strict=True) for parte in par]
    texto = correr("pdftotext", "-layout", "-r", "72", *opciones, archivo, "-")
    assert "Firmado electrónicamente por" in texto
    assert "Compruebe" not in texto


def test_the_declaration_stays_readable_after_signing(documento, firmado):
    # Uncompressed, and not written again by the signature: a later revision has no metadata of its own.
    assert firmado.count(b"<pdfuaid:part>1</pdfuaid:part>") == 1
    assert firmado.startswith(pdf.get_renderer().render(documento))


def test_the_same_document_is_the_same_bytes_in_another_process(documento, tmp_path):
    aqui = pdf.get_renderer().render(documento)
    guion = (
        "import pickle, sys, hashlib, django; from nucleo import pdf;"
        "d = pickle.load(sys.stdin.buffer); print(pdf.huella(pdf.get_renderer().render(d)))"
    )
    alla = subprocess.run(
        [sys.executable, "-c", guion],
        input=pickle.dumps(documento),
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
        timeout=60,
    )
    assert alla.stdout.decode().strip() == pdf.huella(aqui)


def test_what_leaves_the_pipeline_is_hashed_and_small(documento):
    emitido = pdf.emitir(documento)
    assert emitido.sha256 == pdf.huella(emitido.contenido)
    assert emitido.tamano == len(emitido.contenido) <= 45 * 1024
    assert emitido.desarrollo


@pytest.mark.parametrize(
    "pieza",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="https://portal.example/logo.png" alt="x">',
        '<img src="http://169.254.169.254/latest/meta-data/" alt="x">',
        '<img src="//malo.example/x.png" alt="x">',
        '<img src="recursos/../pki.py" alt="x">',
        '<img src="FILE:///etc/hostname" alt="x">',
        '<object data="file:///etc/hostname"></object>',
        '<embed src="ftp://malo.example/x">',
        '<style>@import url("http://127.0.0.1:9/x.css");</style>',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<link rel="stylesheet" href="https://malo.example/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
    ],
)
def test_a_document_may_read_nothing_but_what_is_bundled(documento, pieza):
    html = documento.html.replace("</main>", f"{pieza}</main>")

    with pytest.raises(pdf.DocumentoDefectuoso, match="no es suyo"):
        pdf.get_renderer().render(dataclasses.replace(documento, html=html))


def test_a_page_without_a_frame_for_the_signature_is_refused(documento):
    html = documento.html.replace('id="firma-electronica"', "")
    with pytest.raises(pdf.DocumentoDefectuoso, match="firma-electronica"):
        pdf.emitir(dataclasses.replace(documento, html=html))


def test_a_naive_date_of_issue_is_a_mistake():
    with pytest.raises(ValueError, match="aware"):
        pdf.Documento(html="", titulo="", codigo="", emitido=EMITIDO.replace(tzinfo=None), datos={})


def test_text_of_the_data_is_escaped(plantillas, carpeta_pki):
    malo = pdf.Titular('<script>"&', "Cédula", "<b>")
    html = componer("constancia.html", [("<i>", "&"), ("{{ 7|add:7 }}", "{% debug %}")], titular=malo).html
    assert "<script>" not in html
    assert "{{ 7|add:7 }}" in html
    assert "&lt;i&gt;" in html


def test_dates_are_those_of_ecuador(plantillas, carpeta_pki):
    # 03:00 UTC is still the evening before in Guayaquil.
    noche = dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC)
    assert "31 de diciembre de 2026" in componer("constancia.html", [], emitido=noche).html
