"""The second factor, at the doors of the login, of the account and of the desk."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas import cifrado, dispositivos, segundo_factor, services
from cuentas.actuacion import PUBLICA, actuacion_de
from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento, Outbox
from tests import mundo
from tests.mesa import con_rol, entrar, pagina

pytestmark = pytest.mark.django_db
BASE = "/cuenta/segundo-factor/"
PASO = "/ingresar/codigo/"


@pytest.fixture(autouse=True)
def reloj(time_machine):
    time_machine.move_to(timezone.now().replace(second=1, microsecond=0), tick=False)
    return lambda **cuanto: time_machine.shift(timedelta(**cuanto))


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


@pytest.fixture
def con_factor(ana):
    segundo_factor.abrir_de_demostracion(cuenta=ana)
    return ana


def con_clave(client, **datos):
    return client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE, **datos})


def con_codigo(client, codigo, **datos):
    return client.post(PASO, {"codigo": codigo, **datos})


def por_confirmar(cuenta) -> str:
    """The code that an app shows that has just read the QR code."""
    totp = dispositivos._totp(cuenta, TOTPDevice.objects.get(user=cuenta, confirmed=False))
    return f"{totp.token():06d}"


def activar(client, cuenta) -> list[str]:
    """Turns it on as a person does; gives the recovery codes of the page."""
    client.post(BASE)
    html = client.post(f"{BASE}activar/", {"codigo": por_confirmar(cuenta)}).content.decode()
    return re.findall(r"<li><code>([a-z2-9]{5}-[a-z2-9]{5})</code>", html)


def adentro(client) -> bool:
    return client.get("/inicio/").status_code == 200


# --- turning it on ---------------------------------------------------------------------------------------------------


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


# --- the second step -------------------------------------------------------------------------------------------------


def test_the_clave_alone_opens_nothing(client, con_factor):
    assert con_clave(client).url == PASO

    assert "_auth_user_id" not in client.session
    assert not adentro(client)
    assert client.get(PASO).status_code == 200


def test_clave_and_code_open_the_page_that_was_asked_for(client, con_factor):
    assert con_clave(client, next="/documentos/").url == f"{PASO}?next=%2Fdocumentos%2F"
    assert 'name="next" value="/documentos/"' in client.get(f"{PASO}?next=/documentos/").content.decode()

    assert con_codigo(client, mundo.codigo_de(con_factor), next="/documentos/").url == "/documentos/"

    assert adentro(client)
    asiento = Asiento.objects.get(accion="ingreso.aceptado")
    assert asiento.datos["segundo_factor"] == "aplicacion"


def test_the_session_key_changes_with_the_clave_and_again_with_the_code(client, con_factor):
    client.get("/ingresar/")
    llaves = []
    con_clave(client)
    llaves.append(client.cookies["sessionid"].value)
    con_codigo(client, mundo.codigo_de(con_factor))
    llaves.append(client.cookies["sessionid"].value)

    assert len(set(llaves)) == 2
    viejo = client.__class__()
    viejo.cookies["sessionid"] = llaves[0]
    assert not adentro(viejo)


def test_five_minutes_after_the_clave_it_has_to_be_typed_again(client, con_factor, reloj):
    con_clave(client)
    reloj(minutes=5)

    respuesta = con_codigo(client, mundo.codigo_de(con_factor))

    assert respuesta.url == "/ingresar/"
    assert "Pasó demasiado tiempo" in client.get("/ingresar/").content.decode()
    assert not adentro(client)


def test_looking_at_the_page_does_not_stretch_the_five_minutes(client, con_factor, reloj):
    con_clave(client)
    for _ in range(4):
        reloj(minutes=1)
        assert client.get(PASO).status_code == 200
    reloj(minutes=1)

    assert client.get(PASO).url == "/ingresar/"


def test_the_step_without_a_clave_before_it_goes_to_the_login(client, con_factor):
    assert client.get(f"{PASO}?next=/documentos/").url == "/ingresar/?next=%2Fdocumentos%2F"
    assert con_codigo(client, mundo.codigo_de(con_factor)).url == "/ingresar/"


def test_a_code_is_used_once(client, con_factor):
    con_clave(client)
    codigo = mundo.codigo_de(con_factor)
    con_codigo(client, codigo)

    otra = client.__class__()
    con_clave(otra)
    assert "ya se usó" in con_codigo(otra, codigo).content.decode()
    assert not adentro(otra)


@pytest.mark.parametrize(("segundos", "vale"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_the_clock_of_a_phone_may_be_half_a_minute_off(con_factor, reloj, segundos, vale):
    reloj(seconds=segundos)
    codigo = mundo.codigo_de(con_factor)
    reloj(seconds=-segundos)

    if vale:
        assert segundo_factor.comprobar(cuenta=con_factor, codigo=codigo) == "aplicacion"
    else:
        with pytest.raises(segundo_factor.CodigoEquivocado):
            segundo_factor.comprobar(cuenta=con_factor, codigo=codigo)


def test_five_wrong_codes_block_the_account_from_every_network_until_a_clock_time(client, con_factor, reloj):
    con_clave(client)
    hora = f"{timezone.localtime() + segundo_factor.VENTANA:%H:%M}"
    assert [con_codigo(client, "000000x").status_code for _ in range(5)] == [200] * 5

    otra = client.__class__(REMOTE_ADDR="10.0.0.9")
    con_clave(otra)
    respuesta = con_codigo(otra, mundo.codigo_de(con_factor))

    assert respuesta.status_code == 429
    assert f"a las {hora}" in respuesta.content.decode()
    assert Asiento.objects.filter(accion="segundo_factor.rechazado").count() == 5
    reloj(minutes=15)
    con_clave(otra)
    assert con_codigo(otra, mundo.codigo_de(con_factor)).url == "/inicio/"


@pytest.mark.parametrize("escrito", ["", "abc", "１２３４５６", "12 34", "0" * 20, "á" * 10])
def test_what_is_no_code_is_told_beside_the_field(client, con_factor, escrito):
    con_clave(client)

    respuesta = con_codigo(client, escrito)

    assert respuesta.status_code == 200
    assert 'id="id_codigo_error"' in respuesta.content.decode()


def test_a_code_may_be_typed_with_a_space(client, con_factor):
    con_clave(client)
    codigo = mundo.codigo_de(con_factor)

    assert con_codigo(client, f"{codigo[:3]} {codigo[3:]}").url == "/inicio/"


def test_a_change_of_the_clave_ends_the_step_that_waits(client, con_factor):
    con_clave(client)
    con_factor.set_password("otra clave muy larga")
    con_factor.save()

    assert client.get(PASO).url == "/ingresar/"


def test_a_recovery_code_opens_once_and_its_holder_is_told(client, ana):
    client.force_login(ana)
    codigo = activar(client, ana)[0]
    Outbox.objects.all().delete()
    otra = client.__class__()

    con_clave(otra)
    assert con_codigo(otra, codigo.upper()).url == "/inicio/"

    assert "Le quedan 9." in Outbox.objects.get(kind="correo").payload["texto"]
    assert Asiento.objects.get(accion="segundo_factor.recuperacion").datos == {"quedan": 9}
    tercera = client.__class__()
    con_clave(tercera)
    assert con_codigo(tercera, codigo).status_code == 200


def test_the_code_of_somebody_else_opens_nothing(client, con_factor):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE)
    segundo_factor.abrir_de_demostracion(cuenta=luis)
    con_clave(client)

    assert con_codigo(client, mundo.codigo_de(luis)).status_code == 200


# --- changing it -----------------------------------------------------------------------------------------------------


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


# --- staff -----------------------------------------------------------------------------------------------------------


def test_staff_without_second_factor_are_led_to_it_before_the_desk(client):
    funcionaria = mundo.personal("nueva", con_segundo_factor=False)
    funcionaria.is_superuser = True
    funcionaria.save()

    assert client.post("/ingresar/", {"identificacion": "nueva", "clave": mundo.CLAVE}).url == "/admin/"
    assert client.get("/admin/").url == BASE
    assert client.get("/admin/cuentas/cuenta/").url == BASE
    assert client.post("/admin/nucleo/feriado/add/").url == BASE
    assert "Actívela para entrar" in client.get(BASE).content.decode()
    activar(client, funcionaria)
    assert client.get("/admin/").status_code == 200


def test_staff_without_second_factor_have_the_rights_of_nobody():
    act = actuacion_de(mundo.personal(con_segundo_factor=False))

    assert act.por is PUBLICA.por
    assert act.sujeto is None


def test_the_administration_takes_it_off_somebody_with_a_reason_and_their_sessions_end(client, con_factor):
    suya = client.__class__()
    suya.force_login(con_factor)
    entrar(client)

    assert client.post(pagina(con_factor, "segundo-factor"), {"motivo": " "}).status_code == 200
    assert adentro(suya)
    assert client.post(pagina(con_factor, "segundo-factor"), {"motivo": "Perdió el teléfono."}).status_code == 302

    assert not adentro(suya)
    assert con_clave(suya).url == "/inicio/"
    asiento = Asiento.objects.get(accion="segundo_factor.reiniciado")
    assert (asiento.actor, asiento.datos) == ("administrador", {"motivo": "Perdió el teléfono."})
    assert "La administración" in Outbox.objects.get(kind="correo").payload["texto"]


def test_nobody_takes_off_their_own_at_the_desk(client):
    yo = entrar(client)

    respuesta = client.post(pagina(yo, "segundo-factor"), {"motivo": "Quiero."})

    assert "No puede quitar su propio" in respuesta.content.decode()
    yo.refresh_from_db()
    assert yo.segundo_factor_desde is not None


def test_the_counter_may_not_take_it_off(client, con_factor):
    client.force_login(con_rol(Rol.VENTANILLA))

    assert client.post(pagina(con_factor, "segundo-factor"), {"motivo": "x"}).status_code == 403


@pytest.mark.parametrize("modelo", ["otp_totp/totpdevice", "otp_static/staticdevice"])
def test_the_desk_has_no_page_of_the_secrets(client, modelo):
    entrar(client)

    assert client.get(f"/admin/{modelo}/").status_code == 404


# --- commands --------------------------------------------------------------------------------------------------------


def correr(*args: str, **opciones) -> str:
    salida = StringIO()
    call_command(*args, stdout=salida, **opciones)
    return salida.getvalue().strip()


def test_demo_codigo_says_a_code_that_opens_even_right_after_another_login(client, con_factor, settings):
    settings.DEBUG = True
    for navegador in (client, client.__class__()):
        con_clave(navegador)
        assert con_codigo(navegador, correr("demo_codigo", mundo.ANA)).url == "/inicio/"


def test_demo_codigo_exists_only_with_debug_and_for_who_has_one(ana, settings):
    with pytest.raises(CommandError, match="DJANGO_DEBUG=true"):
        correr("demo_codigo", mundo.ANA)
    settings.DEBUG = True
    for quien in (mundo.ANA, mundo.LUIS):
        with pytest.raises(CommandError, match="no hay una cuenta con segundo factor"):
            correr("demo_codigo", quien)


def test_the_last_administrator_is_helped_from_the_console():
    jefa = con_rol(Rol.ADMINISTRADOR)

    assert "sin segundo factor" in correr("quitar_segundo_factor", "administrador", motivo="Perdió el teléfono.")

    jefa.refresh_from_db()
    assert jefa.segundo_factor_desde is None
    assert Asiento.objects.get().actor == "sistema:quitar_segundo_factor"
    with pytest.raises(CommandError, match="no tiene un segundo factor"):
        correr("quitar_segundo_factor", "administrador", motivo="otra vez")
    with pytest.raises(CommandError, match="no hay esa cuenta"):
        correr("quitar_segundo_factor", "nadie", motivo="x")


def test_a_session_opened_by_the_verb_is_dated_and_told(rf, ana, client):
    con_clave(client)

    assert "ingreso" in client.session
    assert services.espera_segundo_paso(type("R", (), {"session": {}})()) is None
