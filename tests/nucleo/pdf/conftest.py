"""One key, one issued certificate and one issued statement for the whole session: each costs what it costs."""

import copy
import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as ajustes
from django.test import override_settings

from nucleo import pdf
from nucleo.pdf import pki

CODIGO = "7K3PX9QM2WTD4HNA"
URL = f"https://portal.example/verificar/{CODIGO}/"
EMITIDO = dt.datetime(2026, 11, 21, 19, 32, 5, tzinfo=dt.UTC)
DATOS = {"codigo": CODIGO, "nombre": "María Ñauñay", "meses": 120}
TITULAR = pdf.Titular("María Fernanda Ñauñay Șerban", "Cédula", "1710034065")
PAQUETES = "poppler-utils qpdf zbar-tools libnss3-tools"


def correr(*orden: str | Path, codigo: int | None = 0) -> str:
    """The output of a tool of the system; without the tool the test fails and says what to install."""
    if shutil.which(str(orden[0])) is None:
        pytest.fail(f"Falta {orden[0]}: apt-get install -y --no-install-recommends {PAQUETES}")
    hecho = subprocess.run([str(parte) for parte in orden], capture_output=True, text=True, check=False, timeout=60)
    if codigo is not None:
        assert hecho.returncode == codigo, hecho.stdout + hecho.stderr
    return hecho.stdout + hecho.stderr


def componer(plantilla: str, filas: list[tuple], **cambios) -> pdf.Documento:
    argumentos = {
        "titulo": "Certificado de prueba",
        "codigo": CODIGO,
        "url_verificacion": URL,
        "emitido": EMITIDO,
        "datos": DATOS,
        "titular": TITULAR,
    }
    return pdf.componer(plantilla, {"filas": filas}, **(argumentos | cambios))


@pytest.fixture(scope="session")
def carpeta_pki() -> Path:
    carpeta = Path(ajustes.PKI_DIR)
    pki.iniciar(carpeta)
    return carpeta


@pytest.fixture(scope="session")
def plantillas():
    """The two templates of these tests beside the project's own."""
    motores = copy.deepcopy(ajustes.TEMPLATES)
    motores[0]["DIRS"] = [*motores[0]["DIRS"], Path(__file__).parent / "plantillas"]
    with override_settings(TEMPLATES=motores):
        yield


@pytest.fixture(scope="session")
def documento(carpeta_pki, plantillas) -> pdf.Documento:
    return componer("constancia.html", [("Estado", "Activo"), ("Último mes", "octubre de 2026")])


@pytest.fixture(scope="session")
def firmado(documento) -> bytes:
    return pdf.emitir(documento).contenido


@pytest.fixture(scope="session")
def estado_firmado(carpeta_pki, plantillas) -> bytes:
    """A statement of several pages."""
    filas = [(f"{1 + i % 12:02d}/{2016 + i // 12}", "Cooperativa Ñandú Ltda.", 30, "$ 1.234,56") for i in range(120)]
    return pdf.emitir(componer("estado.html", filas, titulo="Historial de prueba")).contenido


@pytest.fixture(scope="session")
def archivo(firmado, tmp_path_factory) -> Path:
    ruta = tmp_path_factory.mktemp("firmado") / "certificado.pdf"
    ruta.write_bytes(firmado)
    return ruta


@pytest.fixture(scope="session")
def archivo_estado(estado_firmado, tmp_path_factory) -> Path:
    ruta = tmp_path_factory.mktemp("firmado") / "historial.pdf"
    ruta.write_bytes(estado_firmado)
    return ruta
