from django.http import Http404

from tramites.catalogo.models import Tramite


def ficha(slug: str) -> Tramite:
    """The sheet of one procedure. Raises Http404 when there is none."""
    tramite = Tramite.objects.filter(slug=slug).select_related("padre").first()
    if tramite is None:
        raise Http404(slug)
    return tramite


def catalogo() -> list[Tramite]:
    """All sheets, the 23 principal ones first."""
    return list(Tramite.objects.select_related("padre"))


def secundarios(tramite: Tramite) -> list[Tramite]:
    """The secondary procedures that are listed under a principal one."""
    return list(tramite.secundarios.all())
