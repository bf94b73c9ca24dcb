"""A document is taken for what it is, or refused by its name; with an antivirus it waits in quarantine."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from nucleo.formularios import RespuestaRechazada
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from tests import archivos, mundo
from tests.actos import correos
from tests.clamd import clamd
from tests.tramites.adjuntos.pasos import bajar, entregar, guardados, url
from tramites.adjuntos import services
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.selectors import adjuntos_de
from tramites.models import Tramite

pytestmark = pytest.mark.django_db


# --- received ---------------------------------------------------------------------------------------------------------


def test_a_commit_whose_answer_was_lost_is_a_document_with_its_file(ana, carpeta, monkeypatch):
    guardar = services._guardar

    def sin_respuesta(*args):
        guardar(*args)
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(services, "_guardar", sin_respuesta)
    with pytest.raises(OperationalError):
        entregar(ana)

    (ruta,) = guardados(carpeta)
    assert str(ruta.relative_to(carpeta)) == Adjunto.objects.get().archivo


def test_a_pdf_is_kept_as_it_came_under_a_name_that_nobody_can_guess(ana, carpeta):
    contenido = archivos.pdf()

    adjunto = entregar(ana, contenido, "Mi certificado.pdf")

    (ruta,) = guardados(carpeta)
    assert ruta.read_bytes() == contenido
    assert "certificado" not in str(ruta).lower().removeprefix(str(carpeta).lower())
    assert (adjunto.nombre, adjunto.tipo, adjunto.tamano) == ("Mi certificado.pdf", "application/pdf", len(contenido))
    assert adjunto.sha256 == adjunto.sha256_recibido == hashlib.sha256(contenido).hexdigest()
    assert (adjunto.persona, adjunto.subido_por, adjunto.por, adjunto.estado) == (
        ana,
        ana.cuenta,
        "propio",
        "DISPONIBLE",
    )
    assert Asiento.objects.get(accion="adjunto.recibido").persona_id == ana.pk
    assert list(adjuntos_de(ana, "certificado-bancario")) == [adjunto]
    assert not adjuntos_de(ana, "certificado-medico").exists()


def test_a_photo_is_kept_without_its_place_and_both_prints_are_known(ana, carpeta):
    original = archivos.foto_de_telefono()

    adjunto = entregar(ana, original, "foto.JPG")

    (ruta,) = guardados(carpeta)
    assert b"Secreto" not in ruta.read_bytes()
    assert adjunto.sha256_recibido == hashlib.sha256(original).hexdigest()
    assert adjunto.sha256 == hashlib.sha256(ruta.read_bytes()).hexdigest()
    assert adjunto.nombre == "foto.JPG"


@pytest.mark.parametrize(
    ("nombre", "queda"),
    [
        ("certificado.pdf", "certificado.png"),
        ("virus.exe", "virus.png"),
        ("sin extension", "sin extension.png"),
        ("Acta No. 5", "Acta No. 5.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Mis documentos\\foto.png", "foto.png"),
        ("factura\u202egnp.exe", "factura gnp.png"),
        ('a"b<c>\r\nX.png', "a_b_c_ X.png"),
        ("...", "documento.png"),
        ("ñ" * 300 + ".png", "ñ" * 116 + ".png"),
        ("x" * 300, "x" * 116 + ".png"),
    ],
)
def test_a_file_is_called_what_it_is(ana, nombre, queda):
    assert entregar(ana, archivos.imagen("PNG"), nombre).nombre == queda


@pytest.mark.parametrize(
    ("contenido", "mensaje"),
    [
        (b"", "«x.pdf»: Está vacío"),
        (b"<svg/>", "«x.pdf»: Es una página web"),
        (archivos.con_accion(archivos.programa(), "al abrir"), "«x.pdf»: Lleva dentro un programa"),
    ],
)
def test_a_refusal_names_the_file_and_leaves_nothing(ana, carpeta, contenido, mensaje):
    with pytest.raises(RespuestaRechazada, match=mensaje):
        services.recibir(
            actuacion=actuacion_de(ana.cuenta),
            tramite=Tramite.objects.first(),
            clase="x",
            archivo=archivos.subido(contenido, "x.pdf"),
        )
    assert not guardados(carpeta)
    assert not Adjunto.objects.exists()


def test_a_file_at_the_limit_is_taken_and_a_byte_more_is_not(ana, settings):
    contenido = archivos.pdf()
    settings.ADJUNTO_TOPE = len(contenido)
    assert entregar(ana, contenido)
    with pytest.raises(RespuestaRechazada, match="el máximo es"):
        entregar(ana, contenido + b"\n")


def test_the_same_file_twice_is_one_document(ana, carpeta):
    contenido = archivos.pdf()
    assert entregar(ana, contenido) == entregar(ana, contenido, "otra vez.pdf")
    assert len(guardados(carpeta)) == 1
    assert entregar(ana, contenido, clase="otra-cosa").clase == "otra-cosa"


def test_when_the_row_can_not_be_written_the_file_goes(ana, carpeta, monkeypatch):
    monkeypatch.setattr(services, "anotar", lambda **datos: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entregar(ana)
    assert not guardados(carpeta)
    assert not Adjunto.objects.exists()


def test_an_account_hands_in_so_many_an_hour_and_the_counter_more(ana, settings):
    settings.ADJUNTOS_POR_HORA = 1
    entregar(ana)
    with pytest.raises(RespuestaRechazada, match="última hora"):
        entregar(ana)
    mostrador = Actuacion(actor=mundo.personal(), sujeto=ana, por=Por.VENTANILLA)
    for hojas in (2, 3):
        assert entregar(ana, archivos.pdf(hojas), actuacion=mostrador).subido_por.identificador == "ventanilla"


# --- quarantine -------------------------------------------------------------------------------------------------------


def test_until_the_antivirus_has_seen_it_a_document_waits_and_the_page_says_so(client, ana, antivirus, carpeta):
    adjunto = entregar(ana)
    assert adjunto.estado == "EN_CUARENTENA"
    html = client.get(url(adjunto)).content.decode()
    assert "Estamos revisando su documento" in html
    assert "En revisión" in client.get("/documentos/").content.decode()

    drain()

    adjunto.refresh_from_db()
    assert adjunto.disponible
    assert antivirus.recibido == [guardados(carpeta)[0].read_bytes()]
    assert bajar(client, url(adjunto)).headers["Content-Type"] == "application/pdf"
    services.examinar(adjunto_id=adjunto.pk)
    assert len(antivirus.recibido) == 1


def test_an_infected_document_is_deleted_and_its_holder_told(
    client, ana, antivirus, carpeta, django_capture_on_commit_callbacks
):
    antivirus.responde = b"stream: Eicar-Test-Signature FOUND\0"
    adjunto = entregar(ana)

    with django_capture_on_commit_callbacks(execute=True):
        drain()

    adjunto.refresh_from_db()
    assert (adjunto.estado, adjunto.archivo) == ("RECHAZADO", "")
    assert not guardados(carpeta)
    (correo,) = correos()
    assert "programa dañino" in correo.body
    assert "hoja.pdf" not in correo.body
    html = client.get(url(adjunto)).content.decode()
    assert "No pudimos aceptar este documento" in html
    assert "Rechazado" in client.get("/documentos/").content.decode()
    assert Asiento.objects.get(accion="adjunto.rechazado").datos["amenaza"] == "Eicar-Test-Signature"
    assert entregar(ana).pk != adjunto.pk


def test_while_the_antivirus_is_away_the_document_stays_in_quarantine_and_is_tried_again(
    client, ana, settings, tmp_path_factory, time_machine
):
    settings.CLAMAV_URL = f"unix:{tmp_path_factory.mktemp('nadie')}/x"
    adjunto = entregar(ana)

    drain()

    fila = Outbox.objects.get(kind="adjunto.examinar")
    assert (fila.state, fila.attempts) == ("PENDIENTE", 1)
    assert "ClamAV no responde" in fila.last_error
    adjunto.refresh_from_db()
    assert adjunto.estado == "EN_CUARENTENA"
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    client.force_login(ana.cuenta)
    assert "está tardando más de lo normal" in client.get(url(adjunto)).content.decode()
    with tempfile.TemporaryDirectory() as carpeta, clamd(Path(carpeta)) as vuelve:
        settings.CLAMAV_URL = vuelve.url
        drain()
    adjunto.refresh_from_db()
    assert adjunto.disponible


def test_documents_do_not_wait_for_an_antivirus_that_was_taken_away(ana, antivirus, settings):
    adjunto = entregar(ana)
    settings.CLAMAV_URL = ""
    drain()
    adjunto.refresh_from_db()
    assert adjunto.disponible
