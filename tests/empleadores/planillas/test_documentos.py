"""What is printed, read back from the file: the barcode by a reader of barcodes, the detail as it was attached."""

import uuid

import pytest
from django.core.files.storage import default_storage

from empleadores.procedimientos import aportes_patronales
from nucleo.outbox import drain
from registro.models import Planilla
from tests import mundo
from tests.empleadores.planillas.mundo_de_planillas import AHORA, OCTUBRE, SETIEMBRE, sol
from tests.nucleo.pdf.conftest import correr
from tramites.models import Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.pdf, pytest.mark.usefixtures("pki")]


@pytest.fixture
def empresa(client, time_machine):
    time_machine.move_to(AHORA, tick=False)
    empleador = sol(SETIEMBRE, OCTUBRE)
    client.force_login(mundo.cuenta(empleador))
    return empleador


def emitido(client, url: str, carpeta):
    client.post(url, {"peticion": str(uuid.uuid4())})
    drain()
    archivo = carpeta / "documento.pdf"
    with default_storage.open(Certificado.objects.get().archivo) as firmado:
        archivo.write_bytes(firmado.read())
    return archivo


def test_a_reader_of_barcodes_reads_the_reference(client, empresa, tmp_path):
    planilla = Planilla.objects.get(periodo=SETIEMBRE, tipo="APORTES")

    archivo = emitido(client, f"/empleador/planillas/{planilla.pk}/comprobante/", tmp_path)

    correr("pdftoppm", "-r", "150", "-png", "-singlefile", archivo, tmp_path / "pagina")
    leido = correr("zbarimg", "-q", tmp_path / "pagina.png")
    assert f"CODE-128:{planilla.referencia}" in leido
    texto = correr("pdftotext", "-layout", archivo, "-")
    assert "Total a pagar hasta el 5 de noviembre de 2026" in texto
    assert "435,20" in texto


def test_the_detail_of_a_long_document_is_inside_it_byte_by_byte(client, empresa, tmp_path, monkeypatch):
    monkeypatch.setattr(aportes_patronales, "EN_EL_PAPEL", 1)
    csv = b"".join(client.get("/empleador/aportes-patronales/datos.csv").streaming_content)

    archivo = emitido(client, "/empleador/aportes-patronales/documento/", tmp_path)

    correr("pdfdetach", "-saveall", "-o", tmp_path, archivo)
    (adjunto,) = tmp_path.glob("aportes-*.csv")
    assert adjunto.read_bytes() == csv
    assert (tmp_path / "certificado.json").exists()
