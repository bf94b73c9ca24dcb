"""What whoever verifies one of these certificates is told: what it said then, and whether it would say so today."""

import subprocess
import uuid
from datetime import date
from pathlib import Path

import page
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nucleo.outbox import drain
from registro.models import Planilla
from tests import mundo
from tests.empleadores.certificados.deudas import CUMPLIMIENTO, NO_ADEUDAR, planilla
from tramites.certificados.enlaces import url_de_verificacion
from tramites.models import Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
CONSULTAS = 3
NO, SI = "No registra obligaciones patronales en mora", "Sí registra obligaciones patronales en mora"
EN_TRAMITE = "Obligaciones patronales en trámite de pago"


def emitir(client, identificacion: str = mundo.RUC_SOL, slug: str = CUMPLIMIENTO) -> Certificado:
    datos = {"identificacion": identificacion, "peticion": str(uuid.uuid4())}
    codigo = client.post(f"/consulta/{slug}/", datos).url.split("/")[3]
    drain()
    return Certificado.objects.get(codigo=codigo)


def verificar(client, certificado: Certificado) -> str:
    return client.get(f"/verificar/{certificado.codigo}/").content.decode()


def test_the_same_today(client, sol):
    html = verificar(client, emitir(client))

    assert f"<dt>Al emitirse</dt><dd>{NO}</dd>" in html
    assert "<dt>Hoy</dt><dd>Diría lo mismo</dd>" in html


@pytest.mark.parametrize("slug", [CUMPLIMIENTO, NO_ADEUDAR])
def test_something_else_today(client, sol, slug):
    certificado = emitir(client, slug=slug)
    planilla(sol, date(2026, 9, 1))

    html = verificar(client, certificado)

    assert f"<dt>Al emitirse</dt><dd>{NO}</dd>" in html
    assert f"<dt>Hoy</dt><dd>{SI}</dd>" in html
    assert "Hoy diría otra cosa" in html
    assert "Documento válido" in html, "what it said was true"
    assert "206" not in html


def test_an_agreement_kept_and_broken_since_then(client, sol):
    una = planilla(sol, date(2026, 9, 1))
    certificado = emitir(client)

    Planilla.objects.filter(pk=una.pk).update(convenio="CP-1")
    assert f"<dt>Hoy</dt><dd>{EN_TRAMITE}</dd>" in verificar(client, certificado)

    Planilla.objects.filter(pk=una.pk).update(convenio="")
    assert "Diría lo mismo" in verificar(client, certificado)

    Planilla.objects.filter(pk=una.pk).update(aportes_impagos=0, fecha_pago=date(2026, 11, 20))
    assert f"<dt>Hoy</dt><dd>{NO}</dd>" in verificar(client, certificado)


def test_a_person_who_became_an_employer_since_then(client):
    mundo.persona()
    certificado = emitir(client, mundo.ANA)
    assert "<dt>Al emitirse</dt><dd>No consta como empleador</dd>" in verificar(client, certificado)
    assert "Diría lo mismo" in verificar(client, certificado)

    mundo.empleador(f"{mundo.ANA}000", tipo="DOMESTICO")

    assert f"<dt>Hoy</dt><dd>{NO}</dd>" in verificar(client, certificado)


def test_by_the_file_too_and_not_of_what_was_revoked(client, sol):
    certificado = emitir(client)
    with default_storage.open(certificado.archivo) as archivo:
        contenido = archivo.read()

    def con_archivo() -> str:
        return client.post("/verificar/", {"archivo": SimpleUploadedFile("a.pdf", contenido)}).content.decode()

    assert "Diría lo mismo" in con_archivo()

    Certificado.objects.update(estado="REVOCADO", motivo="Error.", terminado_en="2026-11-20T15:30Z")
    assert "Al emitirse" not in con_archivo()


def test_the_budget_of_a_verification_holds(client, sol):
    mundo.persona()
    for certificado, cuantas in ((emitir(client), 2), (emitir(client, mundo.ANA), 2)):
        with CaptureQueriesContext(connection) as consultas:
            verificar(client, certificado)
        assert len(consultas) == cuantas <= CONSULTAS


@pytest.mark.pdf
def test_the_signed_file_as_other_tools_see_it(client, sol, tmp_path):
    planilla(sol, date(2026, 7, 1))
    certificado = emitir(client)
    with default_storage.open(certificado.archivo) as archivo:
        (tmp_path / "c.pdf").write_bytes(archivo.read())

    def correr(*orden: str | Path) -> str:
        hecho = subprocess.run(orden, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60)
        return " ".join(hecho.stdout.split())

    texto = correr("pdftotext", "-layout", "c.pdf", "-")
    assert "Certificado de cumplimiento de obligaciones patronales" in texto
    assert "el señor(a) Paz Vera Luis, representante legal de la empresa Sol S.A. con RUC Nro. 1790011674001" in texto
    assert "SÍ registra obligaciones patronales en mora, por $" in texto
    assert "Validez del certificado: 30 días, hasta el 20 de diciembre de 2026" in texto
    assert page.is_pdf_compliant(str(tmp_path / "c.pdf"), profile="ua1")
    assert "Signature is Valid" in correr("pdfsig", "-nocert", "c.pdf")
    assert "No syntax or stream encoding errors" in correr("qpdf", "--check", "c.pdf")
    correr("pdftoppm", "-r", "150", "-png", "-singlefile", "c.pdf", "c")
    assert url_de_verificacion(certificado.codigo) in correr("zbarimg", "-q", "--raw", "c.png")
