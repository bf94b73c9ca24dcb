"""Without a mouse: the skip link, the order of the tabulator, a focus that is seen, and the primary action at hand."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests import mundo
from tests.navegador.conftest import Abrir
from tests.navegador.escena import Escena, un_trabajador
from tests.navegador.pasos import entonces_estoy_en

MAX_TABS = 60
MISMA_FILA = 80
FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {
    nombre: (e.innerText || e.value || e.ariaLabel || e.id || e.tagName).trim().slice(0, 60),
    visible: b.width > 0 && b.height > 0 && s.visibility === 'visible',
    marcado: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none',
    arriba: b.top + scrollY, fila: e.closest('header, nav, main, footer')?.tagName ?? 'BODY',
    fin: e === document.body,
  };
}"""


def tabular(page: Page) -> list[dict]:
    """What the focus passes through, from the top of the page until it leaves it."""
    pasos = []
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        paso = page.evaluate(FOCUSED)
        if paso["fin"]:
            break
        pasos.append(paso)
    return pasos


CON_TECLADO = [
    ("", "/verificar/"),
    ("", "/ingresar/"),
    ("ana", "/inicio/"),
    ("ana", "/afiliado/certificado-afiliacion/"),
    ("ana", "/afiliado/historial-laboral/"),
    ("ana", "/documentos/{valido}/"),
    ("administrador", "/admin/"),
    ("administrador", "/admin/tramites/certificado/{certificado}/revocar/"),
]


@pytest.mark.parametrize(("quien", "url"), CON_TECLADO)
def test_each_stop_of_the_tabulator_is_seen_and_in_the_order_of_the_page(
    abrir: Abrir, portal: Escena, quien: str, url: str
):
    page = abrir(ancho=360, cuenta=portal.cuenta(quien))
    page.goto(portal.url(url))

    pasos = tabular(page)

    assert [paso["nombre"] for paso in pasos if not paso["visible"] or not paso["marcado"]] == []
    cuerpo = [paso["arriba"] for paso in pasos if paso["fila"] == "MAIN"]
    assert all(despues > antes - MISMA_FILA for antes, despues in pairwise(cuerpo))


def test_the_skip_link_comes_first_and_leads_past_the_menu(abrir):
    page = abrir()
    page.goto("/verificar/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_label("Código del documento")).to_be_focused()


def test_the_skip_link_of_the_admin_leads_past_its_menu(abrir, portal):
    page = abrir(cuenta=portal.administrador)
    page.goto("/admin/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("textbox", name="Buscar a una persona")).to_be_focused()


def test_a_person_logs_in_and_gets_a_certificate_with_the_keyboard_alone(abrir):
    cuenta = un_trabajador(meses=6)
    page = abrir(ancho=360)
    page.goto("/afiliado/certificado-afiliacion/")
    hasta(page, "identificacion")
    page.keyboard.type(cuenta.identificador)
    page.keyboard.press("Tab")
    page.keyboard.type(mundo.CLAVE)
    page.keyboard.press("Enter")
    entonces_estoy_en(page, "Certificado de afiliación")

    hasta(page, "Obtener el certificado")
    page.keyboard.press("Enter")

    entonces_estoy_en(page, "Certificado de afiliación, listo")


def hasta(page: Page, nombre: str) -> None:
    """Presses Tab until the focus is on the control of that name or words."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if nombre in page.evaluate("(e => [e.name, e.innerText].join(' '))(document.activeElement)"):
            return
    pytest.fail(f"{nombre}: out of reach of the tabulator")
