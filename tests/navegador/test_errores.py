"""The pages on which something went wrong: in plain words, accessible, with the focus on the summary."""

import pytest
from playwright.sync_api import Page, expect

from cuentas import limites
from tests.navegador.conftest import Abrir
from tests.navegador.escena import bytes_de, un_trabajador
from tests.navegador.herramientas import faltas_de_accesibilidad, faltas_de_html
from tests.navegador.pasos import (
    cuando_entrego_el_archivo,
    cuando_pulso,
    dado_que_ingreso,
    entonces_estoy_en,
    entonces_leo,
)
from tramites.models import Certificado
from tramites.vistas import verificacion


@pytest.fixture
def page(abrir: Abrir) -> Page:
    return abrir(ancho=360)


def entonces_axe_calla_en_claro_y_en_oscuro(page: Page) -> None:
    faltas = faltas_de_accesibilidad(page)
    page.emulate_media(color_scheme="dark")
    faltas += faltas_de_accesibilidad(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faltas + faltas_de_accesibilidad(page) == []


def entonces_el_foco_esta_en_el_resumen(page: Page) -> None:
    expect(page.locator(".errores")).to_be_focused()
    assert page.title().startswith("Error: ")


def test_an_empty_login(page):
    page.goto("/ingresar/")
    cuando_pulso(page, "Ingresar")

    entonces_el_foco_esta_en_el_resumen(page)
    page.get_by_role("link", name="Cédula o RUC: Escriba su número de cédula o RUC.").click()
    expect(page.get_by_label("Cédula o RUC")).to_be_focused()
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_a_wrong_clave(page):
    dado_que_ingreso(page, un_trabajador(meses=3).identificador, clave="otra clave")

    entonces_el_foco_esta_en_el_resumen(page)
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_too_many_logins(page, monkeypatch):
    monkeypatch.setattr(limites, "PER_ACCOUNT_AND_NETWORK", 1)
    cedula = un_trabajador(meses=3).identificador
    dado_que_ingreso(page, cedula, clave="otra clave")
    dado_que_ingreso(page, cedula)

    entonces_leo(page, "podrá volver a intentarlo a las")
    entonces_el_foco_esta_en_el_resumen(page)
    entonces_axe_calla_en_claro_y_en_oscuro(page)


@pytest.mark.parametrize("boton", ["Verificar el código", "Verificar el archivo"])
def test_an_empty_verification(page, boton):
    page.goto("/verificar/")
    cuando_pulso(page, boton)

    entonces_el_foco_esta_en_el_resumen(page)
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_too_many_verifications(page, monkeypatch):
    monkeypatch.setattr(verificacion, "MISSES_PER_NETWORK", 0)

    assert page.goto("/verificar/0123456789ABCDEF/").status == 429

    entonces_leo(page, "Hubo demasiadas consultas desde su red")
    entonces_el_foco_esta_en_el_resumen(page)
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_a_changed_copy_and_the_way_to_learn_what_was_changed(page, portal):
    contenido = bytes_de(Certificado.objects.get(codigo=portal.codigos["valido"])) + b"\n"
    cuando_entrego_el_archivo(page, contenido)
    entonces_estoy_en(page, "No emitimos este archivo")
    entonces_axe_calla_en_claro_y_en_oscuro(page)

    page.get_by_label("Archivo del documento").set_input_files(
        {"name": "copia.pdf", "mimeType": "application/pdf", "buffer": contenido}
    )
    cuando_pulso(page, "Enviar el archivo completo")

    entonces_estoy_en(page, "El archivo se cambió después de firmarlo")
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_a_form_that_was_open_for_too_long(page):
    page.goto("/ingresar/")
    page.context.clear_cookies()
    cuando_pulso(page, "Ingresar")

    entonces_estoy_en(page, "El formulario caducó")
    entonces_axe_calla_en_claro_y_en_oscuro(page)


def test_a_fault_of_ours(page, monkeypatch, caplog, tmp_path):
    def falla() -> list:
        raise RuntimeError("a fault made on purpose")

    monkeypatch.setattr("tramites.selectors.catalogo", falla)

    assert page.goto("/tramites/").status == 500

    entonces_estoy_en(page, "Algo falló de nuestro lado")
    entonces_axe_calla_en_claro_y_en_oscuro(page)
    assert "a fault made on purpose" in caplog.text
    (tmp_path / "500.html").write_text(page.content())
    assert faltas_de_html(tmp_path) == []
