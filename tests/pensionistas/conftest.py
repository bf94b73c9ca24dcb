from datetime import date
from decimal import Decimal

import pytest

from registro.models import Aporte, PagoPension, Pension
from tests import mundo
from tests.mundo import meses

INICIO = date(2024, 11, 1)
ACUERDO = date(2024, 11, 18)


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def sol():
    return mundo.empleador()


@pytest.fixture
def pensionista(ana, sol):
    """Ana, retired in November 2024 with 350 imposiciones of 1000; Sol paid her last twelve months in September 2026.

    With them: 362 imposiciones, thirty years, 0.75 of 1000 = 750, against 0.7375 of 1000 = 737.50.
    """
    mundo.relacion(ana, sol, date(1994, 9, 1), date(2024, 10, 31))
    mundo.aportes(ana, sol, date(1994, 9, 1), 362)
    Aporte.objects.filter(persona=ana, periodo__gte=date(2023, 11, 1)).update(fecha_pago=date(2026, 9, 10))
    una_pension(ana)
    pagos(ana, INICIO, 24)
    mundo.cuenta_bancaria(ana, numero="2205550101")
    return ana


def una_pension(de, **datos) -> Pension:
    valores = {
        "tipo": "VEJEZ",
        "fecha_inicio": INICIO,
        "imposiciones": 350,
        "base": Decimal("1000.00"),
        "monto": Decimal("737.50"),
        "acuerdo_numero": "2024-000001",
        "acuerdo_fecha": ACUERDO,
    }
    return Pension.objects.create(persona=de, **(valores | datos))


def pagos(de, desde: date, cuantos: int, valor: str = "737.50") -> None:
    PagoPension.objects.bulk_create(
        [
            PagoPension(
                persona=de, periodo=mes, concepto="PENSION", fecha_pago=mes.replace(day=20), valor=Decimal(valor)
            )
            for mes in meses(desde, cuantos)
        ]
    )
