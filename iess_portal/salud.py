"""Liveness, and readiness: what an operator or a load balancer asks. Anybody may ask, so nothing here names a path."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nucleo import pdf
from nucleo.outbox.selectors import abandoned, late, waiting


@never_cache
@require_safe
def vivo(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"estado": "vivo"})


@never_cache
@require_safe
def listo(request: HttpRequest) -> HttpResponse:
    """200 while pages can be served. A late outbox or a missing PDF engine is told, and stops no page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        filas = waiting(tarde=late(), abandonados=abandoned())
    except DatabaseError:
        return JsonResponse({"estado": "no listo", "base_de_datos": "fuera de alcance"}, status=503)
    tarde = filas["tarde"]
    return JsonResponse(
        {
            "estado": "listo",
            "base_de_datos": "bien",
            "bandeja_de_salida": "atrasada" if tarde.count else "al día",
            "mas_antiguo": tarde.since.isoformat() if tarde.since else None,
            "abandonados": filas["abandonados"].count,
            "documentos_pdf": "bien" if pdf.disponible()[0] else "no disponibles",
        }
    )
