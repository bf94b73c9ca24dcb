from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.functional import SimpleLazyObject

from cuentas import borradores
from cuentas.actuacion import Actuacion, Peticion, Por, actuacion_de
from cuentas.delegaciones import sesion as delegaciones
from cuentas.permisos import PERSONAL, permiso_de
from cuentas.poderes import sesion as poderes
from nucleo.readonly import SAFE_METHODS

FUERA_DEL_PODER = (
    "Usted actúa en nombre de otra persona, y su poder no alcanza a esta página. Para ver la suya, deje antes de actuar"
    " en nombre de ella."
)
FUERA_DE_LA_DELEGACION = (
    "Usted actúa en nombre de un empleador, y lo que le autorizó no alcanza a esta página. Para ver la suya, deje antes"
    " de actuar en su nombre."
)
AJENA = {Por.PODER: FUERA_DEL_PODER, Por.DELEGACION: FUERA_DE_LA_DELEGACION}
NO_LE_CORRESPONDE = "Esta página no corresponde al tipo de cuenta con la que ingresó."


def _actuacion(request: Peticion) -> Actuacion:
    if not request.user.is_authenticated:
        return actuacion_de(None)
    return (
        poderes.actuacion_de_sesion(request, request.user)
        or delegaciones.actuacion_de_sesion(request, request.user)
        or actuacion_de(request.user)
    )


def _de_vuelta(request: HttpRequest) -> str:
    """Where to go after the login: to the page itself, or, when a form was sent, to the page on which it was."""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    origen = f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    return (
        referer.removeprefix(origen) if referer.startswith(f"{origen}/") else resolve_url(settings.LOGIN_REDIRECT_URL)
    )


class ActuacionMiddleware:
    """Sets `request.actuacion`; it reads the session only when somebody asks.

    What somebody sees who is logged in bears their name: no cache keeps it, nor does the "back" of the next person.
    """

    def __init__(self, get_response: Callable[[Peticion], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Peticion) -> HttpResponse:
        request.actuacion = SimpleLazyObject(lambda: _actuacion(request))  # type: ignore[assignment]
        response = self.get_response(request)
        may_be_personal = settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control")
        if may_be_personal and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class PermisoMiddleware:
    """Asks the permission map before every view. A URL that is not in the map is closed to everyone."""

    def __init__(self, get_response: Callable[[Peticion], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Peticion) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Peticion, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        permiso = permiso_de(request.resolver_match.view_name) if request.resolver_match else None
        if permiso is None:
            raise PermissionDenied("Esta dirección no está abierta.")
        if permiso.publico or permiso.admite(request.actuacion):
            return None
        if request.actuacion.actor is None:
            guardado = request.method == "POST" and borradores.guardar_de(request)
            return redirect_to_login(resolve_url("cuentas:borrador") if guardado else _de_vuelta(request))
        if permiso == PERSONAL and request.actuacion.actor.is_staff:
            return redirect("cuentas:segundo_factor")
        raise PermissionDenied(AJENA.get(request.actuacion.por, NO_LE_CORRESPONDE))
