"""The second factor of the staff, and what the administration and the console do about it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cuentas import services
from cuentas.actuacion import PUBLICA, actuacion_de
from iess_portal.roles import Rol
from nucleo.models import Asiento, Outbox
from tests import mundo
from tests.cuentas.segundo_factor.pasos import BASE, activar, adentro, con_clave, con_codigo
from tests.mesa import con_rol, entrar, pagina

pytestmark = pytest.mark.django_db


def correr(*args: str, **opciones) -> str:
    salida = StringIO()
    call_command(*args, stdout=salida, **opciones)
    return salida.getvalue().strip()


# --- staff ------------------------------------------------------------------------------------------------------------


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


# --- commands ---------------------------------------------------------------------------------------------------------


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
