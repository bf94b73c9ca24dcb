"""Procedure 3, from the click to the signed file and its mail."""

import hashlib
import uuid
from contextlib import contextmanager
from datetime import date

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction

from nucleo.outbox import drain
from tests import mundo
from tramites.certificados import services
from tramites.models import Atencion, Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = "/afiliado/certificado-afiliacion/"


@pytest.fixture
def ana(client):
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def pedir(client, peticion=None) -> Certificado:
    respuesta = client.post(URL, {"peticion": str(peticion or uuid.uuid4())})
    assert respuesta.status_code == 302
    drain()
    return Certificado.objects.get(codigo=respuesta.url.split("/")[2])


@pytest.mark.pdf
def test_a_click_gives_the_signed_pdf_the_document_page_and_a_mail(client, ana):
    mundo.relacion(ana, mundo.empleador(), date(2020, 3, 2))

    certificado = pedir(client)

    assert certificado.estado == "EMITIDO"
    assert certificado.titulo == "Certificado de afiliación"
    assert certificado.demostracion
    archivo = client.get(f"/documentos/{certificado.codigo}.pdf")
    contenido = b"".join(archivo.streaming_content)
    assert contenido.startswith(b"%PDF-1.7")
    assert archivo.headers["Content-Type"] == "application/pdf"
    assert certificado.codigo_en_grupos in archivo.headers["Content-Disposition"]
    assert len(contenido) == certificado.tamano
    (correo,) = mail.outbox
    assert correo.to == ["ana@correo.ec"]
    assert certificado.codigo_en_grupos in correo.body
    assert ana.cedula not in correo.body


def test_whoever_is_not_affiliated_gets_the_other_certificate_and_is_told_why(client, ana):
    mundo.relacion(ana, mundo.empleador(), date(2015, 1, 5), date(2019, 6, 30))

    html = client.get(URL).content.decode()
    certificado = pedir(client)

    assert "Su última afiliación terminó el 30 de junio de 2019." in html
    assert certificado.titulo == "Certificado de no afiliación"
    assert certificado.datos["motivo"] == "Su última afiliación terminó el 30 de junio de 2019."


def test_a_double_click_is_one_document_and_one_attention(client, ana):
    peticion = uuid.uuid4()

    assert pedir(client, peticion) == pedir(client, peticion)

    assert Certificado.objects.count() == 1
    assert Atencion.objects.filter(tramite__slug="certificado-afiliacion").count() == 1
    assert len(mail.outbox) == 1


def test_without_a_key_nothing_is_issued_and_the_page_says_that_it_waits(client, ana, settings):
    settings.DESARROLLO_PKI_PERMITIDA = False

    certificado = pedir(client)

    assert certificado.estado == "EN_EMISION"
    assert "Ver si ya está lista" in client.get(certificado.get_absolute_url()).content.decode()
    assert client.get(f"/documentos/{certificado.codigo}.pdf").status_code == 404
    assert mail.outbox == []


def test_somebody_elses_document_does_not_exist_for_me(client, ana):
    certificado = pedir(client)
    client.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert client.get(f"/documentos/{certificado.codigo}/").status_code == 404
    assert client.get(f"/documentos/{certificado.codigo}.pdf").status_code == 404


def test_the_number_of_anothers_form_gives_ones_own_document(client, ana):
    peticion = uuid.uuid4()
    mio = pedir(client, peticion)
    client.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert pedir(client, peticion) != mio


def test_the_same_number_at_another_procedure_is_another_document(client, ana):
    peticion = uuid.uuid4()
    mio = pedir(client, peticion)
    client.post("/afiliado/historial-laboral/documento/", {"peticion": str(peticion)})

    assert Certificado.objects.count() == 2
    assert Certificado.objects.exclude(pk=mio.pk).get().tramite.slug == "historial-laboral"


def test_a_loop_of_requests_is_stopped_in_plain_words(client, ana, settings):
    settings.DOCUMENTS_PER_HOUR = 1
    pedir(client)

    respuesta = client.post(URL, {"peticion": str(uuid.uuid4())}, follow=True)

    assert "Pidió muchos documentos" in respuesta.content.decode()
    assert Certificado.objects.count() == 1


def test_a_long_wait_is_told_as_such(client, ana, settings, time_machine):
    settings.DESARROLLO_PKI_PERMITIDA = False
    time_machine.move_to(mundo.HOY)
    client.force_login(ana.cuenta)
    certificado = pedir(client)
    time_machine.shift(600)

    assert "Está tardando más de lo normal" in client.get(certificado.get_absolute_url()).content.decode()


def test_contributions_without_an_affiliation_are_certified_as_they_are(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 3)

    certificado = pedir(client)

    assert certificado.titulo == "Certificado de no afiliación"
    assert certificado.datos["motivo"] == "El registro tiene aportes a su nombre, pero ninguna afiliación vigente."
    assert certificado.datos["ultimo_mes_pagado"] == "marzo de 2025"


class RespuestaPerdida:
    """Stands for `transaction`: what was written is committed, and the connection ends before it says so."""

    @contextmanager
    def atomic(self):
        with transaction.atomic():
            yield
        raise OperationalError("server closed the connection unexpectedly")


def test_a_commit_whose_answer_was_lost_is_an_issued_document_with_its_file(client, ana, monkeypatch):
    firmar = services.firmar

    def firmar_sin_respuesta(**datos):
        with monkeypatch.context() as parche:
            parche.setattr(services, "transaction", RespuestaPerdida())
            firmar(**datos)

    monkeypatch.setattr("tramites.tareas.firmar", firmar_sin_respuesta)

    certificado = pedir(client)

    assert certificado.estado == "EMITIDO"
    with default_storage.open(certificado.archivo) as archivo:
        assert hashlib.sha256(archivo.read()).hexdigest() == certificado.sha256
    assert len(mail.outbox) == 1
