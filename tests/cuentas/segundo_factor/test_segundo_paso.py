"""With a second factor, the clave alone opens nothing: the code comes after it, once and in its time."""

import pytest
from django.utils import timezone

from cuentas import segundo_factor
from nucleo.models import Asiento, Outbox
from tests import mundo
from tests.cuentas.segundo_factor.pasos import PASO, activar, adentro, con_clave, con_codigo

pytestmark = pytest.mark.django_db


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
