"""The login, at its door."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import get_hasher
from django.utils import timezone

from cuentas import limites
from nucleo.bitacora.models import Asiento
from tests import mundo

pytestmark = pytest.mark.django_db
URL = "/ingresar/"


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def ingresar(client, identificacion=mundo.ANA, clave=mundo.CLAVE, **datos):
    return client.post(URL, {"identificacion": identificacion, "clave": clave, **datos})


def test_the_right_number_and_clave_open_the_home(client, ana):
    respuesta = ingresar(client)

    assert respuesta.status_code == 302
    assert respuesta.url == "/inicio/"
    assert "Hola, Ana María" in client.get("/inicio/").content.decode()


@pytest.mark.parametrize("escrita", ["171003406-5", " 1710034065 ", "1710 034 065"])
def test_spaces_and_dashes_in_the_number_do_not_matter(client, ana, escrita):
    assert ingresar(client, escrita).status_code == 302


def test_an_employer_logs_in_with_its_ruc(client):
    mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE)

    assert ingresar(client, mundo.RUC_SOL).url == "/inicio/"
    assert "Sol S.A." in client.get("/inicio/").content.decode()


def test_staff_go_to_the_admin(client):
    mundo.personal("ventanilla")

    assert ingresar(client, "ventanilla").url == "/admin/"


@pytest.mark.parametrize(
    ("identificacion", "clave"),
    [
        (mundo.ANA, "otra clave"),
        (mundo.LUIS, mundo.CLAVE),
        ("1710034066", mundo.CLAVE),
        ("no es un número", mundo.CLAVE),
    ],
    ids=["wrong clave", "no account", "wrong digit", "no number"],
)
def test_every_wrong_login_gets_the_same_words_status_and_writes(client, ana, identificacion, clave):
    antes = Asiento.objects.count()
    respuesta = ingresar(client, identificacion, clave)

    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert "El número o la clave no coinciden" in html
    assert f'value="{identificacion}"' in html
    assert clave not in html
    assert Asiento.objects.count() == antes + 1
    assert "sessionid" not in respuesta.cookies


@pytest.mark.parametrize("identificacion", [mundo.ANA, mundo.LUIS])
def test_a_known_and_an_unknown_number_cost_one_hash(client, ana, identificacion, monkeypatch):
    hasher = type(get_hasher())
    hashes = []
    original = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: hashes.append(1) or original(self, *args))

    ingresar(client, identificacion, "otra clave")

    assert len(hashes) == 1


def test_a_closed_account_is_answered_like_a_wrong_clave(client, ana):
    ana.is_active = False
    ana.save()

    assert "no coinciden" in ingresar(client).content.decode()


def test_empty_fields_are_told_beside_them(client):
    html = client.post(URL, {}).content.decode()

    assert "Escriba su número de cédula o RUC." in html
    assert "Escriba su clave." in html


def test_five_wrong_claves_block_that_network_until_a_clock_time(client, ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(limites.PER_ACCOUNT_AND_NETWORK):
        ingresar(client, clave="otra clave")

    respuesta = ingresar(client)

    hora = f"{timezone.localtime(timezone.now() + limites.WINDOW):%H:%M}"
    assert respuesta.status_code == 429
    assert f"a las {hora}" in respuesta.content.decode()
    otra_red = client.post(URL, {"identificacion": mundo.ANA, "clave": mundo.CLAVE}, REMOTE_ADDR="10.0.0.9")
    assert otra_red.status_code == 302


def test_the_block_ends(client, ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(limites.PER_ACCOUNT_AND_NETWORK):
        ingresar(client, clave="otra clave")
    time_machine.shift(limites.WINDOW + timedelta(seconds=1))

    assert ingresar(client).status_code == 302


def test_a_number_without_account_is_blocked_just_the_same(client):
    for _ in range(limites.PER_ACCOUNT_AND_NETWORK):
        ingresar(client, mundo.LUIS)

    assert ingresar(client, mundo.LUIS).status_code == 429


@pytest.mark.parametrize("siguiente", ["/afiliado/historial-laboral/", "/documentos/?pagina=2"])
def test_the_login_goes_back_to_the_page_that_asked_for_it(client, ana, siguiente):
    assert ingresar(client, next=siguiente).url == siguiente


@pytest.mark.parametrize(
    "siguiente", ["https://malo.example/", "//malo.example", "javascript:alert(1)", "\\\\malo.example"]
)
def test_the_login_never_goes_to_another_site(client, ana, siguiente):
    assert ingresar(client, next=siguiente).url == "/inicio/"


def test_a_new_session_key_at_login(client, ana):
    client.get(URL)
    client.cookies["sessionid"] = "puestaporotro0000000000000000000"
    ingresar(client)

    assert client.cookies["sessionid"].value != "puestaporotro0000000000000000000"


def test_leaving_needs_a_post_and_ends_the_session(client, ana):
    ingresar(client)

    assert client.get("/salir/").status_code == 405
    assert client.post("/salir/").url == "/"
    assert client.get("/inicio/").status_code == 302


def test_login_and_leave_are_in_the_bitacora_with_their_actor(client, ana):
    ingresar(client)
    client.post("/salir/")

    assert list(Asiento.objects.order_by("pk").values_list("actor", "accion")) == [
        (mundo.ANA, "ingreso.aceptado"),
        (mundo.ANA, "salida"),
    ]
