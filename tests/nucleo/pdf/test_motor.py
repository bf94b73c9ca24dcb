import subprocess
import sys

import pytest

from nucleo import pdf
from nucleo.pdf import checks, motor

SIN_PANGO = {"libnoexiste.so.0": "libpango-1.0-0"}


@pytest.fixture
def motor_sin_cargar():
    motor.weasyprint.cache_clear()
    yield
    motor.weasyprint.cache_clear()


def test_importing_the_package_loads_neither_engine():
    guion = "import nucleo.pdf, nucleo.pdf.checks, sys; print({'weasyprint', 'pyhanko'} & set(sys.modules))"
    cargado = subprocess.run([sys.executable, "-c", guion], capture_output=True, text=True, check=True)
    assert cargado.stdout.strip() == "set()"


def test_without_pango_the_portal_knows_it_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr(motor, "LIBRERIAS", SIN_PANGO)
    disponible, razon = pdf.disponible()
    assert not disponible
    assert "apt-get install" in razon
    (aviso,) = checks.revisar_motor()
    assert aviso.id == "nucleo.W001"
    assert "libharfbuzz-subset0" in aviso.hint


def test_without_the_subsetter_documents_are_slow_and_the_check_says_so(monkeypatch):
    monkeypatch.setattr(motor, "LIBRERIAS", {"libnoexiste.so.0": motor.RECORTADOR})
    assert pdf.disponible() == (True, "")
    (aviso,) = checks.revisar_motor()
    assert aviso.id == "nucleo.W002"


def test_here_everything_is_there():
    assert pdf.disponible() == (True, "")
    assert checks.revisar_motor() == []


@pytest.mark.parametrize("error", [OSError("cannot load library 'libgobject-2.0-0'"), ImportError("no module")])
def test_an_engine_that_does_not_load_is_an_answer_and_not_a_crash(monkeypatch, motor_sin_cargar, error):
    class Roto:
        def find_spec(self, nombre, *args):
            if nombre == "weasyprint":
                raise error

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Roto(), *sys.meta_path])
    with pytest.raises(pdf.PdfNoDisponible, match="apt-get"):
        motor.weasyprint()


def test_production_without_key_roots_and_timestamp_is_told_so(settings):
    settings.PKI_P12 = settings.PKI_ROOTS = settings.TSA_URL = ""
    assert [aviso.id for aviso in checks.revisar_firma()] == ["nucleo.W003", "nucleo.W004", "nucleo.W005"]
