"""Assisted use: a session on a computer that others use too, as in an Isla Web. Chosen at the login, for that session.

It ends sooner (settings.SESSION_SHARED_AGE), no field of it is filled in from what the browser remembers, nor
remembered, and leaving it tells the browser to wipe what the portal left there.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cuentas.sesiones import COMPARTIDA

BORRAR = '"cache", "cookies", "storage"'
# Text of people is escaped, so neither stands in it: a quote or a "<" of theirs is never a bare one.
FORMULARIO = re.compile(rb"<form\b(?![^>]*\bautocomplete=)")
CAMPO = re.compile(rb'\bautocomplete="[^"]*"')


def es_compartida(request: HttpRequest) -> bool:
    return bool(request.session.get(COMPARTIDA))


def al_borrar(response: HttpResponse) -> HttpResponse:
    response.headers["Clear-Site-Data"] = BORRAR
    return response


class EquipoCompartidoMiddleware:
    """On the way out and not in each template, so that no form, whoever writes it, is forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and isinstance(response, HttpResponse)
            and response.headers.get("Content-Type", "").startswith("text/html")
            and es_compartida(request)
        ):
            sin_campos = CAMPO.sub(b'autocomplete="off"', response.content)
            response.content = FORMULARIO.sub(b'<form autocomplete="off"', sin_campos)
        return response
