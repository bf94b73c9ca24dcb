"""The public verification, at its doors."""

import uuid
from datetime import datetime, time, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from nucleo.outbox import drain
from tests import mundo
from tramites.certificados import services
from tramites.models import Certificado
from tramites.procedimientos import por_slug
from tramites.selectors import ficha
from tramites.vistas import verificacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def certificado(ana) -> Certificado:
    actuacion = actuacion_de(mundo.cuenta(ana))
    emitido = services.solicitar_emision(
        actuacion=actuacion,
        tramite=ficha("certificado-afiliacion"),
        contenido=por_slug("certificado-afiliacion").contenido(actuacion, mundo.HOY),
        peticion=uuid.uuid4(),
    )
    drain()
    emitido.refresh_from_db()
    return emitido


@pytest.fixture
def ventanilla() -> Actuacion:
    return actuacion_de(mundo.personal())


def bytes_de(certificado: Certificado) -> bytes:
    with default_storage.open(certificado.archivo) as archivo:
        return archivo.read()


def por_codigo(client, codigo: str) -> str:
    return client.get(f"/verificar/{codigo}/").content.decode()


def con_archivo(client, contenido: bytes) -> str:
    respuesta = client.post("/verificar/", {"archivo": SimpleUploadedFile("a.pdf", contenido)})
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_a_valid_document_shows_what_when_and_to_whom_masked(client, certificado, time_machine):
    time_machine.move_to(mundo.HOY)
    html = por_codigo(client, certificado.codigo)

    assert "Documento válido" in html
    assert "Certificado de no afiliación" in html
    assert "P. R. A. M., cédula 17******65" in html
    assert "1710034065" not in html
    assert "Prueba" not in html


@pytest.mark.parametrize(
    "forma",
    [str.lower, lambda c: f" {c[:4]} {c[4:8]}-{c[8:12]} {c[12:]}", lambda c: c.replace("0", "O").replace("1", "l")],
)
def test_a_code_is_read_however_it_is_typed(client, certificado, forma):
    respuesta = client.get("/verificar/", {"codigo": forma(certificado.codigo)})

    assert respuesta.url == f"/verificar/{certificado.codigo}/"


@pytest.mark.parametrize("mal", ["", "ABCD", "ABCD-EFGH-JKMN-PQR!", "U" * 16, "<script>"])
def test_what_can_not_be_a_code_is_told_beside_the_field(client, mal):
    respuesta = client.get("/verificar/", {"codigo": mal})

    assert respuesta.status_code == 200
    assert "codigo-error" in respuesta.content.decode()
    assert "<script>alert" not in respuesta.content.decode()


@pytest.mark.parametrize("codigo", ["0123456789ABCDEF", "nada", "%20", "ñ" * 30])
def test_an_unknown_code_is_an_answer_and_no_error(client, codigo):
    respuesta = client.get(f"/verificar/{codigo}/")

    assert respuesta.status_code == 200
    assert "No emitimos un documento con ese código" in respuesta.content.decode()


def test_a_document_still_waiting_for_its_signature_was_not_issued(client, ana):
    services.solicitar_emision(
        actuacion=actuacion_de(mundo.cuenta(ana)),
        tramite=ficha("certificado-afiliacion"),
        contenido=por_slug("certificado-afiliacion").contenido(actuacion_de(ana.cuenta), mundo.HOY),
        peticion=uuid.uuid4(),
    )

    assert "No emitimos" in por_codigo(client, Certificado.objects.get().codigo)


def test_it_expires_the_day_after_its_last_day(client, certificado, time_machine):
    ultimo_minuto = datetime.combine(certificado.vence_el, time(23, 59), tzinfo=timezone.get_default_timezone())
    time_machine.move_to(ultimo_minuto, tick=False)
    assert "Documento válido" in por_codigo(client, certificado.codigo)

    time_machine.shift(timedelta(minutes=1))
    assert "Documento vencido" in por_codigo(client, certificado.codigo)


def test_a_revoked_document_says_so_and_keeps_its_reason_for_the_holder(client, certificado, ventanilla):
    services.revocar(actuacion=ventanilla, codigo_certificado=certificado.codigo, motivo="Error en el registro")
    html = por_codigo(client, certificado.codigo)

    assert "Documento revocado" in html
    assert "Error en el registro" not in html


def test_a_replaced_document_leads_to_the_new_one(client, ana, certificado, ventanilla):
    actuacion = Actuacion(actor=ventanilla.actor, sujeto=ana, por=Por.VENTANILLA)
    nuevo = services.reemplazar(
        actuacion=actuacion,
        codigo_certificado=certificado.codigo,
        contenido=por_slug("certificado-afiliacion").contenido(actuacion, mundo.HOY),
        motivo="Cambió el nombre",
    )
    drain()

    assert "Documento reemplazado" in por_codigo(client, certificado.codigo)
    assert "Documento válido" in por_codigo(client, nuevo.codigo)


def test_revoking_needs_a_reason_and_happens_once(certificado, ventanilla):
    with pytest.raises(services.NoSePuede):
        services.revocar(actuacion=ventanilla, codigo_certificado=certificado.codigo, motivo="  ")
    services.revocar(actuacion=ventanilla, codigo_certificado=certificado.codigo, motivo="Error")
    with pytest.raises(services.NoSePuede):
        services.revocar(actuacion=ventanilla, codigo_certificado=certificado.codigo, motivo="Otra vez")


def test_the_very_file_that_was_issued_is_recognised(client, certificado):
    assert "idéntico" in con_archivo(client, bytes_de(certificado)).lower()


def test_its_sha256_is_enough(client, certificado):
    html = client.post("/verificar/", {"sha256": certificado.sha256}).content.decode()

    assert "idéntico" in html.lower()


@pytest.mark.pdf
def test_bytes_added_later_are_told_and_the_original_is_named(client, certificado):
    html = con_archivo(client, bytes_de(certificado) + b"\n% algo mas")

    assert "El archivo se cambió después de firmarlo" in html
    assert certificado.codigo_en_grupos in html


@pytest.mark.pdf
def test_a_changed_byte_breaks_it(client, certificado):
    contenido = bytearray(bytes_de(certificado))
    contenido[2000] ^= 1

    assert "El archivo fue alterado" in con_archivo(client, bytes(contenido))


@pytest.mark.parametrize(
    ("contenido", "respuesta"),
    [
        (b"hola", "No pudimos leer el archivo"),
        (b"%PDF-1.7\n%%EOF", "No pudimos leer el archivo"),
        (b"\x00" * 5000, "No pudimos leer el archivo"),
    ],
)
def test_what_is_no_pdf_gets_a_plain_answer(client, contenido, respuesta):
    assert respuesta in con_archivo(client, contenido)


def test_a_truncated_document_gets_a_plain_answer(client, certificado):
    contenido = bytes_de(certificado)

    html = con_archivo(client, contenido[: len(contenido) // 2])

    assert "No pudimos leer el archivo" in html or "El archivo fue alterado" in html


def test_more_than_20_mb_is_refused_in_plain_words(client, monkeypatch):
    monkeypatch.setattr(verificacion, "MAX_FILE", 1000)

    respuesta = client.post("/verificar/", {"archivo": SimpleUploadedFile("a.pdf", b"x" * 1001)})

    assert respuesta.status_code == 413
    assert "El archivo pesa más de 20 MB" in respuesta.content.decode()


def test_many_files_that_are_too_large_only_together_are_refused(client, monkeypatch):
    monkeypatch.setattr(verificacion, "MAX_FILE", 1000)
    archivos = [SimpleUploadedFile(f"{n}.pdf", b"x" * 400) for n in range(3)]

    respuesta = client.post("/verificar/", {"archivo": archivos})

    assert respuesta.status_code == 413


def test_a_second_file_is_not_looked_at(client, certificado):
    archivos = [SimpleUploadedFile("a.pdf", bytes_de(certificado)), SimpleUploadedFile("b.pdf", b"hola")]

    assert "Documento válido" in client.post("/verificar/", {"archivo": archivos}).content.decode()


@pytest.mark.parametrize("datos", [{}, {"sha256": "zz"}, {"sha256": "a" * 63}])
def test_neither_file_nor_code_is_told_beside_the_field(client, datos):
    respuesta = client.post("/verificar/", datos)

    assert respuesta.status_code == 200
    assert "archivo-error" in respuesta.content.decode()


def test_guessing_codes_is_stopped_and_a_real_code_still_answers(client, certificado, monkeypatch):
    monkeypatch.setattr(verificacion, "MISSES_PER_NETWORK", 3)
    statuses = [client.get(f"/verificar/{n:016d}/").status_code for n in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert client.get(f"/verificar/{certificado.codigo}/").status_code == 200


def test_a_verification_by_code_takes_one_query(client, certificado, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/verificar/{certificado.codigo}/")


def test_the_form_is_protected_against_other_sites(certificado):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/verificar/", {"sha256": "a" * 64}).status_code == 403
