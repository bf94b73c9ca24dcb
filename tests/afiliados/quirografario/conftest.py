import pytest

from tests.afiliados.quirografario.pasos import quien_pide


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def ana():
    return quien_pide()
