"""What anyone sees: the front page, the catalogue with its search, and the sheet of each procedure."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tramites import selectors
from tramites.busqueda import buscar
from tramites.catalogo.models import Tramite
from tramites.procedimientos.lista import por_slug
from tramites.transparencia.selectors import meses_de

MESES_EN_FICHA = 6
# Our choice for the front page, until our own counts say better.
MAS_USADOS = {
    "historial-laboral",
    "certificado-afiliacion",
    "fondos-reserva",
    "jubilacion-vejez",
    "prestamo-quirografario",
}


@dataclass(frozen=True)
class Entrada:
    """One procedure as the catalogue lists it; `url_inicio` is empty when the sheet is all there is."""

    tramite: Tramite
    url_inicio: str


def entrada(tramite: Tramite) -> Entrada:
    procedimiento = por_slug(tramite.slug)
    return Entrada(tramite, procedimiento.url if procedimiento else "")


def por_rol(tramites: list[Tramite]) -> list[tuple[str, str, list[Entrada]]]:
    """(role, its name, its procedures), in the order of the roles; roles without any are left out."""
    grupos = [
        (rol.value, rol.label, [entrada(t) for t in tramites if rol.value in {t.rol, *t.tambien_para}])
        for rol in Tramite.Rol
    ]
    return [grupo for grupo in grupos if grupo[2]]


@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    principales = [tramite for tramite in selectors.catalogo() if tramite.principal]
    mas_usados = [entrada(t) for t in principales if t.slug in MAS_USADOS]
    return render(request, "tramites/portada.html", {"grupos": por_rol(principales), "mas_usados": mas_usados})


@require_safe
def catalogo(request: HttpRequest) -> HttpResponse:
    consulta = request.GET.get("q", "").strip()[:100]
    rol = request.GET.get("rol", "")
    tramites = selectors.catalogo()
    if rol in Tramite.Rol.values:
        tramites = [t for t in tramites if rol in {t.rol, *t.tambien_para}]
    contexto: dict[str, Any] = {"q": consulta, "rol": rol, "roles": Tramite.Rol.choices}
    if consulta:
        contexto |= {"resultados": [entrada(t) for t in buscar(consulta, tramites)], "grupos": []}
    else:
        contexto |= {"resultados": [], "grupos": por_rol(tramites)}
    return render(request, "tramites/catalogo.html", contexto)


@require_safe
def ficha(request: HttpRequest, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    contexto = {
        "tramite": tramite,
        "url_inicio": entrada(tramite).url_inicio,
        "secundarios": selectors.secundarios(tramite),
        "meses": meses_de(tramite)[:MESES_EN_FICHA],
    }
    return render(request, "tramites/ficha.html", contexto)
