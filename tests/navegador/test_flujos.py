"""What people come for, from the first click to the last, on a telephone and at a desk, with and without JavaScript."""

import csv
import io
import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from iess_portal.roles import Rol
from nucleo import pdf
from nucleo.outbox import drain
from tests import mundo
from tests.navegador.conftest import Abrir
from tests.navegador.escena import (
    aparte,
    bytes_de,
    quien_se_jubila,
    un_certificado,
    un_certificado_en_espera,
    un_funcionario,
    un_trabajador,
)
from tests.navegador.pasos import (
    cuando_entrego_el_archivo,
    cuando_pulso,
    cuando_sigo_el_enlace,
    dado_que_escribo_el_codigo,
    dado_que_ingreso,
    entonces_estoy_en,
    entonces_leo,
    entonces_no_leo,
    lo_que_descargo,
)
from tramites.certificados import services
from tramites.models import Certificado, Solicitud

MANERAS = [
    pytest.param({"ancho": 360}, id="360 px"),
    pytest.param({"ancho": 1280}, id="1280 px"),
    pytest.param({"ancho": 360, "javascript": False}, id="360 px sin JavaScript"),
]


@pytest.fixture(params=MANERAS)
def page(abrir: Abrir, request: pytest.FixtureRequest) -> Page:
    return abrir(**request.param)


def test_a_stranger_finds_a_procedure_in_their_own_words_and_reads_its_sheet(page):
    page.goto("/")
    page.get_by_role("searchbox", name="Buscar un trámite").fill("prestamos quirografario")
    cuando_pulso(page, "Buscar")
    entonces_estoy_en(page, "Resultados para «prestamos quirografario»")

    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()

    entonces_estoy_en(page, re.compile("quirografario"))
    for pregunta in ("¿A quién está dirigido?", "¿Qué necesito para hacer el trámite?", "Base legal", "Transparencia"):
        expect(page.get_by_role("heading", name=pregunta)).to_be_visible()


def test_a_stranger_downloads_the_monthly_figures(page):
    page.goto("/")
    cuando_sigo_el_enlace(page, "Ver las cifras")
    entonces_estoy_en(page, "Transparencia")

    nombre, contenido = lo_que_descargo(page, "CSV")

    filas = list(csv.DictReader(io.StringIO(contenido.decode("utf-8-sig"))))
    assert nombre == "transparencia.csv"
    oficiales = [fila for fila in filas if fila["codigo_rutr"] == "IESS-034-01-07" and fila["fuente"] == "OFICIAL"]
    assert len(oficiales) == 21, "las filas de la hoja oficial; las de este mes salen de los demás recorridos"


def test_a_person_reads_filters_and_keeps_the_whole_record(page):
    cuenta = un_trabajador(meses=30)
    dado_que_ingreso(page, cuenta.identificador)
    entonces_estoy_en(page, "Hola, Ana María")
    cuando_sigo_el_enlace(page, "Historial laboral")
    assert page.locator('data[data-dato="imposiciones"]').get_attribute("value") == "27"
    entonces_leo(page, "le debe")

    ultimo_anio = page.get_by_label("Año", exact=True).locator("option").nth(1).inner_text()
    page.get_by_label("Año", exact=True).select_option(ultimo_anio)
    cuando_pulso(page, "Filtrar")
    expect(page.locator("details")).to_have_count(1)
    entonces_leo(page, "Con este filtro")
    nombre, contenido = lo_que_descargo(page, "Descargar CSV")

    filas = list(csv.DictReader(io.StringIO(contenido.decode("utf-8-sig"))))
    assert nombre == f"historial-laboral-{cuenta.identificador}.csv"
    assert {fila["periodo"][:4] for fila in filas} == {ultimo_anio}

    cuando_pulso(page, "Descargar PDF firmado")
    entonces_estoy_en(page, "Historial laboral, listo")
    nombre, contenido = lo_que_descargo(page, re.compile("Descargar el PDF"))
    assert nombre.endswith(".pdf")
    assert aparte(pdf.examinar, contenido).veredicto is pdf.Veredicto.INTACTO


def test_one_click_gives_the_signed_certificate_and_anyone_can_verify_it(page):
    cuenta = un_trabajador(meses=6)
    dado_que_ingreso(page, cuenta.identificador)
    cuando_sigo_el_enlace(page, "Certificado de afiliación")
    entonces_leo(page, "Comercial Sol de los Andes S.A.")
    cuando_pulso(page, "Obtener el certificado")
    entonces_estoy_en(page, "Certificado de afiliación, listo")
    nombre, contenido = lo_que_descargo(page, re.compile("Descargar el PDF"))
    codigo = page.locator(".codigo code").inner_text()
    assert codigo in nombre
    page.get_by_role("link", name="Mis documentos").click()
    entonces_estoy_en(page, "Mis documentos")
    entonces_leo(page, "Certificado de afiliación")
    page.get_by_role("button", name="Salir").click()
    entonces_estoy_en(page, "Los trámites del seguro social, en línea")

    cuando_sigo_el_enlace(page, "Verificar un documento")
    page.get_by_label("Código del documento").fill(codigo.lower())
    cuando_pulso(page, "Verificar el código")
    entonces_estoy_en(page, "Documento válido")
    entonces_leo(page, f"cédula {cuenta.identificador[:2]}******{cuenta.identificador[-2:]}")
    entonces_no_leo(page, cuenta.identificador)

    cuando_entrego_el_archivo(page, contenido)
    entonces_estoy_en(page, "Documento válido")
    entonces_leo(page, "Idéntico al que emitimos")


def test_anyone_asks_for_the_certificate_of_an_employer_without_logging_in(page):
    page.goto("/tramites/certificado-cumplimiento/")
    cuando_sigo_el_enlace(page, "Iniciar el trámite")
    page.get_by_label("RUC o cédula").fill("179001167400")
    cuando_pulso(page, "Obtener el certificado")
    entonces_leo(page, "Escriba los 10 dígitos de la cédula o los 13 del RUC.")
    page.get_by_label("RUC o cédula").fill(mundo.RUC_SOL)
    cuando_pulso(page, "Obtener el certificado")

    entonces_estoy_en(page, "Su certificado está listo")
    nombre, contenido = lo_que_descargo(page, re.compile("Descargar el PDF"))
    assert nombre.startswith("certificado-de-cumplimiento-de-obligaciones-patronales-")
    codigo = page.locator(".codigo code").inner_text()
    cuando_sigo_el_enlace(page, "Consultar otro RUC u otra cédula")
    page.get_by_label("Código del certificado").fill(codigo.lower())
    cuando_pulso(page, "Buscar el certificado")
    assert lo_que_descargo(page, re.compile("Descargar el PDF")) == (nombre, contenido)

    cuando_entrego_el_archivo(page, contenido)
    entonces_estoy_en(page, "Documento válido")
    entonces_leo(page, "Diría lo mismo")


def test_an_unknown_code_and_an_empty_form_are_answered_in_plain_words(page):
    page.goto("/verificar/")
    cuando_pulso(page, "Verificar el código")
    entonces_leo(page, "Escriba el código del documento o elija el archivo PDF.")

    page.get_by_label("Código del documento").fill("0123-4567-89AB-CDEF")
    cuando_pulso(page, "Verificar el código")

    entonces_estoy_en(page, "No emitimos un documento con ese código")


def test_a_wrong_clave_is_told_and_the_number_stays(page):
    cuenta = un_trabajador(meses=3)
    dado_que_ingreso(page, cuenta.identificador, clave="otra clave")

    entonces_estoy_en(page, "Ingresar")
    entonces_leo(page, "El número o la clave no coinciden")
    expect(page.get_by_label("Cédula o RUC")).to_have_value(cuenta.identificador)


def test_somebody_who_must_log_in_first_comes_back_to_where_they_were_going(page):
    cuenta = un_trabajador(meses=3)
    page.goto("/afiliado/certificado-afiliacion/")
    entonces_estoy_en(page, "Ingresar")
    page.get_by_label("Cédula o RUC").fill(cuenta.identificador)
    page.get_by_label("Clave", exact=True).fill(mundo.CLAVE)
    cuando_pulso(page, "Ingresar")

    entonces_estoy_en(page, "Certificado de afiliación")


def test_staff_find_a_certificate_and_revoke_it_with_a_reason(page):
    funcionario = un_funcionario(Rol.VENTANILLA)
    certificado = un_certificado()
    dado_que_ingreso(page, funcionario.identificador)
    dado_que_escribo_el_codigo(page, funcionario)
    entonces_estoy_en(page, "Su mesa de trabajo")
    page.get_by_role("textbox", name="Buscar un certificado").fill(certificado.codigo_en_grupos)
    cuando_pulso(page, "Buscar certificado")
    page.get_by_role("link", name=certificado.codigo_en_grupos).click()
    page.get_by_label("¿Para qué lo abre?").fill("Oficio 2026-118 del empleador.")
    cuando_pulso(page, "Abrir el expediente")
    page.get_by_role("link", name="Revocar").click()
    cuando_pulso(page, "Revocar")
    entonces_leo(page, "Escriba el motivo.")

    page.get_by_label("Motivo").fill("El empleador corrigió la fecha de ingreso.")
    cuando_pulso(page, "Revocar")

    expect(page.get_by_text("El documento quedó revocado.")).to_be_visible()
    page.goto(f"/verificar/{certificado.codigo}/")
    entonces_estoy_en(page, "Documento revocado")


def cuando_hago_en_la_mesa(page: Page, caso: Solicitud, acto: str, motivo: str = "") -> None:
    page.goto(f"/admin/tramites/solicitud/{caso.pk}/change/")
    page.get_by_role("link", name=acto, exact=True).click()
    if motivo:
        page.get_by_label("Motivo").fill(motivo)
    cuando_pulso(page, acto)


def test_a_person_retires(abrir):
    cuenta = quien_se_jubila()
    de_ella = abrir(ancho=360)
    dado_que_ingreso(de_ella, cuenta.identificador)
    de_ella.goto("/afiliado/jubilacion-vejez/")
    entonces_leo(de_ella, "Hoy cumple todo.")
    pension = de_ella.locator('data[data-dato="pension"]').first.inner_text()
    cuando_pulso(de_ella, "Empezar")
    de_ella.get_by_label("Una vez al año, en diciembre").check()
    de_ella.get_by_role("group", name="décima cuarta").get_by_label("Una parte cada mes").check()
    cuando_pulso(de_ella, "Guardar y continuar")
    de_ella.get_by_label("Declaro que estos datos están bien").check()
    cuando_pulso(de_ella, "Guardar y continuar")
    entonces_estoy_en(de_ella, "Revise sus respuestas")
    entonces_leo(de_ella, pension)
    cuando_pulso(de_ella, "Enviar la solicitud")
    entonces_estoy_en(de_ella, "Recibida")

    caso = Solicitud.objects.get(persona=cuenta.persona)
    mesa = abrir(cuenta=un_funcionario(Rol.ANALISTA))
    cuando_hago_en_la_mesa(mesa, caso, "Tomar la solicitud")
    cuando_hago_en_la_mesa(mesa, caso, "Pasar al cálculo")
    cuando_hago_en_la_mesa(mesa, caso, "Proponer que se conceda", "Cumple todos los requisitos.")
    cuando_hago_en_la_mesa(abrir(cuenta=un_funcionario(Rol.APROBADOR)), caso, "Aprobar la concesión")
    aparte(drain)

    de_ella.reload()
    entonces_estoy_en(de_ella, "Se concedió lo que pidió")
    entonces_leo(de_ella, "Cumple todos los requisitos.")
    cuando_sigo_el_enlace(de_ella, f"Acuerdo de concesión de jubilación por vejez {caso.numero}")
    nombre, contenido = lo_que_descargo(de_ella, re.compile("Descargar el PDF"))
    assert nombre.endswith(".pdf")
    assert aparte(pdf.examinar, contenido).veredicto is pdf.Veredicto.INTACTO


def test_with_javascript_only_the_hash_of_the_file_leaves_the_browser(abrir, portal):
    contenido = bytes_de(Certificado.objects.get(codigo=portal.codigos["valido"]))
    page = abrir(ancho=360)

    pedido = cuando_entrego_el_archivo(page, contenido)

    entonces_estoy_en(page, "Documento válido")
    cuerpo = pedido.post_data_buffer
    assert pdf.huella(contenido).encode() in cuerpo
    assert b"%PDF" not in cuerpo
    assert b'name="archivo"' not in cuerpo


@pytest.mark.parametrize(
    ("cambio", "respuesta"),
    [
        (lambda contenido: contenido + b"\n% algo mas", "El archivo se cambió después de firmarlo"),
        (lambda contenido: contenido[:2000] + b"\0" + contenido[2001:], "El archivo fue alterado"),
        (lambda contenido: b"hola", "No pudimos leer el archivo"),
    ],
    ids=["bytes added", "a byte changed", "no PDF"],
)
@pytest.mark.parametrize("javascript", [True, False], ids=["con JavaScript", "sin JavaScript"])
def test_a_copy_that_is_not_the_one_issued_is_told(abrir, portal, cambio, respuesta, javascript):
    page = abrir(ancho=360, javascript=javascript)
    falso = cambio(bytes_de(Certificado.objects.get(codigo=portal.codigos["valido"])))

    cuando_entrego_el_archivo(page, falso)
    if javascript:  # its hash says that it was not issued; whoever wants to know more sends the file
        entonces_estoy_en(page, "No emitimos este archivo")
        page.get_by_label("Archivo del documento").set_input_files(
            {"name": "copia.pdf", "mimeType": "application/pdf", "buffer": falso}
        )
        cuando_pulso(page, "Enviar el archivo completo")

    entonces_estoy_en(page, respuesta)


def test_the_page_that_waits_goes_on_by_itself_when_the_file_is_ready(abrir):
    cuenta = un_trabajador(meses=6)
    certificado = un_certificado_en_espera(cuenta)
    page = abrir(cuenta=cuenta)
    page.goto(f"/documentos/{certificado.codigo}/")
    entonces_estoy_en(page, "Estamos preparando la descarga")

    aparte(partial(services.firmar, certificado_id=certificado.pk))

    entonces_estoy_en(page, "Certificado de afiliación, listo")
