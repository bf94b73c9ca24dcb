import tempfile
from pathlib import Path

import pytest

from registro.models import Persona
from tests import mundo
from tests.clamd import clamd


@pytest.fixture(autouse=True)
def carpeta(settings, tmp_path) -> Path:
    """Where this test alone keeps its files."""
    opciones = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": opciones}
    return tmp_path


@pytest.fixture
def ana(client) -> Persona:
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


@pytest.fixture
def antivirus(settings):
    with tempfile.TemporaryDirectory() as carpeta, clamd(Path(carpeta)) as escucha:
        settings.CLAMAV_URL = escucha.url
        yield escucha
