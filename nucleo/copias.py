"""Public answers that a browser or a cache on the way may keep for a short while, and then ask whether they changed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

P = ParamSpec("P")
Vista = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SEGUNDOS = 60
QUE_SE_GUARDAN = (200, 304)


def archivo_publico(vista: Vista[P]) -> Vista[P]:
    """The same bytes for everybody. Its ETag is that of the content, unless the view knows a better one."""

    @wraps(vista)
    def con_copia(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = conditional_page(vista)(request, *args, **kwargs)
        if response.status_code in QUE_SE_GUARDAN:
            patch_cache_control(response, public=True, max_age=SEGUNDOS)
        return response

    return con_copia


def pagina_publica(vista: Vista[P]) -> Vista[P]:
    """A page, which bears the name of whoever is logged in, or a message for one browser: without them it is kept."""
    de_todos = archivo_publico(vista)

    @wraps(vista)
    def con_copia(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated or len(get_messages(request)):
            return vista(request, *args, **kwargs)
        response = de_todos(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return response

    return con_copia
