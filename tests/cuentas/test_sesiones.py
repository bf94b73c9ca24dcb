"""The fifteen idle minutes of a session, and what a page costs while they run."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuentas.backends import CuentaBackend
from cuentas.models import Cuenta, SesionAbierta
from cuentas.sesiones import SessionStore
from iess_portal.roles import Rol
from nucleo.limpieza import limpiar
from tests import mundo
from tests.mesa import con_rol

pytestmark = pytest.mark.django_db
ENTRADA = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("America/Guayaquil"))


@pytest.fixture
def reloj(time_machine):
    """A clock that stands still; `reloj(minutes)` moves it."""
    time_machine.move_to(ENTRADA, tick=False)
    return lambda minutos: time_machine.shift(timedelta(minutes=minutos))


@pytest.fixture
def adentro(client, reloj):
    client.force_login(mundo.cuenta(mundo.persona()))
    return client


def escrituras(client) -> list[str]:
    """What a page wrote."""
    with CaptureQueriesContext(connection) as consultas:
        assert client.get("/inicio/").status_code == 200
    return [c["sql"].split('"')[1] for c in consultas if c["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_a_page_within_a_minute_of_the_last_one_writes_nothing(adentro, reloj):
    reloj(0.9)

    assert escrituras(adentro) == []
    assert "sessionid" not in adentro.get("/inicio/").cookies


def test_a_page_after_a_minute_moves_the_idle_clock(adentro, reloj):
    reloj(1)

    respuesta = adentro.get("/inicio/")

    assert respuesta.cookies["sessionid"]["max-age"] == ""  # the browser forgets it when it is closed
    reloj(14.9)
    assert adentro.get("/inicio/").status_code == 200


def test_the_clock_moves_once_a_minute(adentro, reloj):
    reloj(1)

    assert escrituras(adentro) == ["django_session"]
    assert escrituras(adentro) == []


def test_who_keeps_opening_pages_stays(adentro, reloj):
    for _ in range(12):
        reloj(14)
        assert adentro.get("/inicio/").status_code == 200


def test_fifteen_idle_minutes_end_the_session(adentro, reloj):
    reloj(15)

    assert adentro.get("/inicio/").url == "/ingresar/?next=/inicio/"


def test_pages_that_write_nothing_do_not_stretch_the_fifteen_minutes(adentro, reloj):
    reloj(0.9)
    adentro.get("/inicio/")
    reloj(14.1)

    assert adentro.get("/inicio/").status_code == 302


def test_a_page_of_the_public_opens_no_session(client, reloj):
    assert "sessionid" not in client.get("/").cookies


def test_the_account_of_a_session_comes_with_its_person_in_one_query(django_assert_num_queries):
    cuenta = mundo.cuenta(mundo.persona())

    with django_assert_num_queries(1):
        leida = CuentaBackend().get_user(cuenta.pk)
        assert leida == cuenta
        assert leida.persona.cedula == mundo.ANA
        assert leida.empleador is None


def test_an_account_that_is_closed_or_gone_has_no_session():
    cuenta = mundo.cuenta(mundo.persona())
    Cuenta.objects.update(is_active=False)

    assert CuentaBackend().get_user(cuenta.pk) is None
    assert CuentaBackend().get_user(cuenta.pk + 1) is None


def test_eight_hours_after_the_login_the_session_ends_whatever_was_opened(adentro, reloj):
    for _ in range(34):
        reloj(14)
        assert adentro.get("/inicio/").status_code == 200
    reloj(3.9)
    assert adentro.get("/inicio/").status_code == 200
    reloj(0.1)

    assert adentro.get("/inicio/").url == "/ingresar/?next=/inicio/"


def test_the_page_says_when_the_session_ends(adentro, reloj):
    assert 'data-sesion="2026-11-20T09:15:00-05:00"' in adentro.get("/inicio/").content.decode()
    reloj(0.5)
    assert 'data-sesion="2026-11-20T09:15:00-05:00"' in adentro.get("/inicio/").content.decode()
    reloj(1)
    assert 'data-sesion="2026-11-20T09:16:30-05:00"' in adentro.get("/inicio/").content.decode()


def test_so_does_a_page_of_the_staff(client, reloj):
    client.force_login(con_rol(Rol.VENTANILLA))

    html = client.get("/admin/").content.decode()

    assert 'data-sesion="2026-11-20T09:15:00-05:00" data-seguir="/cuenta/sesion/"' in html
    assert 'src="/static/js/portal.js"' in html


def test_a_page_of_the_public_says_nothing_of_a_session(client, reloj):
    assert "data-sesion" not in client.get("/").content.decode()


def test_going_on_moves_the_clock_even_within_the_minute(adentro, reloj):
    reloj(0.5)

    assert adentro.post("/cuenta/sesion/").json() == {"quedan": 900, "hora": "09:15"}
    reloj(14.9)
    assert adentro.get("/inicio/").status_code == 200


def test_near_the_eight_hours_going_on_says_how_little_is_left(adentro, reloj):
    for _ in range(34):
        reloj(14)
        adentro.get("/inicio/")

    assert adentro.post("/cuenta/sesion/").json() == {"quedan": 240, "hora": "17:00"}


def test_what_the_warning_needs_costs_no_query(adentro, django_assert_num_queries):
    adentro.get("/tramites/")
    with CaptureQueriesContext(connection) as consultas:
        adentro.get("/verificar/")

    assert len(consultas) == 2  # the session and its account


def de_tabla(consultas, tabla) -> list[str]:
    """The verbs with which a request wrote a table, in their order."""
    verbos = ("INSERT", "UPDATE", "DELETE")
    return [c["sql"].split()[0] for c in consultas if c["sql"].startswith(verbos) and tabla in c["sql"].split("(")[0]]


def ingresar(client):
    with CaptureQueriesContext(connection) as consultas:
        assert client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE}).status_code == 302
    return consultas


def test_a_login_stores_its_session_once_and_whole(client, reloj):
    cuenta = mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)

    consultas = ingresar(client)

    assert de_tabla(consultas, "django_session") == ["INSERT"]
    assert de_tabla(consultas, "cuentas_sesionabierta") == ["INSERT"]
    assert client.session["_auth_user_id"] == str(cuenta.pk)
    assert SesionAbierta.objects.get().clave == client.cookies["sessionid"].value


def test_a_login_costs_few_statements(client):
    mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)

    assert len(ingresar(client)) <= 21  # on SQLite, with the savepoints that stand for transactions in a test


def test_what_a_session_gets_after_it_was_stored_is_stored_too(client, reloj):
    sesion = SessionStore()
    sesion["a"] = {"b": 1}
    sesion.save()
    sesion["a"]["b"] = 2
    sesion.save()

    assert SessionStore(sesion.session_key)["a"] == {"b": 2}


def test_to_log_in_again_where_one_is_in_keeps_the_session_and_its_line(client, reloj):
    mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)
    ingresar(client)
    clave = client.cookies["sessionid"].value

    reloj(5)
    ingresar(client)

    assert client.cookies["sessionid"].value == clave
    assert SesionAbierta.objects.get().abierta_en == timezone.now()


def test_the_line_of_a_session_that_is_long_gone_is_forgotten_at_night(client, reloj):
    mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)
    ingresar(client)

    reloj(24 * 60)
    limpiar()
    assert SesionAbierta.objects.count() == 1
    reloj(1)
    limpiar()
    assert SesionAbierta.objects.count() == 0
