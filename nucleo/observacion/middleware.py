import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from nucleo.observacion import metricas
from nucleo.observacion.contexto import Contexto, dentro_de, ruta_de

acceso = logging.getLogger("portal.acceso")
# As long as a random number and of its letters only: nothing that a person has fits in.
BIEN_FORMADA = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{16}", re.IGNORECASE
)


class _Consultas:
    """How many statements a request runs."""

    cuantas = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.cuantas += 1
        return execute(sql, params, many, context)


def numero_de(request: HttpRequest) -> str:
    """The number that the proxy gave to a request, where a proxy is trusted to, or a new one."""
    dado = request.headers.get(settings.REQUEST_ID_HEADER, "") if settings.REQUEST_ID_HEADER else ""
    return dado.lower() if BIEN_FORMADA.fullmatch(dado) else secrets.token_hex(8)


class PeticionMiddleware:
    """Numbers each request, and once it is answered says so in one line and counts it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inicio, consultas = time.perf_counter(), _Consultas()
        contexto = Contexto(peticion=numero_de(request), request=request)
        request.contexto = contexto  # type: ignore[attr-defined]
        with dentro_de(contexto):
            with connections["default"].execute_wrapper(consultas):
                response = self.get_response(request)
            segundos = time.perf_counter() - inicio
            self.anotar(request, response.status_code, segundos, consultas.cuantas)
        response.headers["X-Request-ID"] = contexto.peticion
        return response

    def anotar(self, request: HttpRequest, status: int, segundos: float, consultas: int) -> None:
        ruta = ruta_de(request)
        metricas.contar_peticion(ruta, request.method, status, segundos)
        if acceso.isEnabledFor(logging.INFO):
            campos = {
                "method": request.method if request.method in metricas.METODOS else "otro",
                "route": ruta,
                "status": status,
                "ms": round(segundos * 1000, 1),
                "queries": consultas,
            }
            acceso.info("respondida", extra={"campos": campos})
