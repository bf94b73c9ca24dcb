from django.conf import settings
from django.urls import reverse


def url_de_verificacion(codigo: str) -> str:
    """The public address that the QR carries: PORTAL_URL, never the request's host."""
    return settings.PORTAL_URL + reverse("tramites:verificacion", args=[codigo])
