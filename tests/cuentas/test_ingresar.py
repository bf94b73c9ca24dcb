"""The login, at its door."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.utils import timezone

from cuentas import limites, services
from cuentas.sesiones import SessionStore
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


@pytest.mark.parametrize("escrita", ["171003406-5", " 1710034065 ", "1710 034 065", "1710\u00a0034\u00a0065"])
def test_spaces_and_dashes_in_the_number_do_not_matter(client, ana, escrita):
    assert ingresar(client, escrita).status_code == 302


def test_an_employer_logs_in_with_its_ruc(client):
    mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE)

    assert ingresar(client, mundo.RUC_SOL).url == "/inicio/"
    assert "Sol S.A." in client.get("/inicio/").content.decode()


@pytest.mark.parametrize("usuario", ["ventanilla", "ana-maria", "jefa-2", "turno 7"])
def test_staff_go_to_the_admin_with_the_name_that_they_have(client, usuario):
    funcionario = mundo.personal(usuario)

    assert ingresar(client, usuario).url == "/ingresar/codigo/"
    assert client.post("/ingresar/codigo/", {"codigo": mundo.codigo_de(funcionario)}).url == "/admin/"


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


def test_trying_while_blocked_does_not_put_the_hour_off(client, ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hora = f"{timezone.localtime(timezone.now() + limites.WINDOW):%H:%M}"
    for _ in range(limites.PER_ACCOUNT_AND_NETWORK):
        ingresar(client, clave="otra clave")

    for _ in range(3):
        time_machine.shift(timedelta(minutes=3))
        assert f"a las {hora}" in ingresar(client).content.decode()


def test_the_fifth_wrong_clave_is_still_answered_and_the_sixth_costs_no_hash(client, ana, monkeypatch):
    pruebas = []
    monkeypatch.setattr(services, "authenticate", lambda *args, **kwargs: pruebas.append(1))

    statuses = [ingresar(client, clave="otra clave").status_code for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2
    assert len(pruebas) == 5


def test_tries_that_arrive_while_a_clave_is_being_checked_are_counted_already(client, ana, monkeypatch):
    pruebas = []

    def authenticate(*args, **kwargs):
        pruebas.append(1)
        client.__class__().post(URL, {"identificacion": mundo.ANA, "clave": "otra clave"})

    monkeypatch.setattr(services, "authenticate", authenticate)
    ingresar(client, clave="otra clave")

    assert len(pruebas) == limites.PER_ACCOUNT_AND_NETWORK


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_get_no_more_than_the_limit():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and the tests' database lives in one connection")

    def intento(_: int) -> bool:
        try:
            return limites.contar_intento(mundo.ANA, "10.0.0.1") is None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as hilos:
        assert sum(hilos.map(intento, range(16))) == limites.PER_ACCOUNT_AND_NETWORK


def test_a_right_clave_forgets_the_wrong_ones_of_that_network(client, ana):
    for _ in range(3):
        for _ in range(limites.PER_ACCOUNT_AND_NETWORK - 1):
            ingresar(client, clave="otra clave")
        assert ingresar(client).status_code == 302


def test_right_claves_use_up_no_ceiling(client, ana, monkeypatch):
    monkeypatch.setattr(limites, "PER_ACCOUNT", 2)
    monkeypatch.setattr(limites, "PER_NETWORK", 2)

    assert [ingresar(client.__class__()).status_code for _ in range(4)] == [302] * 4


@pytest.mark.parametrize("techo", ["PER_ACCOUNT", "PER_NETWORK"])
def test_each_ceiling_blocks(client, ana, monkeypatch, techo):
    monkeypatch.setattr(limites, techo, 2)

    assert [ingresar(client, clave="otra clave").status_code for _ in range(3)] == [200, 200, 429]


def test_a_blocked_network_can_not_close_the_account_for_the_others(client, ana):
    for _ in range(limites.PER_ACCOUNT + 10):
        ingresar(client, clave="otra clave")

    desde_casa = client.post(URL, {"identificacion": mundo.ANA, "clave": mundo.CLAVE}, REMOTE_ADDR="10.0.0.9")
    assert desde_casa.status_code == 302


def test_waiting_in_front_of_a_full_ceiling_does_not_add_to_the_wait(client, ana, monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    monkeypatch.setattr(limites, "PER_NETWORK", 1)
    ingresar(client, mundo.LUIS)
    time_machine.shift(limites.WINDOW - timedelta(minutes=1))
    assert {ingresar(client).status_code for _ in range(limites.PER_ACCOUNT_AND_NETWORK + 1)} == {429}

    time_machine.shift(timedelta(minutes=1))
    assert ingresar(client).status_code == 302


def test_a_blocked_try_leaves_no_line_in_what_is_never_deleted(client, ana):
    for _ in range(limites.PER_ACCOUNT_AND_NETWORK + 3):
        ingresar(client, clave="otra clave")

    assert Asiento.objects.filter(accion="ingreso.rechazado").count() == limites.PER_ACCOUNT_AND_NETWORK
    assert Asiento.objects.count() == limites.PER_ACCOUNT_AND_NETWORK


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
    puesta_por_otro = SessionStore()
    puesta_por_otro["algo"] = "que ya estaba"
    puesta_por_otro.save()
    client.cookies["sessionid"] = puesta_por_otro.session_key

    assert ingresar(client).status_code == 302

    assert client.cookies["sessionid"].value != puesta_por_otro.session_key
    assert not puesta_por_otro.exists(puesta_por_otro.session_key)
    assert client.get("/inicio/").status_code == 200


def test_leaving_needs_a_post_and_ends_the_session(client, ana):
    ingresar(client)

    assert client.get("/salir/").status_code == 405
    assert client.post("/salir/").url == "/"
    assert client.get("/inicio/").status_code == 302


@pytest.mark.parametrize("escrita", [mundo.ANA, mundo.LUIS, mundo.RUC_SOL, "jefa"])
def test_a_refused_login_is_in_the_bitacora_with_the_account_that_was_tried(client, ana, escrita):
    mundo.personal("jefa")
    ingresar(client, escrita, "otra clave")

    asiento = Asiento.objects.get()
    assert (asiento.actor, asiento.accion, asiento.objeto) == ("publico", "ingreso.rechazado", f"cuenta:{escrita}")


@pytest.mark.parametrize("escrita", ["mi-Clave.de1990", "17100340", "171003406512", "١٢٣٤٥٦٧٨٩٠"])
def test_a_clave_typed_in_the_wrong_field_is_not_kept(client, ana, escrita):
    ingresar(client, escrita, "1710034065")
    ingresar(client, escrita, "1710034065")
    ingresar(client, f"{escrita}x", "1710034065")

    una, igual, otra = Asiento.objects.values_list("objeto", flat=True)
    assert re.fullmatch(r"cuenta:hmac:[0-9a-f]{16}", otra)
    assert otra == igual
    assert una != otra
    assert not any(escrita in linea for fila in Asiento.objects.values_list() for linea in map(str, fila))


def test_login_and_leave_are_in_the_bitacora_with_their_actor(client, ana):
    ingresar(client)
    client.post("/salir/")

    assert list(Asiento.objects.order_by("pk").values_list("actor", "accion")) == [
        (mundo.ANA, "ingreso.aceptado"),
        (mundo.ANA, "salida"),
    ]
