"""Procedure 1, at its doors."""

from datetime import date

import pytest
from django.urls import reverse

from tests import mundo

pytestmark = pytest.mark.django_db
URL = "/afiliado/historial-laboral/"


@pytest.fixture
def ana(client, time_machine):
    time_machine.move_to(mundo.HOY, tick=False)
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def test_a_person_without_contributions_is_told_so_and_what_to_do(client, ana):
    html = client.get(URL).content.decode()

    assert "no tiene aportes registrados" in html
    assert 'data-dato="imposiciones" value="0"' in html


def test_every_month_is_there_with_its_totals(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2024, 1, 1), 30)

    html = client.get(URL).content.decode()

    assert 'data-dato="imposiciones" value="30"' in html
    assert html.count('<th scope="row">ene-') == 3
    assert "Sol S.A." in html
