from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.functional import SimpleLazyObject

from cuentas import atencion, borradores, sujeto
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
FUERA_DE_LA_ATENCION = "Usted atiende a alguien en la ventanilla, y esta página es solo de quien ingresa con su clave."
NO_ATIENDE_A_NADIE = (
    "Ahora no atiende a nadie. En su mesa, abra el expediente de la persona y pulse «Atender a esta persona»."
)
NO_LE_CORRESPONDE = "Esta página no corresponde al tipo de cuenta con la que ingresó."


def _actuacion(request: Peticion) -> Actuacion:
    if not request.user.is_authenticated:
        return actuacion_de(None)
    de_otro = [atencion] if request.user.is_staff else [poderes, delegaciones]
    for posible in de_otro:
        if (actuacion := posible.actuacion_de_sesion(request, request.user)) is not None:
            return actuacion
    return actuacion_de(request.user)


def _negar(actuacion: Actuacion) -> PermissionDenied:
    """Why this page isn't open, in words for whoever asked."""
    if actuacion.por is Por.VENTANILLA:
        return PermissionDenied(FUERA_DE_LA_ATENCION if actuacion.en_ventanilla else NO_ATIENDE_A_NADIE)
    ajenas = {Por.PODER: FUERA_DEL_PODER, Por.DELEGACION: FUERA_DE_LA_DELEGACION}
    return PermissionDenied(ajenas.get(actuacion.por, NO_LE_CORRESPONDE))


def _de_vuelta(request: HttpRequest) -> str:
    """Where to go after the login: to the page itself, or, when a form was sent, to the page on which it was."""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    origen = f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    return (
        referer.removeprefix(origen) if referer.startswith(f"{origen}/") else resolve_url(settings.LOGIN_REDIRECT_URL)
    )


def _de_otro(request: Peticion) -> HttpResponse:
    """The form was drawn for somebody for whom this session no longer acts: says so, and nothing was changed."""
    por, titular = sujeto.de_quien_era(request) or ("", None)
    return render(request, "cuentas/otro-sujeto.html", {"por": por, "titular": titular}, status=409)


class ActuacionMiddleware:
    """Sets `request.actuacion`, and `request.sujeto` for its forms; they read the session only when somebody asks.

    What somebody sees who is logged in bears their name: no cache keeps it, nor does the "back" of the next person.
    """

    def __init__(self, get_response: Callable[[Peticion], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Peticion) -> HttpResponse:
        request.actuacion = SimpleLazyObject(lambda: _actuacion(request))  # type: ignore[assignment]
        request.sujeto = SimpleLazyObject(lambda: sujeto.sujeto_de(request.actuacion))  # type: ignore[assignment]
        response = self.get_response(request)
        may_be_personal = settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control")
        if may_be_personal and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class PermisoMiddleware:
    """Asks the permission map before every view. A URL that is not in the map is closed to everyone.

    A form that was drawn for somebody else (cuentas/sujeto.py) is answered here, before it can change anything.
    """

    def __init__(self, get_response: Callable[[Peticion], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Peticion) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Peticion, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        permiso = permiso_de(request.resolver_match.view_name) if request.resolver_match else None
        if permiso is None:
            raise PermissionDenied("Esta dirección no está abierta.")
        de_alguien = permiso.sujetos and request.method not in SAFE_METHODS and request.actuacion.actor is not None
        if de_alguien and sujeto.es_de_otro(request):
            return _de_otro(request)
        if permiso.publico:
            return None
        if permiso.admite(request.actuacion):
            return None
        if request.actuacion.actor is None:
            guardado = request.method == "POST" and borradores.guardar_de(request)
            return redirect_to_login(resolve_url("cuentas:borrador") if guardado else _de_vuelta(request))
        if permiso == PERSONAL and request.actuacion.actor.is_staff:
            return redirect("cuentas:segundo_factor")
        raise _negar(request.actuacion)
