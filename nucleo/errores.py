"""Error pages in plain words, the same with DEBUG on and off."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string


class ErrorPagesMiddleware:
    """The pages for which Django has no handler of its own, or none with DEBUG on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html", request=request)  # its headers stay, Allow among them
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return render(request, "404.html", status=404)
        if isinstance(exception, SuspiciousOperation):
            return render(request, "400.html", status=400)
        return None


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says why, in the words of the PermissionDenied, wherever it was raised: in a view or before it."""
    return render(request, "403.html", {"motivo": str(exception)}, status=403)


def not_found(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
