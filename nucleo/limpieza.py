"""What is swept out once a day: counters whose window ended, and sessions that nobody can use any more."""

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from nucleo.throttle import ThrottleCounter


def limpiar() -> None:
    ThrottleCounter.objects.filter(expires_at__lt=timezone.now()).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
