from django.http import Http404

from tramites.catalogo.models import Tramite

# Reading the twenty JSON columns of 28 sheets costs four times as much as the rest of a page.
EN_LISTA = (
    *("slug", "codigo_rutr", "nombre", "rol", "tambien_para", "necesidad", "clase", "principal"),
    *("descripcion", "palabras"),
)


def ficha(slug: str) -> Tramite:
    """The sheet of one procedure. Raises Http404 when there is none."""
    tramite = Tramite.objects.filter(slug=slug).first()
    if tramite is None:
        raise Http404(slug)
    return tramite


def catalogo() -> list[Tramite]:
    """All sheets, the 23 principal ones first, with what a list tells of them; `ficha` reads the rest of one."""
    return list(Tramite.objects.only(*EN_LISTA))


def secundarios(tramite: Tramite) -> list[Tramite]:
    """The secondary procedures that are listed under a principal one."""
    return list(tramite.secundarios.all())
