"""Changing one's own clave from within."""

import re

import pytest
from django.core import mail
from django.test import Client

from cuentas import segundo_factor
from cuentas.clave import intentos
from cuentas.models import Cuenta
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from tests import mundo

pytestmark = pytest.mark.django_db
URL = "/cuenta/clave/"
FRASE = "puente azul sobre nueve mangos"
LARGUISIMA = (FRASE * 7)[:200]


@pytest.fixture
def dentro(client):
    mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)
    return ingresar(client)


def ingresar(client, clave=mundo.CLAVE):
    client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": clave})
    return client


def cambiar(client, actual=mundo.CLAVE, clave=FRASE):
    return client.post(URL, {"actual": actual, "clave": clave})


def test_the_clave_changes_the_other_sessions_end_and_the_holder_is_told(dentro):
    otra = ingresar(Client())
    llave = dentro.cookies["sessionid"].value

    assert cambiar(dentro).url == "/inicio/"

    assert dentro.get("/inicio/").status_code == 200
    assert dentro.cookies["sessionid"].value != llave
    assert otra.get("/inicio/").status_code == 302
    assert ingresar(Client(), FRASE).get("/inicio/").status_code == 200
    drain()
    assert [m.subject for m in mail.outbox] == ["Su clave cambió"]
    assert Asiento.objects.filter(accion="clave.cambiada", actor=mundo.ANA).exists()


@pytest.mark.parametrize(
    ("actual", "clave", "mensaje"),
    [
        ("otra", FRASE, "Esa no es su clave actual"),
        ("", FRASE, "Escriba la clave con la que ingresó"),
        (mundo.CLAVE, mundo.CLAVE, "es la misma"),
        (mundo.CLAVE, "corta", "al menos 12"),
        (mundo.CLAVE, LARGUISIMA + "x", "La clave puede tener hasta 200 caracteres"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_changes_nothing(dentro, actual, clave, mensaje):
    assert mensaje in cambiar(dentro, actual, clave).content.decode()

    assert ingresar(Client()).get("/inicio/").status_code == 200
    assert not Outbox.objects.exists()


def test_the_longest_clave_that_can_be_made_opens_every_door_that_asks_for_it(dentro):
    assert cambiar(dentro, clave=LARGUISIMA).url == "/inicio/"

    assert ingresar(Client(), LARGUISIMA).get("/inicio/").status_code == 200
    assert cambiar(dentro, LARGUISIMA).url == "/inicio/"


@pytest.mark.parametrize(
    ("pagina", "campo"),
    [
        ("/ingresar/", "clave"),
        (URL, "actual"),
        (URL, "clave"),
        ("/cuenta/segundo-factor/quitar/", "clave"),
        ("/cuenta/poderes/nuevo/", "clave"),
    ],
)
def test_no_page_lets_the_browser_cut_a_clave_that_is_too_long(dentro, pagina, campo):
    segundo_factor.abrir_de_demostracion(cuenta=Cuenta.objects.get())
    navegador = Client() if pagina == "/ingresar/" else dentro
    if navegador is dentro:
        navegador.force_login(Cuenta.objects.get())

    html = navegador.post(pagina, {campo: LARGUISIMA + "x"}).content.decode()

    assert "La clave puede tener hasta 200 caracteres" in html
    assert not re.search(rf'<input[^>]*name="{campo}"[^>]*maxlength', html)


def test_who_finds_an_open_session_can_not_guess_the_clave_in_it(dentro):
    statuses = [cambiar(dentro, "otra").status_code for _ in range(intentos.CLAVES_ACTUALES + 1)]

    assert statuses == [200] * intentos.CLAVES_ACTUALES + [429]
    assert cambiar(dentro).status_code == 429


def test_an_employer_changes_its_own_too(client):
    mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE, correo="sol@correo.ec")
    client.post("/ingresar/", {"identificacion": mundo.RUC_SOL, "clave": mundo.CLAVE})

    assert cambiar(client).url == "/inicio/"


def test_looking_at_the_page_changes_nothing(dentro):
    antes = Asiento.objects.count()

    assert dentro.get(URL).status_code == 200
    assert Asiento.objects.count() == antes
