from datetime import datetime

import pytest

from empleadores.lotes import hoja
from tests import mundo


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)


@pytest.fixture(autouse=True)
def _workbooks_in_this_process(monkeypatch):
    """`test_lectura` has the process."""
    monkeypatch.setattr("empleadores.lotes.hoja.leer_hoja", hoja.examinar)


@pytest.fixture
def sol():
    return mundo.empleador()


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def luis():
    return mundo.persona(mundo.LUIS, apellidos="Otro", nombres="Luis")


@pytest.fixture
def de_sol(sol):
    return mundo.navegador(mundo.cuenta(sol, correo="sol@sol.ec"))
