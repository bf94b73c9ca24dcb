"""Pages beside a procedure, such as a simulator: its sheet and the lists show the way to them."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Herramienta:
    texto: str
    vista: str

    @property
    def url(self) -> str:
        return reverse(self.vista)


_por_slug: dict[str, list[Herramienta]] = {}


def acompanar(slug: str, herramienta: Herramienta) -> None:
    """Enters a page beside the procedure of that sheet, whether or not the procedure itself is there."""
    _por_slug.setdefault(slug, []).append(herramienta)


def herramientas_de(slug: str) -> tuple[Herramienta, ...]:
    return tuple(_por_slug.get(slug, ()))
