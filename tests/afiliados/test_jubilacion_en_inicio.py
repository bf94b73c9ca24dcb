"""«Ya puede pedir su jubilación»: told at the home of who qualifies today, found at the login."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from afiliados.selectors.jubilacion import jubilacion_desde
from cuentas.models import Cuenta, Poder
from registro.models import Pension
from tests import jubilacion, mesa, mundo
from tests.jubilacion import quien_se_jubila
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
LINEA = "Ya puede pedir su jubilación por vejez"


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def ingresa(persona) -> Client:
    client = Client()
    client.force_login(Cuenta.objects.filter(persona=persona).first() or mundo.cuenta(persona))
    return client


def inicio(client: Client) -> str:
    return client.get("/inicio/").content.decode()


def test_who_qualifies_is_told_with_the_way_to_ask():
    html = inicio(ingresa(quien_se_jubila()))
    assert LINEA in html
    assert f'href="{jubilacion.URL}"' in html


@pytest.mark.parametrize(("imposiciones", "edad"), [(359, 60), (360, 59), (479, 59), (12, 30)])
def test_who_lacks_a_month_or_a_year_is_not(imposiciones, edad):
    assert LINEA not in inicio(ingresa(quien_se_jubila(imposiciones, edad=edad)))


def test_at_any_age_480_months_are_enough():
    assert LINEA in inicio(ingresa(quien_se_jubila(480, edad=56)))


@pytest.mark.parametrize(
    ("imposiciones", "edad", "cuando"),
    [(359, 60, "1 de diciembre de 2026"), (360, 59, "15 de enero de 2027"), (477, 56, "1 de febrero de 2027")],
)
def test_whose_right_opens_within_three_months_is_told_the_day(imposiciones, edad, cuando):
    html = inicio(ingresa(quien_se_jubila(imposiciones, edad=edad)))
    assert f"el {cuando} tendrá la edad y los aportes para jubilarse" in html


@pytest.mark.parametrize(("imposiciones", "edad"), [(356, 60), (360, 58)])
def test_whose_right_is_farther_reads_nothing_of_it(imposiciones, edad):
    assert "para jubilarse" not in inicio(ingresa(quien_se_jubila(imposiciones, edad=edad)))


def test_who_still_works_does_not_qualify_yet():
    ana = quien_se_jubila()
    ana.relaciones.update(fecha_salida=None)
    assert LINEA not in inicio(ingresa(ana))


def test_who_has_begun_asked_or_got_it_is_told_no_more():
    ana = quien_se_jubila()
    client = ingresa(ana)
    client.post(jubilacion.URL)
    assert LINEA not in inicio(client)
    client.post(f"{jubilacion.URL}descartar/")
    assert LINEA in inicio(client)

    jubilacion.enviar(client)
    assert LINEA not in inicio(client)

    Solicitud.objects.update(estado="CERRADA")
    Pension.objects.create(persona=ana, tipo="VEJEZ", fecha_inicio=date(2026, 11, 1), monto=1)
    assert LINEA not in inicio(ingresa(ana))


def test_acting_for_another_nobody_reads_of_their_own_right():
    ana, luis = quien_se_jubila(), mundo.persona(mundo.LUIS)
    poder = Poder.objects.create(
        otorgante=luis,
        apoderado_cedula=mundo.ANA,
        apoderado=ana,
        tramites=["jubilacion-vejez"],
        hasta=timezone.localdate(),
        aceptado_en=timezone.now(),
    )
    client = ingresa(ana)
    client.post(f"/cuenta/poderes/{poder.pk}/actuar/")
    html = inicio(client)
    assert "En nombre de" in html
    assert LINEA not in html


def test_the_home_of_who_qualifies_takes_no_query_more(settings):
    settings.CATALOGO_SEGUNDOS = 10**9
    ana = quien_se_jubila()
    client = ingresa(ana)
    con_oferta = mesa.consultas(lambda: inicio(client))
    ana.relaciones.update(fecha_salida=None)
    sin_oferta = ingresa(ana)
    assert mesa.consultas(lambda: inicio(sin_oferta)) == con_oferta <= 8


@pytest.mark.parametrize(("imposiciones", "edad", "consultas"), [(12, 38, 1), (12, 40, 2), (12, 70, 2)])
def test_the_login_of_who_is_far_from_it_reads_next_to_nothing(imposiciones, edad, consultas):
    persona = quien_se_jubila(imposiciones, edad=edad)
    assert mesa.consultas(lambda: jubilacion_desde(persona, mundo.HOY)) == consultas


def test_a_record_that_no_rule_can_read_keeps_nobody_out(monkeypatch, caplog):
    def falla(_persona, _hoy):
        raise LookupError("vejez_requisitos")

    monkeypatch.setattr("afiliados.procedimientos.jubilacion_vejez.jubilacion_desde", falla)
    client = ingresa(mundo.persona())
    assert client.get("/inicio/").status_code == 200
    assert "keeps nobody out" in caplog.text
