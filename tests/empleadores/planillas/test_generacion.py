"""The planillas of a month, as the engine makes them from the notices."""

from datetime import date
from decimal import Decimal

import pytest

from empleadores.planillas.generacion import generar
from registro.models import Aporte, Planilla
from tests import mundo

pytestmark = pytest.mark.django_db
OCTUBRE, HOY = date(2026, 10, 1), date(2026, 11, 5)


def d(valor: str) -> Decimal:
    return Decimal(valor)


def test_a_month_of_one_worker_is_one_row_in_each_planilla_and_twice_changes_nothing():
    # TV11: 1000 → 94.50; 111.50; CCC 10.00; FR 83.30
    mundo.relacion(mundo.persona(), mundo.empleador(), date(2020, 1, 1))

    hecho = generar(OCTUBRE, hoy=HOY)

    assert (hecho.nuevas, hecho.cambiadas, hecho.quitadas, hecho.capital) == (2, 0, 0, d("299.30"))
    aportes, fondos = Planilla.objects.order_by("tipo")
    assert (aportes.personal, aportes.patronal, aportes.ccc, aportes.capital) == (
        d("94.50"),
        d("111.50"),
        d("10.00"),
        d("216.00"),
    )
    assert (fondos.fondos, fondos.capital, fondos.tasa_personal) == (d("83.30"), d("83.30"), 0)
    assert {(a.dias, a.sueldo, a.salud) for a in Aporte.objects.all()} == {(30, d("1000.00"), None)}
    assert not generar(OCTUBRE, hoy=HOY).cambio
