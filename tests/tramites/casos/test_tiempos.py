"""How long cases took, told on the sheet, before one begins and while one waits; never from a handful of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import casos, mesa, mundo
from tramites.models import Solicitud, Tramite

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
FICHA = "/tramites/rectificacion-datos/"
FRASE = "En el último año, la mitad se respondió"


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def decididas(*dias: int, hace: int = 0) -> None:
    """Cases of somebody, which took so many days."""
    tramite = Tramite.objects.get(slug="rectificacion-datos")
    persona = mundo.Persona.objects.filter(cedula=mundo.LUIS).first() or mundo.persona(mundo.LUIS)
    primera = Solicitud.objects.count()
    Solicitud.objects.bulk_create(
        Solicitud(
            numero=f"2025-{primera + n:07}",
            tramite=tramite,
            persona=persona,
            estado="CERRADA",
            por="propio",
            resultado="CONCEDIDA",
            motivo="Consta.",
            ingresada_en=timezone.now() - timedelta(hace + cuantos),
            decidida_en=timezone.now() - timedelta(hace),
            dias_en_decidir=cuantos,
        )
        for n, cuantos in enumerate(dias)
    )


def html(client, url: str = FICHA) -> str:
    return client.get(url).content.decode()


def test_nineteen_cases_say_nothing_and_twenty_do(client):
    decididas(*range(1, 20))
    assert FRASE not in html(client)

    decididas(20)
    assert f"{FRASE} <strong>en 10 días o menos</strong>, y 9 de cada 10 <strong>en 18 días o menos</strong>." in html(
        client
    )


def test_the_same_words_stand_where_one_begins_and_where_one_waits(client, de_ana):
    decididas(*[1] * 18, 0, 40)
    frase = f"{FRASE} <strong>en 1 día o menos</strong>, y 9 de cada 10 <strong>en 1 día o menos</strong>."
    solicitud = casos.enviar(de_ana)
    for url in (FICHA, casos.URL, f"/solicitudes/{solicitud.numero}/"):
        assert frase in html(de_ana, url)


def test_what_was_decided_at_once_is_said_so(client):
    decididas(*[0] * 20)
    assert f"{FRASE} <strong>el mismo día</strong>, y 9 de cada 10 <strong>el mismo día</strong>." in html(client)


def test_cases_of_more_than_a_year_ago_say_nothing_of_today(client):
    decididas(*[1] * 20, hace=366)
    assert FRASE not in html(client)


def test_it_is_one_query_of_the_sheets_that_open_cases_and_none_of_the_others(client):
    decididas(1)
    con_pocas = mesa.consultas(lambda: client.get(FICHA))
    decididas(*range(40))
    assert mesa.consultas(lambda: client.get(FICHA)) == con_pocas
    assert mesa.consultas(lambda: client.get("/tramites/historial-laboral/")) == con_pocas - 1
