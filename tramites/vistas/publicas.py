"""What anyone sees: the front page, the catalogue with its search, and the sheet of each procedure."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cuentas.actuacion import Peticion
from tramites import selectors
from tramites.busqueda import buscar
from tramites.casos.selectors import tiempos_de
from tramites.catalogo.models import Tramite
from tramites.procedimientos.base import CertificadoPublico, ProcedimientoConCaso
from tramites.procedimientos.herramientas import Herramienta, herramientas_de
from tramites.procedimientos.lista import por_slug
from tramites.transparencia.selectors import meses_de

P = ParamSpec("P")
R = TypeVar("R")
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
    url: str
    url_inicio: str
    resumen: str

    @property
    def herramientas(self) -> tuple[Herramienta, ...]:
        return herramientas_de(self.tramite.slug)

    def sirve_a(self, rol: str) -> bool:
        return rol == self.tramite.rol or rol in self.tramite.tambien_para


def como_el_catalogo(leer: Callable[P, R]) -> Callable[P, R]:
    """Each process keeps what `leer` answers for CATALOGO_SEGUNDOS at most: it depends on the catalogue alone."""

    @lru_cache(maxsize=16)
    def copia(_intervalo: int, *args: Any) -> R:
        return leer(*args)  # type: ignore[call-arg]

    def lectura(*args: P.args, **_kwargs: P.kwargs) -> R:
        segundos = settings.CATALOGO_SEGUNDOS
        return copia(int(time.monotonic() // segundos), *args) if segundos else leer(*args)  # type: ignore[call-arg]

    return wraps(leer)(lectura)


@como_el_catalogo
def entradas() -> tuple[Entrada, ...]:
    """The catalogue as it is listed."""
    return tuple(
        Entrada(t, reverse("tramites:ficha", args=[t.slug]), url_de_inicio(t), t.resumen) for t in selectors.catalogo()
    )


def url_de_inicio(tramite: Tramite) -> str:
    procedimiento = por_slug(tramite.slug)
    return procedimiento.url if procedimiento else ""


def url_para(request: Peticion, tramite: Tramite) -> str:
    """Where this visitor begins it: without the right to the procedure, at its public consult if it has one."""
    procedimiento = por_slug(tramite.slug)
    if isinstance(procedimiento, CertificadoPublico) and not procedimiento.permiso.admite(request.actuacion):
        return procedimiento.url_publica
    return url_de_inicio(tramite)


def abre_casos(tramite: Tramite) -> bool:
    return isinstance(por_slug(tramite.slug), ProcedimientoConCaso)


def por_rol(listadas: Iterable[Entrada]) -> list[tuple[str, str, list[Entrada]]]:
    """(role, its name, its procedures), in the order of the roles; roles without any are left out."""
    todas = list(listadas)
    grupos = [(rol.value, rol.label, [e for e in todas if e.sirve_a(rol.value)]) for rol in Tramite.Rol]
    return [grupo for grupo in grupos if grupo[2]]


@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    principales = [entrada for entrada in entradas() if entrada.tramite.principal]
    mas_usados = [entrada for entrada in principales if entrada.tramite.slug in MAS_USADOS]
    return render(request, "tramites/portada.html", {"grupos": por_rol(principales), "mas_usados": mas_usados})


@require_safe
def catalogo(request: HttpRequest) -> HttpResponse:
    consulta = request.GET.get("q", "").strip()[:100]
    rol = request.GET.get("rol", "")
    listadas = {e.tramite: e for e in entradas() if rol not in Tramite.Rol.values or e.sirve_a(rol)}
    contexto: dict[str, Any] = {"q": consulta, "rol": rol, "roles": Tramite.Rol.choices}
    if consulta:
        contexto |= {"resultados": [listadas[tramite] for tramite in buscar(consulta, listadas)], "grupos": []}
    else:
        contexto |= {"resultados": [], "grupos": por_rol(listadas.values())}
    return render(request, "tramites/catalogo.html", contexto)


@require_safe
def ficha(request: Peticion, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    contexto = {
        "tramite": tramite,
        "url_inicio": url_para(request, tramite),
        "herramientas": herramientas_de(slug),
        "secundarios": selectors.secundarios(tramite),
        "tiempos": tiempos_de(tramite, timezone.localdate()) if abre_casos(tramite) else None,
        "meses": meses_de(tramite)[:MESES_EN_FICHA],
    }
    return render(request, "tramites/ficha.html", contexto)
