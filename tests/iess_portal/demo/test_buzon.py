"""The mailbox, with the files that Django's own file backend writes."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import NoReverseMatch, reverse

from iess_portal.demo import buzon

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.iess_portal.demo.urls")]


@pytest.fixture
def carpeta(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def enviar(carpeta, asunto="Su documento está listo", texto="Ábralo en http://127.0.0.1:8000/documentos/ <b>hoy</b>"):
    """One file per message, as the portal sends them."""
    conexion = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(carpeta))
    mensaje = EmailMultiAlternatives(
        asunto, texto, "portal@portal.invalid", ["ana@correo.invalid"], connection=conexion
    )
    mensaje.attach_alternative(f"<p>{asunto}</p>", "text/html")
    mensaje.send()
    return max(carpeta.glob("*.log"), key=lambda archivo: archivo.stat().st_mtime_ns)


def test_an_empty_mailbox_says_how_to_get_the_first_mail(client, carpeta):
    respuesta = client.get("/demo/buzon/")
    assert "Todavía no hay correos" in respuesta.text


def test_a_mailbox_that_was_never_written_is_empty(client, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "no-existe"
    assert client.get("/demo/buzon/").status_code == 200


def test_each_mail_is_listed_with_its_receiver_and_opens(client, carpeta):
    archivo = enviar(carpeta)
    lista = client.get("/demo/buzon/").text
    assert "Su documento está listo" in lista
    assert "ana@correo.invalid" in lista
    assert reverse("demo:mensaje", args=[archivo.stem]) in lista
    cuerpo = client.get(reverse("demo:mensaje", args=[archivo.stem])).text
    assert '<a href="http://127.0.0.1:8000/documentos/"' in cuerpo
    assert "&lt;b&gt;hoy&lt;/b&gt;" in cuerpo  # what a mail says is text, never markup


def test_the_newest_comes_first_and_only_so_many_are_read(client, carpeta, monkeypatch):
    viejo, nuevo = carpeta / "20260101-000000-1.log", carpeta / "20261121-000000-1.log"
    enviar(carpeta, "Viejo").rename(viejo)
    enviar(carpeta, "Nuevo").rename(nuevo)
    texto = client.get("/demo/buzon/").text
    assert texto.index("Nuevo") < texto.index("Viejo")
    monkeypatch.setattr(buzon, "SHOWN", 1)
    texto = client.get("/demo/buzon/").text
    assert "Viejo" not in texto
    assert "los 1 más recientes de 2" in texto


def test_the_hour_is_that_of_ecuador(client, carpeta):
    # Django writes UTC as -0000 (RFC 5322 §3.3): 23:19 there is 18:19 here.
    (carpeta / "20261121-231917-1.log").write_bytes(
        b"Subject: Hora\r\nTo: ana@correo.invalid\r\nDate: Sat, 21 Nov 2026 23:19:17 -0000\r\n\r\nHola.\r\n"
    )
    assert "21 de noviembre de 2026, 18:19" in client.get("/demo/buzon/").text


def test_a_file_that_is_no_mail_breaks_nothing(client, carpeta):
    (carpeta / "20261121-000000-2.log").write_bytes(b"\xff\x00nada")
    assert "Sin asunto" in client.get("/demo/buzon/").text


def test_a_mail_that_is_not_there_is_not_found(client, carpeta):
    assert client.get("/demo/buzon/otro/").status_code == 404


@pytest.mark.urls("iess_portal.urls")
def test_outside_the_demonstration_there_is_no_mailbox():
    with pytest.raises(NoReverseMatch):
        reverse("demo:buzon")
