"""What is done once a day: the clocks of upper floors, and sweeping out what nobody needs any more.

Counters whose window ended, sessions that nobody can use, the text of old mails.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from nucleo.outbox.services import olvidar
from nucleo.throttle import ThrottleCounter

# Long enough to look into a complaint about a mail. The row stays, with its kind and key, so it is never sent again.
CONTENTS_KEPT = timedelta(days=30)

Escoba = Callable[[datetime], object]
_escobas: list[Escoba] = []


def al_limpiar(escoba: Escoba) -> Escoba:
    """Registers what else is done each day; it gets the instant. Belongs in an app's `tareas.py`."""
    _escobas.append(escoba)
    return escoba


def limpiar() -> None:
    ahora = timezone.now()
    for escoba in _escobas:
        escoba(ahora)
    ThrottleCounter.objects.filter(expires_at__lt=ahora).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    olvidar(before=ahora - CONTENTS_KEPT)
