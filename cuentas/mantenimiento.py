"""The door during a maintenance: what reads stays open, and what was sent is refused, with everything that was typed.

A page of somebody who is logged in is kept by no browser, so "back" alone may show an empty form; the answer therefore
carries what was typed and sends it again when asked to. Nothing is stored: this is no time to write.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from cuentas import borradores
from cuentas.actuacion import Peticion, Por
from nucleo.mantenimiento.models import Mantenimiento
from nucleo.mantenimiento.selectors import vigente
from nucleo.readonly import SAFE_METHODS

PERMISO = "nucleo.change_mantenimiento"


class MantenimientoMiddleware:
    """Before the permissions: a form that is not applied asks for none, and is not kept as a draft either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Peticion, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in SAFE_METHODS:
            return None
        periodo = vigente(timezone.now())
        if periodo is None or _sigue(request) or _administra(request):
            return None
        return _rechazar(request, periodo)


def _sigue(request: Peticion) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in settings.MAINTENANCE_EXCEPTIONS


def _administra(request: Peticion) -> bool:
    actor, por = request.actuacion.actor, request.actuacion.por
    return actor is not None and por is Por.VENTANILLA and actor.has_perm(PERMISO)


def _rechazar(request: Peticion, periodo: Mantenimiento) -> HttpResponse:
    campos = borradores.campos_de(request)
    contexto = {
        "periodo": periodo,
        "ruta": request.get_full_path(),
        "campos": campos,
        "visibles": borradores.legibles(campos),
        "incompleto": borradores.calla_algo(request),
    }
    response = render(request, "cuentas/mantenimiento.html", contexto, status=503)
    response.headers["Retry-After"] = str(max(1, int((periodo.hasta - timezone.now()).total_seconds()) + 1))
    add_never_cache_headers(response)
    return response
