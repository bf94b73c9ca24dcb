"""Which answers a cache may keep: never one that was written for a single browser."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from nucleo.copias import pagina_publica


def peticion() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    request._messages = FallbackStorage(request)
    return request


@pagina_publica
def pagina(request: HttpRequest) -> HttpResponse:
    return HttpResponse("lo mismo para todos")


def test_a_page_for_everybody_is_kept_a_minute_and_depends_on_who_asks():
    respuesta = pagina(peticion())

    assert respuesta.headers["Cache-Control"] == "public, max-age=60"
    assert respuesta.headers["Vary"] == "Cookie"
    assert respuesta.headers["ETag"]


def test_a_page_with_a_message_for_one_browser_is_kept_by_nobody():
    request = peticion()
    messages.info(request, "Usted salió.")

    assert not pagina(request).has_header("Cache-Control")
