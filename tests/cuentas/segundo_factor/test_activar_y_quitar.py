"""A person turns the second factor on, renews its codes and takes it off."""

import re

import pytest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas import cifrado, dispositivos, segundo_factor
from cuentas.models import Cuenta
from nucleo.models import Asiento, Outbox
from tests import mundo
from tests.cuentas.segundo_factor.pasos import BASE, activar, adentro, por_confirmar

pytestmark = pytest.mark.django_db


# --- turning it on ----------------------------------------------------------------------------------------------------


def test_a_person_turns_it_on_with_a_first_code_and_sees_ten_recovery_codes_once(client, ana):
    client.force_login(ana)

    codigos = activar(client, ana)

    assert len(set(codigos)) == dispositivos.CODIGOS
    assert "Está activa desde" in client.get(BASE).content.decode()
    assert codigos[0] not in client.get(BASE).content.decode()
    assert client.post(f"{BASE}activar/", {"codigo": "123456"}).url == BASE
    assert Outbox.objects.get(kind="correo").payload["para"] == ana.correo
    assert Asiento.objects.get(accion="segundo_factor.activado").persona_id == ana.persona_id


def test_the_codes_can_be_kept_as_a_file_without_asking_the_server_again(client, ana):
    client.force_login(ana)
    client.post(BASE)

    html = client.post(f"{BASE}activar/", {"codigo": por_confirmar(ana)}).content.decode()

    assert 'download="codigos-de-recuperacion.txt"' in html
    assert 'href="data:text/plain;charset=utf-8,Portal%20IESS' in html


def test_the_page_shows_the_secret_as_a_picture_and_in_groups(client, ana):
    client.force_login(ana)
    client.post(BASE)

    html = client.get(f"{BASE}activar/").content.decode()

    assert '<svg class="qr"' in html
    assert re.search(r"<code data-copiar>(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", html)
    assert dispositivos.por_confirmar(ana).direccion.startswith("otpauth://totp/Portal%20IESS%3A1710034065?secret=")


def test_a_wrong_first_code_turns_nothing_on(client, ana):
    client.force_login(ana)
    client.post(BASE)

    respuesta = client.post(f"{BASE}activar/", {"codigo": "12345x"})

    assert "El código no es correcto" in respuesta.content.decode()
    ana.refresh_from_db()
    assert ana.segundo_factor_desde is None


def test_looking_at_the_pages_makes_no_secret(client, ana):
    client.force_login(ana)

    assert client.get(BASE).status_code == 200
    assert client.get(f"{BASE}activar/").url == BASE
    assert not TOTPDevice.objects.exists()


def test_turning_it_on_changes_the_session_key_and_ends_the_other_sessions(client, ana):
    otra = client.__class__()
    otra.force_login(ana)
    client.force_login(ana)
    antes = client.session.session_key

    activar(client, ana)

    assert client.session.session_key != antes
    assert adentro(client)
    assert not adentro(otra)


def test_the_secret_is_not_in_the_database_as_it_is(client, ana):
    client.force_login(ana)
    codigos = activar(client, ana)

    guardado = TOTPDevice.objects.get().key
    secreto = dispositivos.direccion_de(ana)
    assert len(guardado) == 64
    assert guardado not in secreto
    tokens = set(StaticToken.objects.values_list("token", flat=True))
    assert not tokens & {codigo.replace("-", "") for codigo in codigos}


def test_a_row_that_was_copied_to_another_account_opens_nothing(con_factor):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE)
    codigo = mundo.codigo_de(con_factor)
    TOTPDevice.objects.update(user=luis)
    Cuenta.objects.update(segundo_factor_desde=timezone.now())

    with pytest.raises(segundo_factor.CodigoEquivocado):
        segundo_factor.comprobar(cuenta=luis, codigo=codigo)


def test_a_secret_is_still_read_while_the_old_key_is_a_fallback(con_factor, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "otra", [settings.SECRET_KEY]
    assert dispositivos.codigo_actual(con_factor)

    settings.SECRET_KEY_FALLBACKS = []
    assert dispositivos.direccion_de(con_factor) == ""
    with pytest.raises(cifrado.NoSePuedeLeer):
        dispositivos.codigo_actual(con_factor)


# --- changing it ------------------------------------------------------------------------------------------------------


def test_new_recovery_codes_need_a_code_and_kill_the_old_ones(client, ana, reloj):
    client.force_login(ana)
    viejo = activar(client, ana)[0]

    assert "ya se usó" in client.post(f"{BASE}codigos/", {"codigo": "000000x"}).content.decode()
    html = client.post(f"{BASE}codigos/", {"codigo": mundo.codigo_de(ana)}).content.decode()

    assert viejo not in html
    assert len(re.findall(r"<li><code>", html)) == 10
    with pytest.raises(segundo_factor.CodigoEquivocado):
        segundo_factor.comprobar(cuenta=ana, codigo=viejo)


def test_taking_it_off_needs_clave_and_code(client, con_factor):
    client.force_login(con_factor)
    codigo = mundo.codigo_de(con_factor)

    assert client.post(f"{BASE}quitar/", {"clave": "otra", "codigo": codigo}).status_code == 200
    assert client.post(f"{BASE}quitar/", {"clave": mundo.CLAVE, "codigo": "000000x"}).status_code == 200
    con_factor.refresh_from_db()
    assert con_factor.segundo_factor_desde is not None
    assert client.post(f"{BASE}quitar/", {"clave": mundo.CLAVE, "codigo": codigo}).url == BASE

    con_factor.refresh_from_db()
    assert con_factor.segundo_factor_desde is None
    assert not TOTPDevice.objects.exists()
    assert adentro(client)
    assert "Se quitó la verificación" in Outbox.objects.get(kind="correo").payload["texto"]


def test_a_clave_is_not_guessed_where_the_factor_is_taken_off(client, con_factor):
    client.force_login(con_factor)

    statuses = [client.post(f"{BASE}quitar/", {"clave": "otra", "codigo": "1"}).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]
