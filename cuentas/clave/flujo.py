"""Where somebody stands in the pages of the clave. It lives in the session, on the server: no page carries it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cuentas.actuacion import Peticion

EN_SESION = "flujo_clave"
OTRA_VEZ = "Por seguridad, empiece otra vez: pasó mucho tiempo, o esta página no seguía a la anterior."


class Flujo:
    """`pasos`: view names in their order. What was proved is never proved back: those steps are gone through once."""

    def __init__(self, tipo: str, inicio: str, pasos: tuple[str, ...], una_vez: frozenset[str]) -> None:
        self.tipo, self.inicio, self.pasos, self.una_vez = tipo, inicio, pasos, una_vez

    def empezar(self, request: HttpRequest, paso: str, **datos: Any) -> HttpResponse:
        """Forgets whatever was under way in this browser. `vez` names this run through the pages."""
        request.session[EN_SESION] = {"tipo": self.tipo, "vez": uuid4().hex, **datos}
        return self.avanzar(request, paso)

    def avanzar(self, request: HttpRequest, paso: str, *, rotar: bool = True, **datos: Any) -> HttpResponse:
        """On to a step. What proves something changes the key of the session: nobody else can hold it."""
        request.session[EN_SESION] = {**request.session[EN_SESION], **datos, "paso": paso}
        if rotar:
            request.session.cycle_key()
        return redirect(paso)

    def terminar(self, request: HttpRequest) -> None:
        request.session.pop(EN_SESION, None)
        request.session.cycle_key()

    def reiniciar(self, request: HttpRequest, mensaje: str = OTRA_VEZ) -> HttpResponse:
        messages.warning(request, mensaje)
        return redirect(self.inicio)

    def exigir(self, paso: str) -> Callable[..., Callable[..., HttpResponse]]:
        """The view gets the state of the flow; who isn't so far starts again."""

        def decorar(view: Callable[[Peticion, dict[str, Any]], HttpResponse]) -> Callable[..., HttpResponse]:
            @wraps(view)
            def con_estado(request: Peticion) -> HttpResponse:
                estado = request.session.get(EN_SESION) or {}
                return view(request, estado) if self._admite(estado, paso) else self.reiniciar(request)

            return con_estado

        return decorar

    def _admite(self, estado: dict[str, Any], paso: str) -> bool:
        if estado.get("tipo") != self.tipo:
            return False
        va_por = self.pasos.index(estado["paso"])
        aqui = self.pasos.index(paso)
        return aqui == va_por or (aqui < va_por and paso not in self.una_vez)
