from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cuentas.actuacion import Actuacion, actuacion_de
from cuentas.permisos import permiso_de

NO_LE_CORRESPONDE = "Esta página no corresponde al tipo de cuenta con la que ingresó."


def _actuacion(request: HttpRequest) -> Actuacion:
    return actuacion_de(request.user if request.user.is_authenticated else None)


class ActuacionMiddleware:
    """Sets `request.actuacion`; it reads the session only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actuacion = SimpleLazyObject(lambda: _actuacion(request))
        return self.get_response(request)


class PermisoMiddleware:
    """Asks the permission map before every view. A URL that is not in the map is closed to everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        permiso = permiso_de(request.resolver_match.view_name)
        if permiso is None:
            raise PermissionDenied("Esta dirección no está abierta.")
        if permiso.publico or permiso.admite(request.actuacion):
            return None
        if request.actuacion.actor is None:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(NO_LE_CORRESPONDE)
