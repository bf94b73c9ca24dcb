"""A session on a computer that others use: it ends sooner, nothing is filled in, and leaving it wipes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iess_portal.roles import Rol
from tests import mundo
from tests.mesa import con_rol

pytestmark = pytest.mark.django_db
CLAVE = "Clave-De-Ana-2026"
BORRAR = '"cache", "cookies", "storage"'


@pytest.fixture
def ingresar(client):
    ana = mundo.persona()
    mundo.cuenta(ana, clave=CLAVE)

    def por_la_puerta(**mas: str) -> None:
        client.post("/ingresar/", {"identificacion": ana.cedula, "clave": CLAVE, **mas})

    return por_la_puerta


def sugerencias(client, url: str) -> set[str]:
    return set(re.findall(r'autocomplete="([^"]*)"', client.get(url).content.decode()))


def test_the_login_offers_it_and_nobody_has_to_take_it(client, ingresar):
    assert "Estoy en una computadora compartida" in client.get("/ingresar/").content.decode()

    ingresar()

    assert "Terminar y borrar" not in client.get("/inicio/").content.decode()
    assert sugerencias(client, "/cuenta/clave/") > {"current-password", "new-password"}
    assert "Clear-Site-Data" not in client.post("/salir/").headers


def test_no_field_of_its_pages_is_filled_in(client, ingresar):
    ingresar(compartida="on")

    assert sugerencias(client, "/cuenta/clave/") == {"off"}
    formularios = re.findall(r"<form\b[^>]*>", client.get("/cuenta/clave/").content.decode())
    assert formularios
    assert all(formulario.count('autocomplete="off"') == 1 for formulario in formularios)


def test_leaving_it_ends_it_and_tells_the_browser_to_wipe(client, ingresar):
    ingresar(compartida="on")
    assert "<button>Terminar y borrar</button>" in client.get("/inicio/").content.decode()

    respuesta = client.post("/salir/")

    assert (respuesta.url, respuesta.headers["Clear-Site-Data"]) == ("/salir/listo/", BORRAR)
    assert client.get("/inicio/").status_code == 302
    assert "Descargas" in client.get("/salir/listo/").content.decode()


def test_it_ends_after_five_minutes_without_a_page_and_its_clock_moves_once_a_minute(client, ingresar):
    ahora = timezone.now()
    with time_machine.travel(ahora, tick=False) as reloj:
        ingresar(compartida="on")
        for minutos in (4, 8, 12):
            reloj.move_to(ahora + timedelta(minutes=minutos))
            assert client.get("/inicio/").status_code == 200
        reloj.move_to(ahora + timedelta(minutes=12, seconds=30))
        with CaptureQueriesContext(connection) as consultas:
            client.get("/inicio/")
        assert not [q for q in consultas if "UPDATE" in q["sql"] and "django_session" in q["sql"]]
        reloj.move_to(ahora + timedelta(minutes=17, seconds=1))
        assert client.get("/inicio/").status_code == 302


def test_who_comes_in_again_without_it_has_a_session_like_any_other(client, ingresar):
    ingresar(compartida="on")
    ingresar()

    assert "Terminar y borrar" not in client.get("/inicio/").content.decode()


def test_the_second_step_remembers_it(client):
    cuenta = con_rol(Rol.ADMINISTRADOR)
    cuenta.set_password(CLAVE)
    cuenta.save()
    client.post("/ingresar/", {"identificacion": cuenta.identificador, "clave": CLAVE, "compartida": "on"})

    client.post("/ingresar/codigo/", {"codigo": mundo.codigo_de(cuenta)})

    assert "Terminar y borrar" in client.get("/admin/").content.decode()
    assert client.post("/admin/logout/").headers["Clear-Site-Data"] == BORRAR
