"""The staff open a document with a reason that the person reads."""

import pytest

from iess_portal.roles import Rol
from nucleo.models import Asiento
from tests import mesa
from tests.tramites.adjuntos.pasos import bajar, entregar, url
from tramites.adjuntos.models import Adjunto

pytestmark = pytest.mark.django_db


def test_the_staff_open_a_document_with_a_reason_and_the_person_reads_it(client, ana):
    adjunto = entregar(ana)
    archivo = mesa.pagina(adjunto, "archivo")
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    for cerrada in (archivo, mesa.pagina(adjunto)):
        assert "/expediente/?next=" in client.get(cerrada).url
    assert "hoja.pdf" not in client.get(mesa.lista(Adjunto)).content.decode()
    assert not Asiento.objects.filter(accion="adjunto.abierto").exists()

    mesa.abrir_expedientes(client, ana)

    assert "hoja.pdf" in client.get(mesa.lista(Adjunto)).content.decode()
    assert archivo in client.get(mesa.pagina(adjunto)).content.decode()
    respuesta = bajar(client, archivo)
    assert respuesta.headers["Content-Disposition"] == 'attachment; filename="hoja.pdf"'
    assert respuesta.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    linea = Asiento.objects.get(accion="adjunto.abierto")
    assert (linea.persona_id, linea.actor, linea.datos["motivo"]) == (ana.pk, "ventanilla", "Trámite 2026-001")
    client.force_login(ana.cuenta)
    assert "El personal abrió un documento que usted entregó" in client.get("/cuenta/accesos/").content.decode()


def test_whoever_may_not_see_documents_opens_none(client, ana):
    adjunto = entregar(ana)
    client.force_login(mesa.con_rol(Rol.TRANSPARENCIA))
    mesa.abrir_expedientes(client, ana)
    assert client.get(mesa.pagina(adjunto, "archivo")).status_code == 404
    assert client.get(url(adjunto)).status_code == 403


def test_the_staff_do_not_open_what_the_antivirus_has_not_seen(client, ana, antivirus):
    adjunto = entregar(ana)
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    mesa.abrir_expedientes(client, ana)
    assert client.get(mesa.pagina(adjunto, "archivo")).url == mesa.pagina(adjunto)
    assert "Cuando el antivirus lo haya revisado" in client.get(mesa.pagina(adjunto)).content.decode()


@pytest.mark.parametrize("numero", ["0", "x", "²"])
def test_the_file_of_no_document_is_not_there(client, ana, numero):
    client.force_login(mesa.con_rol(Rol.VENTANILLA))
    assert client.get(f"/admin/tramites/adjunto/{numero}/archivo/").status_code == 404
