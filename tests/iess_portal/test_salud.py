from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from iess_portal import salud
from nucleo.outbox.models import Outbox
from nucleo.outbox.selectors import LATE

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahora(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return timezone.now()


def listo(client) -> dict:
    respuesta = client.get("/salud/listo/")
    assert respuesta.status_code == 200
    return respuesta.json()


def test_with_nothing_waiting_all_is_well(client):
    assert listo(client) == {
        "estado": "listo",
        "base_de_datos": "bien",
        "bandeja_de_salida": "al día",
        "mas_antiguo": None,
        "abandonados": 0,
        "documentos_pdf": "bien",
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

    assert listo(client)["documentos_pdf"] == "no disponibles"


def test_without_its_database_the_portal_is_not_ready(client, monkeypatch):
    def down(**_kwargs):
        raise OperationalError("could not connect to 10.0.0.5")

    monkeypatch.setattr(salud, "waiting", down)
    respuesta = client.get("/salud/listo/")

    assert respuesta.status_code == 503
    assert respuesta.json() == {"estado": "no listo", "base_de_datos": "fuera de alcance"}
