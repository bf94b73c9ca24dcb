from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict:
    """What every page knows: the portal's address, and whether this is a demonstration."""
    return {"portal": {"url": settings.PORTAL_URL, "demo": settings.DEBUG}}
