"""What every page needs and hardly ever changes: each process reads it every few seconds, and remembers it meanwhile.

In the process and not in the cache of Django: that one may be another server, and no page may need it to be there.
"""

import logging
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, transaction

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Recuerdo(Generic[T]):
    """What `leer` answered at most RECUERDO_SEGUNDOS ago; `de_fabrica` until it could be read. 0: always read."""

    def __init__(self, leer: Callable[[], T], de_fabrica: T) -> None:
        self._leer = leer
        self._valor = de_fabrica
        self._leido = False
        self._hasta = 0.0

    def valor(self) -> T:
        ahora = time.monotonic()
        if settings.RECUERDO_SEGUNDOS and ahora < self._hasta:
            return self._valor
        if self._leido:
            self._hasta = ahora + settings.RECUERDO_SEGUNDOS  # one thread reads, the others go on with what there was
        try:
            leido = self._leer()
        except DatabaseError as error:  # the page itself will say so, if it needs the database at all
            logger.warning("no se pudo leer lo que va en todas las páginas: %s", error)
        else:
            if not settings.RECUERDO_SEGUNDOS:
                return leido
            self._valor, self._leido = leido, True
        self._hasta = ahora + settings.RECUERDO_SEGUNDOS
        return self._valor

    def fijar(self, valor: T) -> None:
        """As if it had been read just now."""
        self._valor, self._leido, self._hasta = valor, True, time.monotonic() + settings.RECUERDO_SEGUNDOS

    def olvidar_al_confirmar(self) -> None:
        """The process that changed it sees the change with its next page, and not before it is a fact."""
        transaction.on_commit(self._olvidar)

    def _olvidar(self) -> None:
        self._hasta = 0.0
