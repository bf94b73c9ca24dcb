"""`/metricas/` for Prometheus: what the processes counted, and what the database knows, asked when somebody looks."""

import hmac
import math
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nucleo.bitacora.sellos import sin_sello_desde
from nucleo.errores import not_found
from nucleo.observacion.metricas import de_los_procesos
from nucleo.outbox.selectors import abandoned, late, waiting
from nucleo.pdf import FirmaNoDisponible, clave
from tramites.casos.selectors import por_plazo


@never_cache
@require_safe
def metricas(request: HttpRequest) -> HttpResponse:
    """Only for whoever knows METRICS_TOKEN. Everybody else gets the page of what isn't there."""
    if not autorizado(request.headers.get("Authorization", "")):
        return not_found(request)
    return HttpResponse(de_los_procesos() + del_portal(), content_type=CONTENT_TYPE_LATEST)


def autorizado(cabecera: str) -> bool:
    ficha = settings.METRICS_TOKEN
    return bool(ficha) and hmac.compare_digest(cabecera.encode(), f"Bearer {ficha}".encode())


def del_portal() -> bytes:
    registro = CollectorRegistry()
    registro.register(DelPortal())
    return generate_latest(registro)


class DelPortal(Collector):
    """Five queries, none of which grows with the years. Without a database the rest is told all the same."""

    def collect(self) -> Iterator[Metric]:
        yield _vencimiento()
        try:
            medidas = list(_de_la_base(timezone.now()))
        except DatabaseError:
            medidas = []
        yield GaugeMetricFamily("portal_base_de_datos", "1 si responde.", value=bool(medidas))
        yield from medidas


def _vencimiento() -> Metric:
    try:
        dias = (clave.vigencia()[1] - timezone.now()).total_seconds() / 86400
    except FirmaNoDisponible:
        dias = -math.inf  # as good as expired for ever
    return GaugeMetricFamily("portal_firma_vence_dias", "Días hasta que vence el certificado que firma.", value=dias)


def _de_la_base(ahora: datetime) -> Iterator[Metric]:
    bandeja = waiting(
        espera=~abandoned(), tarde=late(), toca=Q(due_at__lte=ahora) & ~abandoned(), abandonado=abandoned()
    )
    filas = GaugeMetricFamily("portal_bandeja_filas", "Filas de la bandeja de salida.", labels=["estado"])
    for estado in ("espera", "tarde", "abandonado"):
        filas.add_metric([estado], bandeja[estado].count)
    yield filas
    yield _antiguedad(
        "portal_bandeja_antiguedad_segundos", "De lo más antiguo a lo que ya le toca.", bandeja["toca"].since, ahora
    )
    casos = GaugeMetricFamily("portal_casos", "Casos abiertos, por los días hábiles que quedan.", labels=["plazo"])
    for plazo, cuantos in por_plazo(timezone.localdate(ahora)).items():
        casos.add_metric([plazo], cuantos)
    yield casos
    yield _antiguedad(
        "portal_bitacora_sin_sello_segundos", "De la fila más antigua sin sello.", sin_sello_desde(), ahora
    )


def _antiguedad(nombre: str, ayuda: str, desde: datetime | None, ahora: datetime) -> Metric:
    return GaugeMetricFamily(nombre, ayuda, value=max(0.0, (ahora - desde).total_seconds()) if desde else 0)
