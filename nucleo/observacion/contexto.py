"""On whose behalf this thread works: the request or the task, and the case when it is known. Every log line says it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

SIN_RUTA = "sin_ruta"  # answered before an address was looked up


@dataclass(slots=True)
class Contexto:
    peticion: str = ""
    tarea: str = ""
    nombrado: str = ""
    request: HttpRequest | None = None

    @property
    def caso(self) -> str:
        """The number of the case or complaint: the one that was named, or the one in the address."""
        if self.nombrado or self.request is None or self.request.resolver_match is None:
            return self.nombrado
        numero = self.request.resolver_match.kwargs.get("numero")
        return numero if isinstance(numero, str) else ""  # the others are rows, not cases


_actual: ContextVar[Contexto | None] = ContextVar("contexto", default=None)


def actual() -> Contexto:
    return _actual.get() or Contexto()


@contextmanager
def dentro_de(contexto: Contexto) -> Iterator[Contexto]:
    ficha = _actual.set(contexto)
    try:
        yield contexto
    finally:
        _actual.reset(ficha)


def nombrar_caso(numero: str | None) -> None:
    """From here on the log lines of this request or task say which case they are about."""
    if numero and (contexto := _actual.get()):
        contexto.nombrado = numero


def ruta_de(request: HttpRequest) -> str:
    """The name of an address and never the address: there are numbers, codes and secrets in addresses."""
    return request.resolver_match.view_name if request.resolver_match else SIN_RUTA
