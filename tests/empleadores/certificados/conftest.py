import pytest

from registro.models import Empleador
from tests import mundo


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def sol() -> Empleador:
    mundo.persona(mundo.LUIS, apellidos="Paz Vera", nombres="Luis")
    return mundo.empleador(representante_cedula=mundo.LUIS, direccion="Calle Larga 1-23, Cuenca")
