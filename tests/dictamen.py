"""What a page says of a dictamen, as machines read it."""

import re


def datos(html: str, nombre: str) -> list[str]:
    return re.findall(rf'data-dato="{nombre}" value="([^"]*)"', html)


def dato(html: str, nombre: str) -> str | None:
    """The first figure of that name."""
    return next(iter(datos(html, nombre)), None)


def requisitos(html: str) -> dict[str, str]:
    """Requirement → si or no."""
    return dict(re.findall(r'data-requisito="(\w+)" data-cumple="(si|no)"', html))
