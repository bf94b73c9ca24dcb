"""At the counter: from the file of a person to a certificate and a change of data, and back to the desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from iess_portal.roles import Rol
from nucleo import pdf
from tests.navegador.escena import aparte, un_funcionario, un_trabajador
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.medidas import TOO_WIDE
from tests.navegador.pasos import (
    cuando_pulso,
    cuando_sigo_el_enlace,
    dado_que_escribo_el_codigo,
    dado_que_ingreso,
    entonces_estoy_en,
    entonces_leo,
    lo_que_descargo,
)

MANERAS = [
    pytest.param({"ancho": 360}, id="360 px"),
    pytest.param({"ancho": 1280}, id="1280 px"),
    pytest.param({"ancho": 1280, "javascript": False}, id="1280 px sin JavaScript"),
]


def la_cinta(page: Page):
    return page.locator(".cinta-atencion")


def se_ve_bien(page: Page, javascript: bool) -> None:
    """What axe and the ruler say of this page, in the light and in the dark."""
    if not javascript:
        return
    assert faltas_de_accesibilidad(page) == []
    page.emulate_media(color_scheme="dark")
    assert faltas_de_accesibilidad(page, "color-contrast") == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("manera", MANERAS)
def test_staff_serve_the_person_in_front_of_them(abrir, manera):
    page, javascript = abrir(**manera), manera.get("javascript", True)
    ana, funcionario = un_trabajador(meses=6), un_funcionario(Rol.VENTANILLA)
    dado_que_ingreso(page, funcionario.identificador)
    dado_que_escribo_el_codigo(page, funcionario)
    page.get_by_role("textbox", name="Buscar a una persona").fill(ana.identificador)
    cuando_pulso(page, "Buscar persona")
    page.locator("#result_list").get_by_role("link").first.click()
    page.get_by_label("¿Para qué lo abre?").fill("Viene por su certificado, turno A-14")
    cuando_pulso(page, "Abrir el expediente")
    entonces_estoy_en(page, str(ana.persona))
    se_ve_bien(page, javascript)

    cuando_pulso(page, "Atender a esta persona")

    entonces_estoy_en(page, re.compile("^Atención a "))
    expect(la_cinta(page)).to_contain_text(ana.identificador)
    expect(la_cinta(page)).to_contain_text("turno A-14")
    se_ve_bien(page, javascript)

    cuando_sigo_el_enlace(page, "Certificado de afiliación")
    cuando_pulso(page, "Obtener el certificado")
    entonces_estoy_en(page, "Certificado de afiliación, listo")
    _, contenido = lo_que_descargo(page, re.compile("Descargar el PDF"))
    assert aparte(pdf.examinar, contenido).veredicto is pdf.Veredicto.INTACTO

    page.goto("/afiliado/actualizacion-datos/")
    page.get_by_label("Dirección").fill("Calle Sucre 4-31, Ibarra")
    cuando_pulso(page, "Continuar")
    cuando_pulso(page, "Guardar los cambios")
    entonces_estoy_en(page, "Sus datos están al día")
    entonces_leo(page, "en la ventanilla")
    expect(page.get_by_role("button", name="Imprimir la constancia")).to_have_count(1 if javascript else 0)
    se_ve_bien(page, javascript)
    page.emulate_media(media="print")
    expect(la_cinta(page)).to_be_hidden()
    entonces_leo(page, f"A nombre de: {ana.persona}")
    page.emulate_media(media="screen")

    page.goto("/admin/")
    entonces_estoy_en(page, "Su mesa de trabajo")
    expect(la_cinta(page)).to_contain_text(ana.identificador)
    se_ve_bien(page, javascript)
    page.get_by_role("button", name="Terminar la atención").click()

    entonces_estoy_en(page, "Su mesa de trabajo")
    expect(la_cinta(page)).to_have_count(0)


def test_a_form_that_was_open_for_one_person_is_not_applied_to_the_next(abrir):
    page, ana, luis = abrir(), un_trabajador(meses=6), un_trabajador(meses=6)
    funcionario = un_funcionario(Rol.VENTANILLA)
    dado_que_ingreso(page, funcionario.identificador)
    dado_que_escribo_el_codigo(page, funcionario)
    atender(page, ana.persona_id)
    page.goto("/afiliado/actualizacion-datos/")
    page.get_by_label("Dirección").fill("De Ana, y de nadie más")
    otra = page.context.new_page()
    atender(otra, luis.persona_id)

    cuando_pulso(page, "Continuar")

    entonces_estoy_en(page, f"Usted ya no atiende a {ana.persona}")
    entonces_leo(page, "No se cambió ningún dato.")
    assert faltas_de_accesibilidad(page) == []
    luis.persona.refresh_from_db()
    assert luis.persona.direccion == ""


def test_the_ribbon_never_hides_what_has_the_focus(abrir):
    page, ana, funcionario = abrir(ancho=1280), un_trabajador(meses=6), un_funcionario(Rol.VENTANILLA)
    dado_que_ingreso(page, funcionario.identificador)
    dado_que_escribo_el_codigo(page, funcionario)
    atender(page, ana.persona_id)
    page.goto("/afiliado/historial-laboral/")

    page.get_by_role("main").get_by_role("button").last.focus()
    for _ in range(6):
        page.keyboard.press("Shift+Tab")

    tapa = """() => document.querySelector('.cinta-atencion').getBoundingClientRect().bottom
        <= document.activeElement.getBoundingClientRect().top"""
    page.wait_for_function(tapa)  # the page scrolls to what has the focus, in its own time


def atender(page: Page, persona_id: int) -> None:
    page.goto(f"/admin/registro/persona/{persona_id}/change/")
    page.get_by_label("¿Para qué lo abre?").fill("Turno A-14, en ventanilla")
    cuando_pulso(page, "Abrir el expediente")
    cuando_pulso(page, "Atender a esta persona")
    entonces_estoy_en(page, re.compile("^Atención a "))
