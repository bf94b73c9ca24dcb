"""Documents of a complaint: once it is filed, by whoever filed it; read by them and by whoever attends it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.outbox import drain
from tests import archivos, mesa, mundo
from tests.actos import correos, para
from tests.tramites.adjuntos.pasos import bajar
from tests.tramites.quejas.pasos import FUERA, codigo_de, presentada, presentar, responder
from tramites.models import Adjunto, Prueba, Queja

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _carpeta(settings, tmp_path):
    opciones = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": opciones}


@pytest.fixture
def queja(de_ana) -> Queja:
    return presentada(de_ana)


@pytest.fixture
def de_fuera(client) -> Queja:
    """Of somebody who is not logged in, open in this browser with the code of the mail."""
    url = presentar(client, correo=FUERA).url
    client.post(url, {"codigo": codigo_de(correos()[-1])})
    return Queja.objects.get(persona=None)


def entregar(client: Client, queja: Queja, *contenidos: bytes, nombre: str = "foto.pdf"):
    subidos = [archivos.subido(contenido, nombre) for contenido in contenidos or (archivos.pdf(),)]
    return client.post(f"{queja.get_absolute_url()}documentos/", {"archivos": subidos, **para(client)})


def en_portal(queja: Queja, adjunto: Adjunto) -> str:
    return f"{queja.get_absolute_url()}documentos/{adjunto.numero}/"


def en_mesa(queja: Queja, adjunto: Adjunto) -> str:
    return reverse("admin:tramites_queja_documento", args=[queja.pk, adjunto.numero])


def test_whoever_filed_it_adds_documents_and_reads_them_back(de_ana, ana, queja):
    contenido = archivos.pdf()

    assert entregar(de_ana, queja, contenido).url == queja.get_absolute_url()

    adjunto = Adjunto.objects.get()
    assert (adjunto.persona, adjunto.tramite, Prueba.objects.get().persona) == (ana, None, ana)
    assert bajar(de_ana, en_portal(queja, adjunto)).cuerpo == contenido
    assert "foto.pdf" in de_ana.get(queja.get_absolute_url()).content.decode()


def test_with_the_code_of_the_mail_as_well_and_only_in_that_browser(client, de_fuera):
    entregar(client, de_fuera)

    adjunto = Adjunto.objects.get()
    assert (adjunto.titular, adjunto.por) == (None, "publico")
    assert bajar(client, en_portal(de_fuera, adjunto)).status_code == 200
    otra = Client()
    assert otra.get(en_portal(de_fuera, adjunto)).status_code == 404
    entregar(otra, de_fuera)
    assert Prueba.objects.count() == 1


def test_before_its_code_nothing_is_kept(client, db):
    presentar(client, correo=FUERA, archivos=archivos.subido(archivos.pdf()))

    assert not Adjunto.objects.exists()


def test_nobody_else_reads_them_and_they_are_offered_to_no_procedure(de_ana, queja):
    entregar(de_ana, queja)
    adjunto, otra = Adjunto.objects.get(), presentada(de_ana)
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert de_luis.get(en_portal(queja, adjunto)).status_code == 404
    assert de_ana.get(en_portal(otra, adjunto)).status_code == 404
    assert de_ana.get(f"/documentos/presentados/{adjunto.numero}/").status_code == 404
    assert "foto.pdf" not in de_ana.get("/documentos/").content.decode()


def test_the_desk_opens_them_by_the_complaint_and_the_person_learns_it(de_ana, ana, analista, de_la_mesa, queja):
    entregar(de_ana, queja)
    adjunto = Adjunto.objects.get()

    assert en_mesa(queja, adjunto) in analista.get(mesa.pagina(queja)).content.decode()
    assert bajar(analista, en_mesa(queja, adjunto)).status_code == 200
    asiento = Asiento.objects.get(accion="adjunto.abierto")
    assert (asiento.persona_id, asiento.datos["motivo"]) == (ana.pk, f"Queja {queja.numero}")
    assert de_la_mesa(Rol.VENTANILLA).get(en_mesa(queja, adjunto)).status_code == 404
    administradora = de_la_mesa(Rol.ADMINISTRADOR)
    mesa.abrir_expedientes(administradora)
    assert administradora.get(mesa.pagina(adjunto)).status_code == 302


def test_those_of_a_leak_are_for_its_own_role(de_ana, analista, de_la_mesa):
    fuga = presentada(de_ana, "DATOS")
    entregar(de_ana, fuga)

    assert analista.get(en_mesa(fuga, Adjunto.objects.get())).status_code == 404
    assert bajar(de_la_mesa(Rol.DATOS), en_mesa(fuga, Adjunto.objects.get())).status_code == 200


def test_what_is_wrong_stands_beside_the_field_and_what_is_good_stays(de_ana, queja):
    pagina = entregar(de_ana, queja, archivos.pdf(), b"no es nada").content.decode()

    assert Prueba.objects.count() == 1
    assert "foto.pdf" in pagina
    assert "error" in pagina
    assert "Elija al menos un archivo." in entregar_nada(de_ana, queja)


def entregar_nada(client: Client, queja: Queja) -> str:
    return client.post(f"{queja.get_absolute_url()}documentos/", para(client)).content.decode()


def test_no_more_than_five_and_the_same_one_once(client, de_ana, queja, de_fuera):
    for quien, cual in ((de_ana, queja), (client, de_fuera)):
        hojas = [archivos.pdf(n) for n in range(1, 7)]
        pagina = entregar(quien, cual, hojas[0], *hojas).content.decode()
        assert cual.pruebas.count() == 5
        assert "lleva hasta 5 documentos" in pagina


def test_an_answered_complaint_takes_none(de_ana, analista, queja):
    responder(analista, queja)

    assert entregar(de_ana, queja).url == queja.get_absolute_url()
    assert not Adjunto.objects.exists()


def test_whoever_is_not_logged_in_is_limited_by_complaint(client, de_fuera, settings):
    settings.ADJUNTOS_POR_HORA = 1
    entregar(client, de_fuera)

    assert "subió muchos archivos" in entregar(client, de_fuera, archivos.pdf(2)).content.decode()


def test_a_refused_one_is_told_to_the_mailbox_of_the_complaint(client, de_fuera, monkeypatch):
    monkeypatch.setattr(settings, "CLAMAV_URL", "unix:/x")
    monkeypatch.setattr("nucleo.antivirus.examinar", lambda trozos, url: "Eicar")
    correos()
    entregar(client, de_fuera)
    drain()

    (correo,) = correos()
    assert (correo.to, Adjunto.objects.get().estado) == ([FUERA], "RECHAZADO")
    assert f"con su queja {de_fuera.numero}" in correo.body
    assert "Rechazado" in client.get(de_fuera.get_absolute_url()).content.decode()
