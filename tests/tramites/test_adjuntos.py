"""Documents that people hand in: received, kept, looked at by the antivirus, served, taken back."""

import hashlib
import re
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from iess_portal.roles import Rol
from nucleo.formularios import RespuestaRechazada
from nucleo.limpieza import limpiar
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from registro.models import Persona
from tests import archivos, mesa, mundo
from tests.actos import correos
from tests.clamd import clamd
from tramites.adjuntos import services
from tramites.adjuntos.models import Adjunto, Respaldo
from tramites.adjuntos.selectors import adjuntos_de, puede_ver
from tramites.models import Tramite

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carpeta(settings, tmp_path) -> Path:
    """Where this test alone keeps its files."""
    opciones = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": opciones}
    return tmp_path


@pytest.fixture
def ana(client) -> Persona:
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


@pytest.fixture
def antivirus(settings):
    with tempfile.TemporaryDirectory() as carpeta, clamd(Path(carpeta)) as escucha:
        settings.CLAMAV_URL = escucha.url
        yield escucha


def entregar(de: Persona, contenido: bytes = b"", nombre: str = "hoja.pdf", **datos) -> Adjunto:
    valores = {
        "actuacion": actuacion_de(de.cuenta),
        "tramite": Tramite.objects.get(slug="cuenta-bancaria"),
        "clase": "certificado-bancario",
    }
    return services.recibir(archivo=archivos.subido(contenido or archivos.pdf(), nombre), **(valores | datos))


def guardados(carpeta: Path) -> list[Path]:
    return [ruta for ruta in carpeta.rglob("*") if ruta.is_file()]


def url(adjunto: Adjunto, acto: str = "") -> str:
    return f"/documentos/presentados/{adjunto.numero}/{acto}"


def bajar(client: Client, direccion: str):
    """The answer, with the whole file in `cuerpo`."""
    respuesta = client.get(direccion)
    respuesta.cuerpo = b"".join(respuesta.streaming_content)  # its end closes it; close() would end the connection too
    return respuesta


# --- received ---


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


# --- quarantine ---


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


# --- served ---


def test_a_document_goes_out_as_an_attachment_that_nothing_keeps_or_runs(client, ana):
    contenido = archivos.pdf()
    respuesta = bajar(client, url(entregar(ana, contenido, "Certificación año.pdf")))

    assert respuesta.cuerpo == contenido
    cabeceras = respuesta.headers
    assert cabeceras["Content-Disposition"].startswith("attachment; filename*=utf-8''Certificaci")
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert cabeceras["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert cabeceras["Cache-Control"] == "private, no-store"


def test_anothers_document_looks_like_none(client, ana):
    adjunto = entregar(ana)
    otro = Client()
    otro.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    ajeno, ninguno = otro.get(url(adjunto)), otro.get(f"/documentos/presentados/{uuid.uuid4()}/")

    assert ajeno.status_code == ninguno.status_code == 404
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub(b"", ajeno.content) == token.sub(b"", ninguno.content)
    assert otro.post(url(adjunto, "quitar/")).status_code == 404
    assert "hoja.pdf" not in otro.get("/documentos/").content.decode()
    assert Adjunto.objects.exists()


@pytest.mark.parametrize(
    ("alcance", "ve"), [({"cuenta-bancaria"}, True), ({"historial-laboral"}, False), (set(), False)]
)
def test_a_power_reaches_the_documents_of_its_procedures(ana, alcance, ve):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec")
    apoderado = Actuacion(actor=luis, sujeto=ana, por=Por.PODER, alcance=frozenset(alcance))
    assert puede_ver(apoderado, entregar(ana)) is ve


def test_whose_documents_one_may_see(ana):
    adjunto = entregar(ana)
    sol = mundo.cuenta(mundo.empleador(), correo="sol@correo.ec")
    transparencia, analista = mesa.con_rol(Rol.TRANSPARENCIA), mesa.con_rol(Rol.ANALISTA)
    assert puede_ver(actuacion_de(ana.cuenta), adjunto)
    assert not puede_ver(actuacion_de(sol), adjunto)
    assert puede_ver(actuacion_de(analista), adjunto)
    assert not puede_ver(actuacion_de(transparencia), adjunto)
    assert not puede_ver(actuacion_de(None), adjunto)


def test_the_list_costs_the_same_with_many(client, ana):
    entregar(ana)
    pocas = mesa.consultas(lambda: client.get("/documentos/"))
    for hojas in range(2, 9):
        entregar(ana, archivos.pdf(hojas))
    assert mesa.consultas(lambda: client.get("/documentos/")) == pocas


# --- taken back ---


def test_what_nothing_uses_can_be_taken_back(client, ana, carpeta, django_capture_on_commit_callbacks):
    adjunto = entregar(ana)
    assert url(adjunto, "quitar/") in client.get("/documentos/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        html = client.post(url(adjunto, "quitar/"), follow=True).content.decode()

    assert "El documento se quitó" in html
    assert not Adjunto.objects.exists()
    assert not guardados(carpeta)
    assert Asiento.objects.filter(accion="adjunto.retirado", persona_id=ana.pk).exists()
    assert client.post(url(adjunto, "quitar/")).status_code == 404


def test_what_a_procedure_uses_stays(client, ana, carpeta):
    adjunto = entregar(ana)
    services.respaldar(actuacion=actuacion_de(ana.cuenta), adjuntos=[adjunto], objeto="cuenta_bancaria:1")

    assert url(adjunto, "quitar/") not in client.get("/documentos/").content.decode()
    assert "ya es parte de un trámite" in client.post(url(adjunto, "quitar/"), follow=True).content.decode()

    assert len(guardados(carpeta)) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        adjunto.delete()


def test_only_ones_own_documents_back_an_act(ana):
    luis = mundo.persona(mundo.LUIS)
    mundo.cuenta(luis, correo="luis@correo.ec")
    adjunto = entregar(ana)
    with pytest.raises(RespuestaRechazada, match="ya no está"):
        services.respaldar(actuacion=actuacion_de(luis.cuenta), adjuntos=[adjunto], objeto="cuenta_bancaria:1")
    assert not Respaldo.objects.exists()


def test_each_night_what_was_never_used_and_files_of_nobody_are_swept_out(
    ana, carpeta, time_machine, django_capture_on_commit_callbacks
):
    ahora = timezone.now()
    time_machine.move_to(ahora - timedelta(days=31), tick=False)
    olvidado, usado = entregar(ana), entregar(ana, archivos.pdf(2))
    services.respaldar(actuacion=actuacion_de(ana.cuenta), adjuntos=[usado], objeto="cuenta_bancaria:1")
    time_machine.move_to(ahora - timedelta(days=2), tick=False)
    nuevo = entregar(ana, archivos.pdf(3))
    huerfano = Path(default_storage.path(nuevo.archivo)).with_name("huerfano.pdf")
    huerfano.write_bytes(b"x")
    time_machine.move_to(ahora, tick=False)
    de_hoy = entregar(ana, archivos.pdf(4))
    recien = Path(default_storage.path(de_hoy.archivo)).with_name("recien.pdf")
    recien.write_bytes(b"x")  # its row may be about to come

    with django_capture_on_commit_callbacks(execute=True):
        limpiar()

    assert set(Adjunto.objects.all()) == {usado, nuevo, de_hoy}
    assert not default_storage.exists(olvidado.archivo)
    assert not huerfano.exists()
    assert recien.exists()
    assert len(guardados(carpeta)) == 4


# --- the desk ---


def test_the_staff_open_a_document_with_a_reason_and_the_person_reads_it(client, ana):
    adjunto = entregar(ana)
    archivo = mesa.pagina(adjunto, "archivo")
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    for cerrada in (archivo, mesa.pagina(adjunto)):
        assert "/expediente/?next=" in client.get(cerrada).url
    assert "hoja.pdf" not in client.get(mesa.lista(Adjunto)).content.decode()
    assert not Asiento.objects.filter(accion="adjunto.abierto").exists()

    mesa.abrir_expedientes(client, ana)

    assert "hoja.pdf" in client.get(mesa.lista(Adjunto)).content.decode()
    assert archivo in client.get(mesa.pagina(adjunto)).content.decode()
    respuesta = bajar(client, archivo)
    assert respuesta.headers["Content-Disposition"] == 'attachment; filename="hoja.pdf"'
    assert respuesta.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    linea = Asiento.objects.get(accion="adjunto.abierto")
    assert (linea.persona_id, linea.actor, linea.datos["motivo"]) == (ana.pk, "ventanilla", "Trámite 2026-001")
    client.force_login(ana.cuenta)
    assert "El personal abrió un documento que usted entregó" in client.get("/cuenta/accesos/").content.decode()


def test_whoever_may_not_see_documents_opens_none(client, ana):
    adjunto = entregar(ana)
    client.force_login(mesa.con_rol(Rol.TRANSPARENCIA))
    mesa.abrir_expedientes(client, ana)
    assert client.get(mesa.pagina(adjunto, "archivo")).status_code == 404
    assert client.get(url(adjunto)).status_code == 403


def test_the_staff_do_not_open_what_the_antivirus_has_not_seen(client, ana, antivirus):
    adjunto = entregar(ana)
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    mesa.abrir_expedientes(client, ana)
    assert client.get(mesa.pagina(adjunto, "archivo")).url == mesa.pagina(adjunto)
    assert "Cuando el antivirus lo haya revisado" in client.get(mesa.pagina(adjunto)).content.decode()


@pytest.mark.parametrize("numero", ["0", "x", "²"])
def test_the_file_of_no_document_is_not_there(client, ana, numero):
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    assert client.get(f"/admin/tramites/adjunto/{numero}/archivo/").status_code == 404
