"""What is done once a day: the clocks of upper floors, and sweeping out what nobody needs any more.

Counters whose window ended, sessions that nobody can use, the text of old mails.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from nucleo.outbox.services import olvidar
from nucleo.throttle import ThrottleCounter

# Long enough to look into a complaint about a mail. The row stays, with its kind and key, so it is never sent again.
CONTENTS_KEPT = timedelta(days=30)

HUERFANOS = range(1, 8)  # days ago

logger = logging.getLogger(__name__)

Escoba = Callable[[datetime], object]
_escobas: list[Escoba] = []


def al_limpiar(escoba: Escoba) -> Escoba:
    """Registers what else is done each day; it gets the instant. Belongs in an app's `tareas.py`."""
    _escobas.append(escoba)
    return escoba


def barrer_huerfanos(carpeta: str, filas: QuerySet, ahora: datetime) -> None:
    """Removes the files of the last days that no row names: theirs never came to be.

    `carpeta` has a folder per day. `filas` have an `archivo`, and say in `subido_en` when it came.
    """
    for dias in HUERFANOS:
        dia = ahora - timedelta(dias)
        del_dia = f"{carpeta}/{timezone.localdate(dia):%Y/%m/%d}"
        try:
            _, nombres = default_storage.listdir(del_dia)
        except FileNotFoundError:
            continue
        cerca = filas.filter(subido_en__range=(dia - timedelta(2), dia + timedelta(2)))
        for ruta in {f"{del_dia}/{nombre}" for nombre in nombres} - set(cerca.values_list("archivo", flat=True)):
            logger.info("removing %s: no row names it", ruta)
            default_storage.delete(ruta)


def limpiar() -> None:
    ahora = timezone.now()
    for escoba in _escobas:
        escoba(ahora)
    ThrottleCounter.objects.filter(expires_at__lt=ahora).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    olvidar(before=ahora - CONTENTS_KEPT)
