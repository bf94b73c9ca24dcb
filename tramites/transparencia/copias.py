"""What the public pages read, kept a minute at most and never past a closing, a restatement or a new sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from tramites.transparencia.models import Conteo
from tramites.transparencia.selectors import SEGUNDOS_EN_CACHE

T = TypeVar("T")


@dataclass(frozen=True)
class Copia(Generic[T]):
    """What was read, and when."""

    de: datetime
    contenido: T


def version() -> str:
    """Changes with every figure that is fixed: their rows are added and never changed. One query."""
    filas = Conteo.objects.aggregate(cuantas=Count("pk"), ultima=Max("pk"))
    return f"{filas['cuantas']}-{filas['ultima']}"


def copia(vigente: str, nombre: str, leer: Callable[[], T], segundos: int = SEGUNDOS_EN_CACHE) -> Copia[T]:
    """What `leer` answers, of the `version()` in force."""
    clave = f"transparencia:{vigente}:{nombre}"
    guardada: Copia[T] | None = cache.get(clave)
    if guardada is None:
        guardada = Copia(timezone.now(), leer())
        cache.set(clave, guardada, segundos)
    return guardada
