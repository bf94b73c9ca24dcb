import pytest

from tests.afiliados.extension_cobertura.familia import afiliada


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def ana():
    return afiliada()
