from datetime import date, datetime

import pytest

from registro.models import Sucursal
from tests import mundo


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)


@pytest.fixture
def sol():
    sol = mundo.empleador(correo="gerencia@sol.ec")
    Sucursal.objects.create(empleador=sol, codigo="0001", nombre="Matriz")
    return sol


@pytest.fixture
def cuenta_sol(sol):
    return mundo.cuenta(sol, clave=mundo.CLAVE, correo="sol@sol.ec")


@pytest.fixture
def ana(sol):
    return mundo.persona(correo="ana@correo.ec", direccion="Calle secreta 12", telefono="0991112223")


@pytest.fixture
def trabaja(ana, sol):
    return mundo.relacion(ana, sol, date(2025, 1, 6), cargo="Contadora")


@pytest.fixture
def de_sol(client, cuenta_sol):
    client.force_login(cuenta_sol)
    return client
