"""Log lines: one object each, with what an operator needs to follow a request, and nobody's data."""

import json
import logging
import sys

import pytest
from django.conf import settings
from django.db import transaction

from nucleo.observacion.contexto import Contexto, dentro_de, nombrar_caso
from nucleo.observacion.registros import TOPE, FormatoJson, FormatoLegible, limpio
from nucleo.outbox import drain, enqueue, handler
from nucleo.outbox.delivery import _handlers
from nucleo.outbox.models import Outbox
from tests import mundo

CEDULA = mundo.ANA


def linea(mensaje: str, *args, formato=FormatoJson, **extra) -> str:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": mensaje, "args": args, **extra})
    return formato().format(record)


@pytest.fixture
def lineas(monkeypatch):
    """What is logged meanwhile, as production would print it."""

    class Oyente(logging.Handler):
        def emit(self, record):
            salidas.append(json.loads(FormatoJson().format(record)))

    salidas: list[dict] = []
    oyente = Oyente()
    raiz = logging.getLogger()
    raiz.addHandler(oyente)
    for nombre in ("portal.acceso", "portal.tareas"):  # silent where DEBUG is on
        monkeypatch.setattr(logging.getLogger(nombre), "level", logging.INFO)
    raiz.manager._clear_cache()
    yield salidas
    raiz.removeHandler(oyente)
    monkeypatch.undo()
    raiz.manager._clear_cache()


@pytest.mark.parametrize(
    "hostil",
    [
        CEDULA,
        f"cedula={CEDULA}&x=1",
        f"{CEDULA[:9]}-{CEDULA[9]}",
        " ".join(CEDULA),
        "\u200b".join(CEDULA),
        CEDULA.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
        "".join(f"%{ord(c):02X}" for c in CEDULA),
        f"{CEDULA}001",
        f"Key (cedula)=({CEDULA}) already exists.",
        "ANA.perez+x@Correo.EC",
        "ana.perez%40correo.ec",
        "para=ana@correo.ec;otro",
        "<ana@correo.ec>",
        "DETAIL:  Failing row contains (7, Ana, Perez, Calle Larga 3).\nmás de la fila: Ana",
        f'a\n{{"level": "INFO"}}\r\u2028{CEDULA}',
        "\x1b[2J" + CEDULA,
    ],
)
@pytest.mark.parametrize("formato", [FormatoJson, FormatoLegible])
def test_no_line_names_a_person_however_it_is_written(hostil, formato):
    salida = linea("falló %s", hostil, formato=formato)

    assert CEDULA not in salida
    assert not any(resto in salida.lower() for resto in ("ana", "perez", "correo.ec", CEDULA[:9], "larga"))


@pytest.mark.parametrize(
    "texto",
    ["2026-11-22 10:00:00.123456", "outbox 12 (correo) failed, try 3", "http://127.0.0.1:8000", "celery@web-1 ready."],
)
def test_dates_and_small_numbers_stay(texto):
    assert limpio(texto) == texto


def test_a_line_is_one_object_whatever_the_message_holds():
    salida = linea('a\n{"level": "CRITICAL"}\u2028\x85b')

    assert salida.isascii()
    assert len(salida.splitlines()) == 1
    assert json.loads(salida)["level"] == "INFO"


def test_a_traceback_is_part_of_its_line_and_names_nobody():
    try:
        raise ValueError(f"{CEDULA} ana@correo.ec")
    except ValueError:
        salida = linea("falló", exc_info=sys.exc_info())

    assert "ValueError: [número] [correo]" in json.loads(salida)["error"]
    assert CEDULA not in salida


def test_a_huge_message_is_cut():
    assert len(linea("ab c" * TOPE * 10)) < 2 * TOPE


def test_the_formatters_are_those_of_the_settings():
    assert {f["()"].rpartition(".")[2] for f in settings.LOGGING["formatters"].values()} == {
        "FormatoJson",
        "FormatoLegible",
    }


@pytest.mark.django_db
def test_each_request_says_its_route_and_never_its_address(client, lineas):
    respuesta = client.get(f"/verificar/{CEDULA}/?correo=ana@correo.ec")

    (dicho,) = [una for una in lineas if una["logger"] == "portal.acceso"]
    assert dicho.keys() == {
        "time",
        "level",
        "logger",
        "message",
        "request_id",
        "method",
        "route",
        "status",
        "ms",
        "queries",
    }
    assert (dicho["method"], dicho["route"]) == ("GET", "tramites:verificacion")
    assert dicho["request_id"] == respuesta["X-Request-ID"]
    assert dicho["queries"] > 0
    assert CEDULA not in json.dumps(lineas)


@pytest.mark.django_db
def test_what_django_says_of_a_request_names_its_route_too(client, lineas):
    respuesta = client.get("/nada/secreto-de-un-correo/")

    (dicho,) = [una for una in lineas if una["logger"] == "django.request"]
    assert (dicho["message"], dicho["request_id"]) == ("Not Found: no_encontrada", respuesta["X-Request-ID"])
    assert "secreto" not in json.dumps(lineas)


@pytest.mark.django_db
def test_a_case_in_the_address_is_named(lineas, client):
    client.get("/solicitudes/SOL-2026-0000/")

    assert lineas[-1]["caso"] == "SOL-2026-0000"


def test_whoever_works_on_a_case_names_it():
    with dentro_de(Contexto(peticion="a1", tarea="correo")):
        nombrar_caso("S-1")
        dicho = json.loads(linea("hola"))

    assert (dicho["request_id"], dicho["tarea"], dicho["caso"]) == ("a1", "correo", "S-1")
    assert "caso" not in json.loads(linea("hola"))


BUENO = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.django_db
@pytest.mark.parametrize("malo", ["", CEDULA, "a" * 200, f"{BUENO}\nx", "<script>", "ana@correo.ec"])
def test_the_number_of_a_request_is_taken_from_the_proxy_only_if_it_is_one(client, settings, malo):
    settings.REQUEST_ID_HEADER = "X-Request-ID"

    assert client.get("/salud/", headers={"X-Request-ID": BUENO})["X-Request-ID"] == BUENO
    hecho = client.get("/salud/", headers={"X-Request-ID": malo})["X-Request-ID"]
    assert len(hecho) == 16


@pytest.mark.django_db
def test_where_no_proxy_is_trusted_nobody_gives_the_number(client):
    assert client.get("/salud/", headers={"X-Request-ID": BUENO})["X-Request-ID"] != BUENO


@pytest.mark.django_db
def test_what_a_request_promised_is_done_under_its_number(lineas):
    def trabajar(_payload):
        logging.getLogger("x").warning("haciendo")
        with transaction.atomic():
            enqueue("prueba", "segunda")

    handler("prueba")(trabajar)
    try:
        with dentro_de(Contexto(peticion="abc")), transaction.atomic():
            enqueue("prueba", "primera")
        drain(limit=1)
    finally:
        del _handlers["prueba"]

    (dicho,) = [una for una in lineas if una["message"] == "haciendo"]
    assert (dicho["request_id"], dicho["tarea"]) == ("abc", "prueba")
    (fin,) = [una for una in lineas if una["logger"] == "portal.tareas"]
    assert (fin["request_id"], fin["tarea"], fin["resultado"]) == ("abc", "prueba", "hecho")
    assert Outbox.objects.get(key="segunda").payload == {"request_id": "abc"}
