"""The fifteen idle minutes of a session, and what a page costs while they run."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuentas.backends import CuentaBackend
from cuentas.models import Cuenta
from tests import mundo

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


def test_a_page_after_a_minute_moves_the_idle_clock_of_the_row_and_of_the_cookie(adentro, reloj):
    reloj(1)

    respuesta = adentro.get("/inicio/")

    assert respuesta.cookies["sessionid"]["max-age"] == 15 * 60
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
