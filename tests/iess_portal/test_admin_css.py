"""The admin has its own sheet, since Django's pages need their own rules; its tokens are those of the portal."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
CONDICIONES = [
    "",
    "(prefers-color-scheme: dark)",
    "(prefers-contrast: more)",
    "(prefers-contrast: more) and (prefers-color-scheme: dark)",
]


def tokens(archivo: str, condicion: str) -> dict[str, str]:
    """The custom properties of the first `:root` under a media query, or of the plain one."""
    antes = f"@media {condicion} {{\n  :root {{" if condicion else "\n:root {"
    texto = (CSS / archivo).read_text(encoding="utf-8")
    bloque = texto.split(antes, maxsplit=1)[1].split("}", maxsplit=1)[0]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", bloque))


@pytest.mark.parametrize("condicion", CONDICIONES)
def test_the_tokens_of_the_admin_are_those_of_the_portal(condicion):
    del_portal, del_admin = tokens("portal.css", condicion), tokens("admin.css", condicion)

    assert del_admin
    assert del_admin == {nombre: del_portal.get(nombre) for nombre in del_admin}


@pytest.mark.parametrize("condicion", CONDICIONES[1:])
def test_the_admin_follows_every_change_of_a_token_that_it_uses(condicion):
    usados = set(tokens("admin.css", ""))

    assert usados & set(tokens("portal.css", condicion)) == set(tokens("admin.css", condicion))
