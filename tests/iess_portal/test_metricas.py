"""/metricas/, and that alerts and dashboard name nothing that isn't there."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as ajustes
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from nucleo import pdf
from nucleo.bitacora import anotar
from nucleo.bitacora.sellos import sellar
from nucleo.observacion import metricas as propias
from nucleo.outbox import drain
from nucleo.outbox.models import Outbox
from nucleo.pdf import emision
from tests import mundo
from tests.casos import enviar
from tramites.models import Solicitud

pytestmark = pytest.mark.django_db
FICHA = "una-ficha-de-prueba-ñ"
CARPETA = Path(ajustes.BASE_DIR) / "docs" / "operacion"


@pytest.fixture(autouse=True)
def _con_ficha(settings):
    settings.METRICS_TOKEN = FICHA


def pedir(client, ficha=FICHA):
    return client.get("/metricas/", headers={"Authorization": f"Bearer {ficha}"})


def cifras(client) -> dict[tuple, float]:
    """Every figure by its name and the values of its labels, which come in the order of their names."""
    texto = pedir(client).content.decode()
    return {
        (muestra.name, *muestra.labels.values()): muestra.value
        for familia in text_string_to_metric_families(texto)
        for muestra in familia.samples
    }


@pytest.mark.parametrize("cabecera", ["", "Bearer ", f"Basic {FICHA}", f"Bearer {FICHA}x", "Bearer \xff\u0000", FICHA])
def test_without_the_token_nothing_is_there(client, cabecera):
    respuesta = client.get("/metricas/", headers={"Authorization": cabecera})

    assert respuesta.status_code == 404
    assert b"portal_" not in respuesta.content


def test_where_no_token_is_set_none_is_good(client, settings):
    settings.METRICS_TOKEN = ""

    assert pedir(client, "").status_code == 404


def test_a_request_is_counted_by_its_route_method_and_class(client):
    clave = ("portal_peticiones_total", "2xx", "GET", "tramites:verificacion")
    raro = ("portal_peticiones_total", "4xx", "otro", "salud")
    antes = cifras(client)
    client.get("/verificar/7K3PX9QM2WTD4HNA/")
    client.generic("INVENTADO", "/salud/")
    despues = cifras(client)

    assert despues[clave] == antes.get(clave, 0) + 1
    assert despues[raro] == antes.get(raro, 0) + 1
    assert despues["portal_peticion_segundos_count", "tramites:verificacion"] >= 1
    assert not any("7K3PX9QM2WTD4HNA" in nombre for clave in despues for nombre in clave)


def test_a_task_is_counted_by_how_it_ended(client):
    Outbox.objects.create(kind="certificado.firmar", key="nada", payload={"certificado_id": 0})
    clave = ("portal_tareas_total", "fallo", "certificado.firmar")
    antes = cifras(client).get(clave, 0)
    drain()

    assert cifras(client)[clave] == antes + 1


def test_a_document_that_does_not_come_out_is_counted(client, monkeypatch):
    def sin_clave():
        raise pdf.FirmaNoDisponible("no hay")

    monkeypatch.setattr(emision, "get_firmante", sin_clave)
    clave = ("portal_firma_fallos_total", "FirmaNoDisponible")
    antes = cifras(client).get(clave, 0)
    with pytest.raises(pdf.FirmaNoDisponible):
        emision.emitir(None)

    assert cifras(client)[clave] == antes + 1


def test_the_outbox_tells_how_much_waits_and_since_when(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hace = timezone.now() - timedelta(hours=1)
    Outbox.objects.create(kind="x", key="a", created_at=hace, due_at=hace)
    Outbox.objects.create(kind="x", key="b", created_at=hace - timedelta(days=1), due_at=timezone.now() + timedelta(1))
    Outbox.objects.create(kind="x", key="c", state=Outbox.State.ABANDONED, created_at=hace - timedelta(days=9))

    dicho = cifras(client)

    filas = {estado: dicho["portal_bandeja_filas", estado] for estado in ("espera", "tarde", "abandonado")}
    assert filas == {"espera": 2, "tarde": 1, "abandonado": 1}
    assert dicho["portal_bandeja_antiguedad_segundos",] == 3600


def test_open_cases_are_told_by_the_business_days_that_are_left(client, time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)  # a Friday
    enviar(mundo.navegador(mundo.cuenta(mundo.persona())))
    limites = {
        "2026-11-19": "atrasado",
        "2026-11-20": "0-2",
        "2026-11-24": "0-2",
        "2026-11-25": "3-5",
        "2026-11-27": "3-5",
        "2026-11-30": "mas",
        None: "detenido",
    }
    for vence, plazo in limites.items():
        Solicitud.objects.update(vence_el=vence)
        assert {c[1] for c, n in cifras(client).items() if c[0] == "portal_casos" and n} == {plazo}, vence


def test_a_bitacora_that_nobody_seals_grows_old(client, time_machine):
    inicio = timezone.now()
    time_machine.move_to(inicio, tick=False)
    assert cifras(client)["portal_bitacora_sin_sello_segundos",] == 0
    anotar(actor="sistema:prueba", accion="outbox.reintentado", objeto="x")
    time_machine.move_to(inicio + timedelta(minutes=20), tick=False)
    assert cifras(client)["portal_bitacora_sin_sello_segundos",] == 1200
    sellar()

    assert cifras(client)["portal_bitacora_sin_sello_segundos",] == 0


def test_the_days_of_the_key_are_told_and_no_key_is_the_worst_of_them(client, settings, pki, tmp_path):
    assert cifras(client)["portal_firma_vence_dias",] > 3000
    settings.PKI_DIR = tmp_path

    assert cifras(client)["portal_firma_vence_dias",] == float("-inf")


def test_looking_asks_six_times_at_most(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        pedir(client)


def test_without_a_database_the_rest_is_told(client, monkeypatch):
    def down(**_kwargs):
        raise OperationalError

    monkeypatch.setattr("iess_portal.metricas.waiting", down)
    pedir(client)
    dicho = cifras(client)  # of the request before: each is counted once it is answered

    assert dicho["portal_base_de_datos",] == 0
    assert ("portal_peticiones_total", "2xx", "GET", "metricas") in dicho


def test_all_processes_are_added_up(tmp_path):
    """Two processes that count, and a third that is asked; in two containers both may be process 1."""
    orden = (
        "import socket, os; socket.gethostname = lambda: '{0}'; os.getpid = lambda: 1;"
        "from nucleo.observacion import metricas as m; m.contar_peticion('portada', 'GET', 200, 0.1);"
        "print(m.de_los_procesos().decode())"
    )
    entorno = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "cifras")}
    for equipo in ("web", "web2"):
        dicho = subprocess.run(
            [sys.executable, "-c", orden.format(equipo)],
            check=False,
            env=entorno,
            cwd=ajustes.BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert dicho.returncode == 0, dicho.stderr

    assert 'portal_peticiones_total{clase="2xx",metodo="GET",ruta="portada"} 2.0' in dicho.stdout


def exportadas(client) -> set[str]:
    """What the portal exports, with the names that Prometheus gives to its parts."""
    partes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    dichas = text_string_to_metric_families(pedir(client).content.decode())
    return {f"{m.name}{parte}" for m in [*propias.PROPIAS.collect(), *dichas] for parte in partes[m.type]}


@pytest.mark.parametrize("archivo", ["alertas.yml", "tablero.json"])
def test_alerts_and_dashboard_name_only_what_is_exported(client, archivo):
    nombradas = set(re.findall(r"\bportal_[a-z_]+", (CARPETA / archivo).read_text()))

    assert nombradas
    assert nombradas - exportadas(client) == set()


def test_every_alert_has_its_words_in_the_guide():
    guia = (CARPETA.parent / "operacion.md").read_text()
    alertas = re.findall(r"- alert: (\w+)", (CARPETA / "alertas.yml").read_text())

    assert len(alertas) == len(set(alertas)) >= 7
    assert [alerta for alerta in alertas if f"`{alerta}`" not in guia] == []


def test_the_dashboard_is_one_that_grafana_opens():
    tablero = json.loads((CARPETA / "tablero.json").read_text())

    assert {"title", "uid", "panels", "schemaVersion"} <= tablero.keys()
    assert all(panel["targets"] and panel["title"] for panel in tablero["panels"])
    assert len({panel["id"] for panel in tablero["panels"]}) == len(tablero["panels"])
