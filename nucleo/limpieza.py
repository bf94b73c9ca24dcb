"""What is swept out once a day: counters whose window ended, sessions that nobody can use, the text of old mails."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from nucleo.outbox.services import olvidar
from nucleo.throttle import ThrottleCounter

# Long enough to look into a complaint about a mail. The row stays, with its kind and key, so it is never sent again.
CONTENTS_KEPT = timedelta(days=30)


_ademas: list[Callable[[datetime], object]] = []


def al_limpiar(barrer: Callable[[datetime], object]) -> None:
    """An upper floor has its own old rows swept with the others: it is called with the hour."""
    if barrer not in _ademas:
        _ademas.append(barrer)


def limpiar() -> None:
    ThrottleCounter.objects.filter(expires_at__lt=timezone.now()).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    olvidar(before=timezone.now() - CONTENTS_KEPT)
    for barrer in _ademas:
        barrer(timezone.now())
