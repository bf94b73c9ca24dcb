"""Liveness, and readiness: what an operator or a load balancer asks. Anybody may ask, so nothing here names a path."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from iess_portal.disposicion import disposicion


@never_cache
@require_safe
def vivo(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"estado": "vivo"})


@never_cache
@require_safe
def listo(request: HttpRequest) -> HttpResponse:
    """200 while nothing lacks of what the portal needs. A late outbox is told, and takes nobody out of service."""
    visto = disposicion()
    dicho: dict[str, Any] = {
        "estado": "listo" if visto.listo else "no listo",
        "partes": {n: asdict(p) for n, p in visto.partes.items()},
    }
    if visto.tarde is not None and visto.abandonados is not None:
        dicho |= {
            "bandeja_de_salida": "atrasada" if visto.tarde.count else "al día",
            "mas_antiguo": visto.tarde.since.isoformat() if visto.tarde.since else None,
            "abandonados": visto.abandonados.count,
        }
    return JsonResponse(dicho, status=200 if visto.listo else 503)
