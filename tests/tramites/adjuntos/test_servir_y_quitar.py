"""A document goes out to whose it is, and goes away while nothing uses it."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from iess_portal.roles import Rol
from nucleo.formularios import RespuestaRechazada
from nucleo.limpieza import limpiar
from nucleo.models import Asiento
from tests import archivos, mesa, mundo
from tests.tramites.adjuntos.pasos import bajar, entregar, guardados, url
from tramites.adjuntos import services
from tramites.adjuntos.models import Adjunto, Respaldo
from tramites.adjuntos.selectors import puede_ver

pytestmark = pytest.mark.django_db


# --- served -----------------------------------------------------------------------------------------------------------


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
    # But for the token of its form and the address that was asked for.
    propio = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|desde=[^"]+')
    assert propio.sub(b"", ajeno.content) == propio.sub(b"", ninguno.content)
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


# --- taken back -------------------------------------------------------------------------------------------------------


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
