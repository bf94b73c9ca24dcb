"""The text files that machines look for at addresses of their own."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# What a search engine may show; all the rest is of somebody, or of one document.
BUSCABLES = ("/$", "/tramites/", "/verificar/$", "/transparencia", "/static/")
UN_ANIO = timedelta(days=365)


def _texto(lineas: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lineas, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: of two rules that fit, the longer one holds."""
    return _texto(["User-agent: *", "Disallow: /", *(f"Allow: {ruta}" for ruta in BUSCABLES)])


@require_safe
def seguridad(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a vulnerability. What it says is true for as long as the portal says it."""
    hasta = datetime.combine(timezone.now().astimezone(UTC).date() + UN_ANIO, time.min, UTC)
    return _texto(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {hasta:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: es, en",
            f"Canonical: {settings.PORTAL_URL}{reverse('security_txt')}",
        ]
    )
