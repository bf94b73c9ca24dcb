"""The portal and the admin have a sheet each, since Django's pages need their own rules; the tokens stand once."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

HOJAS = ["portal.css", "admin.css"]


def hoja(nombre: str) -> str:
    texto = (Path(settings.BASE_DIR) / "static" / "css" / nombre).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", texto, flags=re.DOTALL)


def en_pantalla(texto: str) -> str:
    """Paper has one look for everybody, so a sheet may say there what a token is worth."""
    return texto.split("@media print", maxsplit=1)[0]


def definidos(texto: str) -> set[str]:
    return set(re.findall(r"(?<![\w(-])(--[\w-]+):", texto))


@pytest.mark.parametrize("nombre", HOJAS)
def test_a_sheet_says_nothing_again_of_the_tokens(nombre):
    # A tone is what a notice passes to what it holds: it is no token.
    assert definidos(en_pantalla(hoja(nombre))) & definidos(hoja("comun.css")) == set()


@pytest.mark.parametrize("nombre", ["comun.css", *HOJAS])
def test_every_custom_property_that_a_sheet_uses_is_defined(nombre):
    usados = set(re.findall(r"var\((--[\w-]+)\s*[,)]", hoja(nombre)))

    assert usados <= definidos(hoja("comun.css")) | definidos(hoja(nombre))


@pytest.mark.parametrize("plantilla", ["base.html", "500.html", "admin/base_site.html"])
def test_every_page_loads_the_tokens_before_its_own_sheet(plantilla):
    texto = (Path(settings.BASE_DIR) / "templates" / plantilla).read_text(encoding="utf-8")
    hojas = re.findall(r"css/(\w+\.css)", texto)

    assert hojas[0] == "comun.css"
    assert set(hojas[1:]) <= set(HOJAS)
    assert len(hojas) == 2
    assert all(finders.find(f"css/{h}") for h in hojas)
