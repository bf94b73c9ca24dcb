import pytest

from registro.models import Persona
from tests import mundo
from tests.afiliados.subsidios_en_linea.pasos import quien_trabaja


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture(autouse=True)
def _archivos(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ana() -> Persona:
    """Two years of 1,000 a month at a private employer, until today, with an account in order."""
    return quien_trabaja(mundo.ANA)
