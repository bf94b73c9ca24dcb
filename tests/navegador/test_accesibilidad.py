"""axe on every page, at the width of a telephone and of a desk, in the light and in the dark; and each at 320 px.

One visit serves both: a page is laid out again when its window changes, and loading it is what takes long.
"""

import pytest
from playwright.sync_api import Page

from tests.navegador.conftest import ALTO, Abrir
from tests.navegador.escena import Escena
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.medidas import TOO_SMALL, TOO_WIDE
from tests.navegador.paginas import TANDAS, status_de

DESK, TELEPHONE, NARROWEST = 1280, 360, 320
# What the colour scheme can change; everything else was looked at in the light. No colour depends on the width.
DE_COLOR = ("color-contrast", "link-in-text-block")


def faltas_en_cada_ancho(page: Page) -> list[str]:
    faltas = []
    for ancho in (DESK, TELEPHONE):
        a_lo_ancho(page, ancho)
        faltas += [f"{ancho} px, light: {falta}" for falta in faltas_de_accesibilidad(page)]
    page.emulate_media(color_scheme="dark")
    faltas += [f"dark: {falta}" for falta in faltas_de_accesibilidad(page, *DE_COLOR)]
    page.emulate_media(color_scheme="light")
    a_lo_ancho(page, NARROWEST)
    return faltas + page.evaluate(TOO_WIDE) + page.evaluate(TOO_SMALL)


def a_lo_ancho(page: Page, ancho: int) -> None:
    page.set_viewport_size({"width": ancho, "height": ALTO})


@pytest.mark.parametrize(("quien", "urls"), TANDAS, ids=lambda v: v if isinstance(v, str) and v else None)
def test_no_page_has_anything_for_axe_or_scrolls_sideways(
    abrir: Abrir, portal: Escena, quien: str, urls: tuple[str, ...]
):
    page = abrir(cuenta=portal.cuenta(quien))
    faltas = {}
    for url in urls:
        a_lo_ancho(page, DESK)
        respuesta = page.goto(portal.url(url))
        assert respuesta.status == status_de(quien, url), url
        faltas[url] = faltas_en_cada_ancho(page)

    assert {url: cuales for url, cuales in faltas.items() if cuales} == {}
