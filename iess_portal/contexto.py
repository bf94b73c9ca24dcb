from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cuentas.actuacion import PUBLICA
from nucleo.mantenimiento.selectors import vigente
from tramites.anuncios.selectors import visibles


def portal(request: HttpRequest) -> dict:
    """What every page knows: the portal's address, whether this is a demonstration, and what is announced."""
    return {
        "portal": {"url": settings.PORTAL_URL, "demo": settings.DEBUG},
        "mantenimiento": SimpleLazyObject(lambda: vigente(timezone.now())),
        "anuncios": SimpleLazyObject(lambda: visibles(getattr(request, "actuacion", PUBLICA), timezone.now())),
    }
