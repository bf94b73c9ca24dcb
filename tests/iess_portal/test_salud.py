import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as ajustes
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from iess_portal import disposicion
from nucleo.outbox.models import Outbox
from nucleo.outbox.selectors import LATE
from nucleo.pdf import pki as claves

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
PARTES = ("base_de_datos", "migraciones", "redis", "documentos", "firma", "motor_pdf")


@pytest.fixture
def ahora(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return timezone.now()


def listo(client) -> dict:
    respuesta = client.get("/salud/listo/")
    assert respuesta.status_code == 200
    return respuesta.json()


def falta(client, parte: str) -> str:
    """Why one part and no other is missing."""
    respuesta = client.get("/salud/listo/")
    assert (respuesta.status_code, respuesta.json()["estado"]) == (503, "no listo")
    partes = respuesta.json()["partes"]
    assert [nombre for nombre in PARTES if not partes[nombre]["bien"]] == [parte]
    return partes[parte]["porque"]


def test_with_nothing_waiting_all_is_well(client, settings):
    settings.REDIS_URL = ""

    assert listo(client) == {
        "estado": "listo",
        "partes": {n: {"bien": True, "porque": "no se usa" if n == "redis" else ""} for n in PARTES},
        "bandeja_de_salida": "al día",
        "mas_antiguo": None,
        "abandonados": 0,
    }


def test_what_nobody_delivered_when_its_time_came_is_late(client, ahora):
    creado = ahora - timedelta(hours=1)
    Outbox.objects.create(kind="x", key="a", created_at=creado, due_at=ahora - LATE - timedelta(seconds=1))

    dicho = listo(client)

    assert dicho["bandeja_de_salida"] == "atrasada"
    assert dicho["mas_antiguo"] == creado.isoformat()


def test_an_old_row_that_waits_for_its_next_try_is_not_late(client, ahora):
    Outbox.objects.create(kind="x", key="a", created_at=ahora - timedelta(hours=9), due_at=ahora + timedelta(hours=1))

    assert listo(client)["bandeja_de_salida"] == "al día"


def test_what_was_given_up_is_counted(client, ahora):
    hace = ahora - timedelta(days=2)
    for key in "ab":
        Outbox.objects.create(kind="x", key=key, state=Outbox.State.ABANDONED, created_at=hace, due_at=hace)

    dicho = listo(client)

    assert (dicho["abandonados"], dicho["bandeja_de_salida"]) == (2, "al día")


def test_nobody_reads_what_this_machine_lacks(client, monkeypatch):
    monkeypatch.setattr("nucleo.pdf.disponible", lambda: (False, "Falta /usr/lib/libpango.so"))

    assert falta(client, "motor_pdf") == "falta una biblioteca del sistema"


def test_without_its_database_the_portal_is_not_ready(client, monkeypatch):
    def down(*_args, **_kwargs):
        raise OperationalError("could not connect to 10.0.0.5")

    monkeypatch.setattr("django.db.connection.cursor", down)
    respuesta = client.get("/salud/listo/")

    assert respuesta.status_code == 503
    assert respuesta.json()["partes"]["base_de_datos"] == {"bien": False, "porque": "fuera de alcance"}
    assert "bandeja_de_salida" not in respuesta.json()
    assert "10.0.0.5" not in respuesta.content.decode()


def test_a_schema_of_another_version_is_not_ready(client):
    MigrationRecorder(disposicion.connection).record_unapplied("cuentas", max(_de("cuentas")))

    assert falta(client, "migraciones") == "faltan por aplicar las de cuentas"


def _de(app: str) -> list[str]:
    return [nombre for de, nombre in MigrationRecorder(disposicion.connection).applied_migrations() if de == app]


def test_a_broker_that_does_not_answer_is_missing_and_one_that_is_not_used_is_not(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert falta(client, "redis") == "fuera de alcance"


def test_a_disk_that_is_full_or_closed_is_missing(client, monkeypatch):
    with monkeypatch.context() as sin_permiso:
        sin_permiso.setattr(os, "access", lambda *_: False)
        assert falta(client, "documentos") == "no se puede escribir"
    monkeypatch.setattr(disposicion, "ESPACIO_MINIMO", 1 << 60)

    assert falta(client, "documentos") == "casi no queda espacio"


def test_a_key_that_is_not_there_or_cannot_be_opened_is_missing(client, settings, tmp_path):
    settings.PKI_DIR = tmp_path
    assert falta(client, "firma") == "no hay clave de firma, o no se puede abrir"

    roto = tmp_path / "firma.p12"
    roto.write_bytes(b"nada")
    settings.PKI_P12 = str(roto)
    porque = falta(client, "firma")
    assert str(tmp_path) not in porque


def test_the_expiry_of_the_key_is_told_in_time_and_then_it_is_missing(client, settings, tmp_path, time_machine):
    ahora = timezone.now()
    claves.iniciar(tmp_path, ahora=ahora, vence=ahora + timedelta(days=40))
    settings.PKI_DIR = tmp_path
    assert listo(client)["partes"]["firma"]["porque"] == ""

    time_machine.move_to(ahora + timedelta(days=30, hours=-1))
    assert listo(client)["partes"]["firma"] == {"bien": True, "porque": "el certificado vence en 10 días"}

    time_machine.move_to(ahora + timedelta(days=40))
    assert falta(client, "firma") == "el certificado no está vigente"


def test_a_thousand_questions_cost_what_one_costs(client, settings, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(disposicion, "_vista", None)
    settings.SALUD_SEGUNDOS = 60
    listo(client)

    with django_assert_num_queries(0):
        listo(client)


def test_asking_writes_no_file(client, tmp_path, settings):
    antes = set(Path(ajustes.MEDIA_ROOT).rglob("*"))
    listo(client)

    assert set(Path(ajustes.MEDIA_ROOT).rglob("*")) == antes
