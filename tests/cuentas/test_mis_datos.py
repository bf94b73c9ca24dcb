"""A person asks for everything that the portal holds on them, and gets it as one file, for a day."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from cuentas.models import ExportacionDeDatos
from nucleo.bitacora.models import Asiento
from nucleo.limpieza import limpiar
from nucleo.outbox import drain
from nucleo.outbox.models import Outbox
from tests import mundo

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/cuenta/mis-datos/"


@pytest.fixture
def ana(client):
    persona = mundo.persona(nombres="=Ana María")
    mundo.aportes(persona, mundo.empleador(), date(2026, 1, 1), 3)
    cuenta = mundo.cuenta(persona)
    client.force_login(cuenta)
    return cuenta


def preparar(client) -> ExportacionDeDatos:
    assert client.post(URL).status_code == 302
    drain(seconds=10)
    return ExportacionDeDatos.objects.latest("pk")


def bajar(client, exportacion) -> zipfile.ZipFile:
    respuesta = client.get(f"{URL}{exportacion.pk}.zip")
    assert respuesta.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(respuesta.streaming_content)))


def test_the_page_says_what_there_is_and_prepares_it_in_the_background(client, ana):
    assert "Sus aportes, mes a mes" in client.get(URL).content.decode()

    client.post(URL)

    assert "Estamos preparando su archivo" in client.get(URL).content.decode()
    drain(seconds=10)
    assert "Descargar mis datos" in client.get(URL).content.decode()


def test_the_file_holds_every_section_as_table_and_as_json(client, ana):
    archivo = bajar(client, preparar(client))

    datos = json.loads(archivo.read("datos.json"))
    aportes = datos["secciones"]["aportes"]["filas"]
    assert [(f["periodo"], f["sueldo"], f["empleador"]) for f in aportes] == [
        (f"2026-0{mes}-01", "1000.00", "Sol S.A.") for mes in (1, 2, 3)
    ]
    filas = list(csv.DictReader(io.StringIO(archivo.read("csv/aportes.csv").decode("utf-8-sig"))))
    assert [fila["periodo"] for fila in filas] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert "3 filas, en csv/aportes.csv" in archivo.read("LEEME.txt").decode()
    assert "csv/pensiones.csv" not in archivo.namelist()


def test_no_cell_runs_as_a_formula_and_no_secret_is_inside(client, ana):
    archivo = bajar(client, preparar(client))

    assert "'=Ana María" in archivo.read("csv/persona.csv").decode()
    assert ana.password not in archivo.read("datos.json").decode()


def test_it_has_nothing_of_anybody_else(client, ana):
    mundo.cuenta(mundo.persona(mundo.LUIS, apellidos="Otra Gente"), correo="luis@correo.ec")

    assert "Otra Gente" not in bajar(client, preparar(client)).read("datos.json").decode()


def test_it_tells_what_was_done_with_the_data(client, ana):
    acciones = [
        fila["accion"]
        for fila in json.loads(bajar(client, preparar(client)).read("datos.json"))["secciones"]["actividad"]["filas"]
    ]

    assert "mis_datos.pedidos" in acciones
    assert Asiento.objects.filter(accion="mis_datos.descargados", persona_id=ana.persona_id).count() == 1


def test_the_mail_comes_when_it_is_ready_and_says_until_when(client, ana):
    preparar(client)

    correo = Outbox.objects.get(kind="correo", key__startswith="mis_datos:").payload
    assert correo["para"] == ana.correo
    assert URL in correo["texto"]
    assert f"{timezone.localtime(ExportacionDeDatos.objects.get().vence_en):%H:%M}" in correo["texto"]


def test_nobody_else_gets_the_file(client, ana):
    exportacion = preparar(client)
    client.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert client.get(f"{URL}{exportacion.pk}.zip").status_code == 404
    client.logout()
    assert client.get(f"{URL}{exportacion.pk}.zip").status_code == 302


def test_after_a_day_it_is_gone_and_so_is_the_file(client, ana):
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        exportacion = preparar(client)
        reloj.shift(timedelta(hours=24))
        client.force_login(ana)
        assert client.get(f"{URL}{exportacion.pk}.zip").status_code == 404
        assert "ya no se puede descargar" in client.get(URL).content.decode()

        reloj.shift(timedelta(seconds=1))
        limpiar()

    assert not default_storage.exists(exportacion.archivo)
    assert ExportacionDeDatos.objects.get().archivo == ""


def test_asked_twice_it_is_one_file(client, ana):
    client.post(URL)
    client.post(URL)

    assert ExportacionDeDatos.objects.count() == 1


def test_five_a_day_are_enough(client, ana):
    for _ in range(5):
        preparar(client)

    respuesta = client.post(URL, follow=True)

    assert "Ya pidió sus datos 5 veces" in respuesta.content.decode()
    assert ExportacionDeDatos.objects.count() == 5


def test_a_worker_that_does_it_twice_makes_one_file(client, ana):
    exportacion = preparar(client)
    Outbox.objects.filter(kind="mis_datos.preparar").update(state=Outbox.State.PENDING, due_at=timezone.now())

    drain(seconds=10)

    assert ExportacionDeDatos.objects.get().archivo == exportacion.archivo
    assert Outbox.objects.filter(kind="correo").count() == 1
