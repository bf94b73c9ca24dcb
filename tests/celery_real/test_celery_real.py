"""The production drain: a real Celery worker on real Redis and PostgreSQL. Run with `-m celery`."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from nucleo.outbox.models import Outbox
from nucleo.tasks import sweep, sweep_mail
from tests import mundo
from tramites.models import Certificado

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pki")]
URL = "/afiliado/certificado-afiliacion/"


def stop(process):
    """Ends a worker. How gracefully Celery does that is not ours to test: now and then it hangs, and is killed."""
    process.terminate()
    try:
        process.communicate(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@pytest.fixture
def trabajador():
    """A worker process on the test database, ready to take work."""
    assert settings.CELERY_BROKER_URL, "set REDIS_URL and DATABASE_URL: this suite needs the real broker"
    parts = connection.settings_dict
    url = f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "iess_portal",
        "worker",
        "-Q",
        "celery,correo",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
    ]
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    env["PORTAL_PRUEBAS_DIR"] = settings.TMP_DIR
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if " ready." in line:
                break
        else:
            pytest.fail("the worker did not start:\n" + "".join(said))
        yield process
    finally:
        stop(process)


@pytest.fixture
def ana(client):
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


@pytest.mark.usefixtures("trabajador")
def test_a_click_is_answered_when_the_worker_has_signed(client, ana, monkeypatch):
    monkeypatch.setattr("tramites.procedimientos.vistas.WAIT", timedelta(seconds=60))  # its first document loads fonts

    respuesta = client.post(URL, {"peticion": str(uuid.uuid4())})

    certificado = Certificado.objects.get()
    assert certificado.estado == "EMITIDO"
    assert respuesta.url == certificado.get_absolute_url()
    archivo = client.get(f"/documentos/{certificado.codigo}.pdf")
    assert b"".join(archivo.streaming_content).startswith(b"%PDF-")


def test_what_the_broker_lost_is_found_by_the_sweeper(client, ana, monkeypatch):
    monkeypatch.setattr("tramites.procedimientos.vistas.WAIT", timedelta(0))
    monkeypatch.setattr("nucleo.outbox.services.current_app.send_task", lambda *_, **__: None)
    client.post(URL, {"peticion": str(uuid.uuid4())})

    sweep()
    sweep_mail()

    assert Certificado.objects.get().estado == "EMITIDO"
    assert set(Outbox.objects.values_list("state", flat=True)) == {Outbox.State.DONE}


def test_a_broker_out_of_reach_fails_no_act(client, ana, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise ConnectionError("Redis is down")

    monkeypatch.setattr("tramites.procedimientos.vistas.WAIT", timedelta(0))
    monkeypatch.setattr("nucleo.outbox.services.current_app.send_task", refuse)

    assert client.post(URL, {"peticion": str(uuid.uuid4())}).status_code == 302
    assert Outbox.objects.get(kind="certificado.firmar").state == Outbox.State.PENDING
