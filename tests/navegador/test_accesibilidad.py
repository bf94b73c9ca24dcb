"""axe on every page, at the width of a telephone and of a desk, in the light and in the dark."""

import pytest
from playwright.sync_api import Page

from tests.navegador.conftest import ALTO, Abrir
from tests.navegador.escena import Escena
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.paginas import PAGINAS, status_de

ANCHOS = (360, 1280)
# What the colour scheme can change; everything else was looked at in the light.
DE_COLOR = ("color-contrast", "link-in-text-block")


def faltas_en_cada_luz(page: Page) -> list[str]:
    faltas = []
    for ancho in ANCHOS:
        page.set_viewport_size({"width": ancho, "height": ALTO})
        page.emulate_media(color_scheme="light")
        faltas += [f"{ancho} px, light: {falta}" for falta in faltas_de_accesibilidad(page)]
        page.emulate_media(color_scheme="dark")
        faltas += [f"{ancho} px, dark: {falta}" for falta in faltas_de_accesibilidad(page, *DE_COLOR)]
    return faltas


@pytest.mark.parametrize("quien", PAGINAS, ids=lambda quien: quien or "nadie")
def test_axe_finds_nothing_to_say(abrir: Abrir, portal: Escena, quien: str):
    page = abrir(cuenta=portal.cuenta(quien))
    faltas = {}
    for url in PAGINAS[quien]:
        respuesta = page.goto(portal.url(url))
        assert respuesta.status == status_de(quien, url), url
        faltas[url] = faltas_en_cada_luz(page)

    assert {url: cuales for url, cuales in faltas.items() if cuales} == {}
