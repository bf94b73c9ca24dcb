"""What a file is, whatever it calls itself; and the process that looks into it."""

import io
import os
import zipfile

import pytest

from nucleo.archivos import ArchivoRechazado, Tipo, juzgar, proceso
from tests import archivos


def zip_de(nombre: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as comprimido:
        comprimido.writestr(nombre, "x")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "tipo"),
    [(archivos.pdf(), Tipo.PDF), (archivos.imagen("PNG"), Tipo.PNG), (archivos.imagen("JPEG"), Tipo.JPEG)],
)
def test_each_kind_is_known_by_its_bytes(contenido, tipo):
    juicio = juzgar(contenido)
    assert juicio.tipo is tipo
    if tipo is Tipo.PDF:
        assert juicio.contenido == contenido


@pytest.mark.parametrize(
    ("contenido", "que_hacer"),
    [
        (b"", "Está vacío"),
        (zip_de("foto.jpg"), "archivo comprimido"),
        (zip_de("[Content_Types].xml"), "Guardar como PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Guardar como PDF"),
        (b"{\\rtf1}", "programa de oficina"),
        (b"<!DOCTYPE html><html>", "página web"),
        (b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "página web o un dibujo"),
        (b"<?xml version='1.0'?><svg/>", "página web o un dibujo"),
        (b"GIF89a", "guárdela como JPEG o PNG"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "guárdela como JPEG o PNG"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"<html></html>\n" + archivos.pdf(), "delante del PDF"),
        (b"MZ\x90\x00", "No es un PDF ni una foto"),
        ("hola".encode("utf-16"), "No es un PDF ni una foto"),
    ],
)
def test_what_is_not_taken_is_told_what_to_do(contenido, que_hacer):
    with pytest.raises(ArchivoRechazado, match=que_hacer):
        juzgar(contenido)


def test_a_file_that_asks_for_too_much_ends_its_own_process(monkeypatch):
    monkeypatch.setattr(proceso, "SEGUNDOS", 0.01)
    with pytest.raises(ArchivoRechazado, match="complicado por dentro"):
        juzgar(archivos.pdf())


def test_a_process_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(proceso, "ORDEN", [proceso.sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(ArchivoRechazado, match="complicado por dentro"):
        juzgar(archivos.pdf())


def test_the_process_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secreta")
    mira = "import os, sys; sys.stdout.write('no\\n' + ','.join(os.environ))"
    monkeypatch.setattr(proceso, "ORDEN", [proceso.sys.executable, "-c", mira])
    with pytest.raises(ArchivoRechazado) as razon:
        juzgar(b"x")
    assert "DJANGO_SECRET_KEY" in os.environ
    assert "SECRET" not in str(razon.value)
