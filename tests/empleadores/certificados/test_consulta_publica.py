"""/consulta/<slug>/: a certificate of anybody, by their number and without a login."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from nucleo.models import Asiento
from nucleo.outbox import drain
from tests import mundo
from tests.empleadores.certificados.deudas import CUMPLIMIENTO, NO_ADEUDAR, PUBLICA, planilla
from tramites.models import Atencion, Certificado
from tramites.vistas import consulta

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
SIN_DATOS = "El instituto no tiene datos de ninguna persona ni empleador con ese número"


def consultar(client, identificacion: str, url: str = PUBLICA, **otros):
    return client.post(url, {"identificacion": identificacion, "peticion": str(uuid.uuid4())} | otros)


def emitir(client, identificacion: str, url: str = PUBLICA) -> Certificado:
    respuesta = consultar(client, identificacion, url)
    assert respuesta.status_code == 302, respuesta.content.decode()
    drain()
    return Certificado.objects.get(codigo=respuesta.url.split("/")[3])


def archivo_de(certificado: Certificado) -> str:
    return f"/consulta/{certificado.tramite.slug}/{certificado.codigo}.pdf"


# --- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [CUMPLIMIENTO, NO_ADEUDAR])
def test_a_stranger_begins_at_the_sheet_and_downloads_the_file(client, sol, slug):
    assert f'href="/consulta/{slug}/"' in client.get(f"/tramites/{slug}/").content.decode()
    assert client.get(f"/consulta/{slug}/").status_code == 200

    certificado = emitir(client, mundo.RUC_SOL, f"/consulta/{slug}/")
    pagina = client.get(f"/consulta/{slug}/{certificado.codigo}/").content.decode()

    assert "Su certificado está listo" in pagina
    assert "Puede descargarlo hasta el <strong>21 de noviembre de 2026 a las 10:00" in pagina
    respuesta = client.get(archivo_de(certificado))
    assert respuesta.headers["Content-Type"] == "application/pdf"
    assert len(b"".join(respuesta.streaming_content)) == certificado.tamano


def test_who_may_begin_it_behind_the_login_is_sent_there(client, sol):
    client.force_login(mundo.cuenta(sol))
    assert f'href="/empleador/{CUMPLIMIENTO}/"' in client.get(f"/tramites/{CUMPLIMIENTO}/").content.decode()

    client.force_login(mundo.cuenta(mundo.persona()))
    assert f'href="/consulta/{CUMPLIMIENTO}/"' in client.get(f"/tramites/{CUMPLIMIENTO}/").content.decode()


@pytest.mark.parametrize(
    ("escrito", "mensaje"),
    [
        ("", "Escriba el RUC o la cédula"),
        ("179001167400", "10 dígitos de la cédula o los 13 del RUC"),
        ("17900116740011", "10 dígitos de la cédula o los 13 del RUC"),
        ("171003406", "10 dígitos de la cédula o los 13 del RUC"),
        ("9" * 31, "10 dígitos de la cédula o los 13 del RUC"),
        ("1710034066", "La cédula no es correcta"),
        ("9910034065", "no corresponden a ninguna provincia"),
        ("1710034066001", "El RUC no es correcto"),
        ("1790011674000", "no pueden ser 000"),
        ("171003406A", "10 dígitos, sin letras"),
        ("<script>aaa", "10 dígitos de la cédula o los 13 del RUC"),
        ("1790011674\x00", "caracteres"),
    ],
)
def test_a_number_that_can_not_be_one_is_told_beside_the_field(client, escrito, mensaje):
    """TV21: of wrong length it is rejected; with a wrong digit, an error page there (P, unofficial public code)."""
    respuesta = consultar(client, escrito)
    html = respuesta.content.decode()

    assert respuesta.status_code == 200
    assert mensaje in html
    assert 'aria-invalid="true"' in html
    assert "<script>aaa" not in html
    assert not Certificado.objects.exists()


def test_a_number_is_read_as_people_write_it(client, sol):
    assert emitir(client, " 1790011674-001 ").empleador == sol


@pytest.mark.parametrize("numero", [mundo.RUC_MAR, mundo.ANA])
def test_a_well_formed_number_without_data_is_answered_and_nothing_is_issued(client, sol, numero):
    """TV20: a blank PDF there (P, unofficial public code); here, an answer."""
    respuesta = consultar(client, numero)
    html = respuesta.content.decode()

    assert respuesta.status_code == 200
    assert "No encontrado" in html
    assert SIN_DATOS in html
    assert numero in html
    assert not Certificado.objects.exists()
    assert not Atencion.objects.exists()


@pytest.mark.parametrize("slug", ["certificado-afiliacion", "clave-patronal", "nada"])
def test_other_procedures_have_no_public_consult(client, slug):
    assert client.get(f"/consulta/{slug}/").status_code == 404
    assert client.post(f"/consulta/{slug}/", {"identificacion": mundo.RUC_SOL}).status_code == 404


def test_a_form_without_the_token_of_its_page_issues_nothing(sol):
    client = Client(enforce_csrf_checks=True)

    assert consultar(client, mundo.RUC_SOL).status_code == 403
    assert not Certificado.objects.exists()


# --- of whom ----------------------------------------------------------------------------------------------------------


def test_it_says_of_an_employer_no_more_than_the_certificate(client, sol):
    """TV19. What is owed planilla by planilla is the employer's own business."""
    sol.correo, sol.telefono = "gerencia@sol.ec", "0990001122"
    sol.save()
    planilla(sol, date(2026, 9, 1))

    certificado = emitir(client, mundo.RUC_SOL)
    pagina = client.get(f"{PUBLICA}{certificado.codigo}/").content.decode()

    assert certificado.datos["situacion"] == "SI_MORA"
    assert certificado.datos["direccion"] == "Calle Larga 1-23, Cuenca"
    assert not {"gerencia@sol.ec", "0990001122"} & {str(valor) for valor in certificado.datos.values()}
    assert "Sol S.A." not in pagina
    assert "212" not in pagina


def test_a_person_who_is_no_employer_is_told_so_without_giving_their_name_away(client):
    mundo.persona()

    certificado = emitir(client, mundo.ANA)

    assert certificado.variante == "no_empleador"
    assert "NO consta como empleador" in certificado.datos["dice"]
    assert certificado.datos["nombre"] == "P. R. A. M."
    assert "Prueba" not in str(certificado.datos)


def test_a_person_is_every_employer_that_they_are_in_their_own_name(client):
    persona = mundo.persona()
    negocio = mundo.empleador(f"{mundo.ANA}001", razon_social="Prueba Ríos Ana María")
    casa = mundo.empleador(f"{mundo.ANA}000", razon_social="Prueba Ríos Ana María", tipo="DOMESTICO")
    representada = mundo.empleador(representante_cedula=mundo.ANA)
    planilla(representada, date(2026, 9, 1))
    assert emitir(client, mundo.ANA).variante == "no_mora"

    planilla(casa, date(2026, 9, 1))
    certificado = emitir(client, mundo.ANA)

    assert certificado.persona == persona
    assert certificado.variante == "si_mora"
    assert certificado.datos["como_empleador"] == [negocio.ruc, casa.ruc]
    assert emitir(client, negocio.ruc).variante == "no_mora", "its own RUC alone"


def test_an_employer_whom_the_register_knows_as_no_person_is_found_by_cedula_too(client):
    casa = mundo.empleador(f"{mundo.ANA}000", razon_social="Prueba Ríos Ana", tipo="DOMESTICO")

    assert emitir(client, mundo.ANA).empleador == casa


def test_a_company_is_not_found_by_its_first_ten_digits(client):
    """1790000127 is a cédula by its digits, and 1790000127001 a company by its third one."""
    mundo.empleador("1790000127001")

    respuesta = consultar(client, "1790000127")

    assert SIN_DATOS in respuesta.content.decode()


# --- what it leaves ---------------------------------------------------------------------------------------------------


def test_each_document_is_an_attention_written_down_as_of_the_public(client, sol):
    primero, segundo = emitir(client, mundo.RUC_SOL), emitir(client, mundo.RUC_SOL)

    assert primero != segundo
    assert (primero.por, primero.actor) == ("publico", None)
    assert Atencion.objects.filter(tramite__slug=CUMPLIMIENTO, empleador=sol, canal="EN_LINEA").count() == 2
    asientos = Asiento.objects.filter(accion="certificado.solicitado")
    assert {(a.actor, a.por) for a in asientos} == {("publico", "publico")}


def test_a_double_click_is_one_document(client, sol):
    peticion = str(uuid.uuid4())
    primero = consultar(client, mundo.RUC_SOL, peticion=peticion)

    assert consultar(client, mundo.RUC_SOL, peticion=peticion).url == primero.url
    assert Certificado.objects.count() == 1


def test_what_strangers_ask_for_does_not_bury_the_documents_of_the_employer(client, sol):
    cuenta = mundo.cuenta(sol)
    client.force_login(cuenta)
    propio = client.post(f"/empleador/{CUMPLIMIENTO}/", {"peticion": str(uuid.uuid4())}).url
    drain()
    mail.outbox.clear()

    ajeno = emitir(Client(), mundo.RUC_SOL)

    assert re.findall(r'href="(/documentos/\w{16}/)"', client.get("/documentos/").content.decode()) == [propio]
    assert ajeno.codigo not in client.get("/inicio/").content.decode()
    assert client.get(f"/documentos/{ajeno.codigo}/").status_code == 404
    assert mail.outbox == []


def test_the_person_reads_in_their_accesses_that_somebody_asked(client):
    ana = mundo.cuenta(mundo.persona())
    emitir(Client(), mundo.ANA)
    client.force_login(ana)

    assert "alguien que no ingresó, en la consulta pública" in client.get("/cuenta/accesos/").content.decode()


def test_who_has_logged_in_asks_as_the_public_too(client, sol):
    client.force_login(mundo.cuenta(mundo.persona()))

    certificado = emitir(client, mundo.RUC_SOL)

    assert (certificado.actor, certificado.empleador) == (None, sol)


# --- the file, for a day ----------------------------------------------------------------------------------------------


def test_the_file_is_there_for_24_hours_and_then_the_page_says_so(client, sol, time_machine):
    certificado = emitir(client, mundo.RUC_SOL)
    time_machine.move_to("2026-11-21T10:00:00-05:00", tick=False)
    assert b"".join(client.get(archivo_de(certificado)).streaming_content)

    time_machine.move_to("2026-11-21T10:00:01-05:00", tick=False)
    for url in (archivo_de(certificado), f"{PUBLICA}{certificado.codigo}/"):
        respuesta = client.get(url)
        assert respuesta.status_code == 410
        assert "La descarga ya terminó" in respuesta.content.decode()
    assert "Documento válido" in client.get(f"/verificar/{certificado.codigo}/").content.decode()


def test_the_code_is_read_however_it_is_typed(client, sol):
    certificado = emitir(client, mundo.RUC_SOL)

    respuesta = client.get(PUBLICA, {"codigo": f" {certificado.codigo_en_grupos.lower()} "})

    assert respuesta.url == f"{PUBLICA}{certificado.codigo}/"


@pytest.mark.parametrize("mal", ["", "ABCD", "U" * 16, "<b>"])
def test_what_can_not_be_a_code_is_told_beside_its_field(client, mal):
    html = client.get(PUBLICA, {"codigo": mal}).content.decode()

    assert "codigo-error" in html
    assert "<b>" not in html


@pytest.mark.parametrize("ruta", ["{}/", "{}.pdf"])
def test_only_what_this_consult_issued_is_downloaded_by_its_code(client, sol, ruta):
    propia = mundo.navegador(mundo.cuenta(sol))
    propio = propia.post(f"/empleador/{CUMPLIMIENTO}/", {"peticion": str(uuid.uuid4())}).url.split("/")[2]
    del_otro = emitir(client, mundo.RUC_SOL, f"/consulta/{NO_ADEUDAR}/").codigo

    for codigo in (propio, del_otro, "0123456789ABCDEF", "nada"):
        respuesta = client.get(PUBLICA + ruta.format(codigo))
        assert respuesta.status_code == 404
        assert "Ningún certificado de esta consulta tiene ese código" in respuesta.content.decode()


def test_guessing_codes_ends_in_a_wait(client, monkeypatch):
    monkeypatch.setattr(consulta, "MISSES_PER_NETWORK", 1)
    url = f"{PUBLICA}0123456789ABCDEF/"

    assert [client.get(url).status_code for _ in range(2)] == [404, 429]


def test_without_a_key_nothing_is_issued_and_the_page_says_that_it_waits(client, sol, settings):
    settings.DESARROLLO_PKI_PERMITIDA = False

    certificado = emitir(client, mundo.RUC_SOL)
    pagina = client.get(f"{PUBLICA}{certificado.codigo}/").content.decode()

    assert certificado.estado == "EN_EMISION"
    assert "Ver si ya está listo" in pagina
    assert certificado.codigo_en_grupos in pagina
    assert "Ver si ya está listo" in client.get(archivo_de(certificado)).content.decode()


def test_a_revoked_one_is_not_given_any_more(client, sol):
    certificado = emitir(client, mundo.RUC_SOL)
    Certificado.objects.update(estado="REVOCADO", motivo="Error.", terminado_en="2026-11-20T15:30Z")

    assert "Este certificado ya no vale" in client.get(archivo_de(certificado)).content.decode()


# --- how often --------------------------------------------------------------------------------------------------------


def test_one_network_waits_and_is_told_until_when_while_others_go_on(client, sol, settings):
    settings.PUBLIC_CONSULTS_PER_NETWORK = 2
    emitir(client, mundo.RUC_SOL)
    consultar(client, mundo.RUC_MAR)

    respuesta = consultar(client, mundo.RUC_SOL)

    assert respuesta.status_code == 429
    html = respuesta.content.decode()
    assert "Hubo demasiadas consultas. Podrá volver a intentarlo a las 10:10." in html
    assert f'value="{mundo.RUC_SOL}"' in html
    assert Certificado.objects.count() == 1
    assert consultar(Client(REMOTE_ADDR="203.0.113.9"), mundo.RUC_SOL).status_code == 302


def test_all_networks_together_have_a_ceiling(client, sol, settings):
    settings.PUBLIC_CONSULTS_IN_TOTAL = 1
    emitir(client, mundo.RUC_SOL)

    assert consultar(Client(REMOTE_ADDR="203.0.113.9"), mundo.RUC_SOL).status_code == 429


def test_a_number_that_can_not_be_one_costs_nothing(client, sol, settings):
    settings.PUBLIC_CONSULTS_PER_NETWORK = 1
    for _ in range(3):
        consultar(client, "123")

    assert consultar(client, mundo.RUC_SOL).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_of_many_at_once_none_is_lost_and_each_gets_its_own(sol):
    def pedir(_numero: int) -> str:
        try:
            return consultar(Client(), mundo.RUC_SOL).url
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as hilos:
        direcciones = set(hilos.map(pedir, range(20)))
    drain()

    assert len(direcciones) == 20
    assert Certificado.objects.filter(estado="EMITIDO").count() == Atencion.objects.count() == 20
