"""What the pages of the clave share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

Vista = Callable[..., HttpResponse]
DEMASIADOS = 429


def pagina(vista: Vista) -> Vista:
    """No copy in any cache, and nothing of what was typed in a report of errors."""
    return sensitive_post_parameters()(never_cache(require_http_methods(["GET", "HEAD", "POST"])(vista)))


def enviado(request: HttpRequest) -> Any:
    """What a form is bound to: what was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def mostrar(
    request: HttpRequest, nombre: str, form: forms.Form | None = None, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    return render(request, f"cuentas/clave/{nombre}.html", {"form": form, **contexto}, status=status)
