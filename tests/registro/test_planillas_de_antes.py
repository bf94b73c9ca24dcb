"""Planillas that are older than the columns of their amounts: an upgrade values what is owed of them."""

from datetime import date
from decimal import Decimal

import pytest

from registro.models import Planilla
from registro.planillas.valores import valorar_las_de_antes
from tests import mundo

pytestmark = pytest.mark.django_db


def test_what_is_owed_gets_its_rates_and_its_amounts_and_what_was_paid_its_rates_alone():
    sol = mundo.empleador()
    mundo.aportes(mundo.persona(), sol, date(2026, 8, 1), 1)
    mundo.aportes(mundo.persona(mundo.LUIS), sol, date(2026, 9, 1), 1, pagados=False)

    assert valorar_las_de_antes() == 1
    pagada, impaga = Planilla.objects.order_by("periodo")

    assert (impaga.personal, impaga.patronal, impaga.ccc) == (Decimal("94.50"), Decimal("111.50"), Decimal("10.00"))
    assert impaga.capital == Decimal("216.00")
    assert (pagada.tasa_personal, pagada.capital) == (Decimal("9.45"), 0)
    assert valorar_las_de_antes() == 0


def test_of_a_planilla_that_came_paid_in_part_only_the_rest_is_owed():
    sol = mundo.empleador()
    mundo.aportes(mundo.persona(), sol, date(2026, 9, 1), 1, pagados=False)
    mundo.aportes(mundo.persona(mundo.LUIS), sol, date(2026, 9, 1), 1)

    assert valorar_las_de_antes() == 1
    assert Planilla.objects.get().capital == Decimal("216.00")
