"""Narrow screens, paper, forced colours, little motion, large letters, and the demonstration's own pages."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import Page

from registro.models import Persona
from tests.navegador.conftest import Abrir
from tests.navegador.escena import Escena, un_trabajador
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.medidas import TOO_WIDE
from tests.navegador.pasos import cuando_sigo_el_enlace, entonces_estoy_en, entonces_leo

LARGO = "Villavicencio Santistevan María de los Ángeles Guadalupe"


def alturas(page: Page, cuales: str) -> list[float]:
    """Where the middle of each is, from the top."""
    return page.locator(cuales).evaluate_all(
        "todos => todos.map((uno) => { const r = uno.getBoundingClientRect(); return r.top + r.height / 2; })"
    )


def test_a_long_name_stands_whole_beside_the_brand_and_the_menu_on_one_line_below(abrir: Abrir):
    ana = un_trabajador(meses=6)
    Persona.objects.filter(pk=ana.persona_id).update(
        apellidos="Villavicencio Santistevan", nombres="María de los Ángeles Guadalupe"
    )

    page = abrir(ancho=1280, cuenta=ana)
    page.goto("/inicio/")
    arriba, menu = alturas(page, ".cabecera .marca, .quien p, .quien button"), alturas(page, ".menu li")
    assert max(arriba) - min(arriba) < 4
    assert max(menu) - min(menu) < 4
    assert max(arriba) < min(menu)
    assert page.locator(".quien p").text_content() == LARGO

    telefono = abrir(ancho=360, cuenta=ana)
    telefono.goto("/inicio/")
    assert telefono.evaluate(TOO_WIDE) == []
    assert telefono.locator(".quien p").evaluate("e => e.scrollWidth <= e.clientWidth")


CON_DIBUJOS = [
    ("", "/"),
    ("", "/transparencia/reliquidacion/"),
    ("ana", "/inicio/"),
    ("ana", "/afiliado/historial-laboral/"),
    ("ana", "/documentos/{valido}/"),
]
COMO_SIEMPRE = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
    "contrast": "no-preference",
}
MEDIOS = {
    "paper": {"media": "print"},
    "forced colours": {"forced_colors": "active"},
    "little motion": {"reduced_motion": "reduce"},
    "more contrast": {"contrast": "more"},
    "more contrast in the dark": {"contrast": "more", "color_scheme": "dark"},
}


@pytest.mark.parametrize(("quien", "url"), CON_DIBUJOS)
def test_a_page_holds_in_every_medium(abrir: Abrir, portal: Escena, quien: str, url: str):
    page = abrir(cuenta=portal.cuenta(quien))
    page.goto(portal.url(url))
    faltas = {}
    for nombre, medio in MEDIOS.items():
        page.emulate_media(**(COMO_SIEMPRE | medio))
        assert page.get_by_role("heading", level=1).is_visible()
        faltas[nombre] = page.evaluate(TOO_WIDE)
        if "contrast" in medio:
            faltas[nombre] += faltas_de_accesibilidad(page, "color-contrast")

    assert {nombre: cuales for nombre, cuales in faltas.items() if cuales} == {}


def test_paper_shows_every_year_and_no_button(abrir, portal):
    page = abrir(cuenta=portal.ana)
    page.goto("/afiliado/historial-laboral/")
    page.emulate_media(media="print")

    assert page.pdf(format="A4").startswith(b"%PDF")
    tablas = page.locator("details table")
    assert tablas.count() > 1
    assert all(tablas.nth(i).is_visible() for i in range(tablas.count()))
    assert not page.get_by_role("button", name="Descargar PDF firmado").is_visible()


def test_a_page_with_letters_of_double_size_loses_nothing(abrir, portal):
    page = abrir(ancho=640, cuenta=portal.ana)
    page.goto("/afiliado/historial-laboral/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate(TOO_WIDE) == []


@pytest.fixture
def demostracion(settings, tmp_path) -> None:
    """DEBUG on, and one mail in the mailbox."""
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.navegador.urls_demo"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    correo = EmailMessage()
    correo["Subject"] = "Su documento está listo: Certificado de afiliación"
    correo["To"] = "ana@correo.ec"
    correo["Date"] = "Sat, 21 Nov 2026 10:00:00 -0500"
    correo.set_content("Hola, Ana:\n\nSu documento está listo: http://127.0.0.1:8000/documentos/ABCD/\n")
    (tmp_path / "20261121-100000-1.log").write_bytes(correo.as_bytes())


@pytest.mark.parametrize("ancho", [320, 1280])
def test_the_mailbox_of_the_demonstration(abrir: Abrir, demostracion: None, ancho: int):
    page = abrir(ancho=ancho)
    page.goto("/demo/buzon/")
    entonces_estoy_en(page, "Buzón de la demostración")
    assert page.get_by_text("personas y datos inventados").is_visible()
    assert calla(page)

    cuando_sigo_el_enlace(page, "Su documento está listo: Certificado de afiliación")

    entonces_leo(page, "Hola, Ana:")
    assert calla(page)


def calla(page: Page) -> bool:
    assert faltas_de_accesibilidad(page) == []
    page.emulate_media(color_scheme="dark")
    assert faltas_de_accesibilidad(page) == []
    return page.evaluate(TOO_WIDE) == []
