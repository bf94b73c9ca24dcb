"""Liveness, and readiness: what an operator or a load balancer asks."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nucleo import pdf
from nucleo.outbox.models import Outbox

LATE = timedelta(minutes=5)


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
        oldest = (
            Outbox.objects.filter(state__in=[Outbox.State.PENDING, Outbox.State.RUNNING])
            .order_by("created_at")
            .values_list("created_at", flat=True)
            .first()
        )
    except DatabaseError:
        return JsonResponse({"estado": "no listo", "base_de_datos": "fuera de alcance"}, status=503)
    disponible, razon = pdf.disponible()
    late = oldest is not None and timezone.now() - oldest > LATE
    return JsonResponse(
        {
            "estado": "listo",
            "base_de_datos": "bien",
            "bandeja_de_salida": "atrasada" if late else "al día",
            "mas_antiguo": oldest.isoformat() if oldest else None,
            "documentos_pdf": "bien" if disponible else razon,
        }
    )
