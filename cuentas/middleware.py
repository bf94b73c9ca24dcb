from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject

from cuentas.actuacion import Actuacion, Peticion, actuacion_de
from cuentas.permisos import permiso_de

NO_LE_CORRESPONDE = "Esta página no corresponde al tipo de cuenta con la que ingresó."


def _actuacion(request: Peticion) -> Actuacion:
    return actuacion_de(request.user if request.user.is_authenticated else None)


class ActuacionMiddleware:
    """Sets `request.actuacion`; it reads the session only when somebody asks."""

    def __init__(self, get_response: Callable[[Peticion], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Peticion) -> HttpResponse:
        request.actuacion = SimpleLazyObject(lambda: _actuacion(request))  # type: ignore[assignment]
        return self.get_response(request)


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
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(NO_LE_CORRESPONDE)
