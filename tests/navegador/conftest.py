"""A real Chromium against the whole portal: threads that serve, a worker that signs, people who log in.

The database is made once, filled once and never emptied: each test that changes something invents its own person.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from cuentas.models import Cuenta
from nucleo.management.commands.trabajador import Command as Trabajador
from tests.mesa import abrir_expedientes
from tests.navegador import escena, herramientas
from tests.navegador.escena import Escena
from tests.navegador.guardia import Guardia

HERE = Path(__file__).parent
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST_WAIT_MS = 10_000
ALTO = 900

Abrir = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.navegador)


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_playwright() -> Iterator[None]:
    """Playwright's event loop runs in this thread, and Django would refuse to use the database beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def base_de_datos(
    request: pytest.FixtureRequest, django_test_environment, django_db_blocker, tmp_path_factory
) -> Iterator[None]:
    """A test database that outlives each test, open to every thread.

    pytest-django would wrap each test in a transaction or empty the database after it. On SQLite it is a file: in
    memory, the threads of the server and of the worker would share one connection.
    """
    if any(HERE not in item.path.parents for item in request.session.items):
        pytest.fail("Las pruebas de navegador van solas: python -m pytest -m navegador", pytrace=False)
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("base") / "portal.sqlite3")
    with django_db_blocker.unblock():
        antes = setup_databases(verbosity=0, interactive=False)
        yield
        connections.close_all()
        teardown_databases(antes, verbosity=0)


@pytest.fixture(scope="session")
def portal(base_de_datos, pki) -> Escena:
    return escena.aparte(escena.montar)


@pytest.fixture(scope="session")
def servidor(portal: Escena) -> Iterator[LiveServer]:
    servidor = LiveServer("127.0.0.1")
    with override_settings(PORTAL_URL=servidor.url, ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "127.0.0.1"]), trabajador():
        yield servidor
    servidor.stop()


@contextlib.contextmanager
def trabajador() -> Iterator[None]:
    """The embedded worker, in a thread: the commit of a request rings its bell, as in the quick start."""
    listening, stop = threading.Event(), threading.Event()
    comando = Trabajador()

    def trabajar() -> None:
        with comando.listen(Path(settings.TRABAJADOR_SOCKET)) as doorbell:
            doorbell.settimeout(0.2)
            listening.set()
            while not stop.is_set():
                comando.work(clean_up=False)
                with contextlib.suppress(TimeoutError):
                    doorbell.recv(64)
        connections.close_all()

    thread = threading.Thread(target=trabajar, daemon=True)
    thread.start()
    listening.wait(LONGEST_WAIT_MS / 1000)
    yield
    stop.set()
    thread.join()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": herramientas.chromium(), "args": CHROMIUM_ARGS}


@pytest.fixture
def abrir(browser: Browser, servidor: LiveServer) -> Iterator[Abrir]:
    """Opens a window: `abrir(ancho=360, javascript=False, cuenta=ana)`. What its pages complain of fails the test."""
    guardias: list[Guardia] = []

    def _abrir(*, ancho: int = 1280, javascript: bool = True, cuenta: Cuenta | None = None, **opciones: Any) -> Page:
        context = browser.new_context(
            base_url=servidor.url,
            viewport={"width": ancho, "height": ALTO},
            locale="es-EC",
            timezone_id="America/Guayaquil",
            java_script_enabled=javascript,
            **opciones,
        )
        context.set_default_timeout(LONGEST_WAIT_MS)
        guardias.append(Guardia(context, servidor.url))
        if cuenta is not None:
            context.add_cookies([sesion_de(cuenta, servidor.url)])
        return context.new_page()

    yield _abrir
    for context in browser.contexts:
        context.close()
    assert [molestia for guardia in guardias for molestia in guardia.molestias] == []


def sesion_de(cuenta: Cuenta, url: str) -> dict[str, str]:
    """The cookie of somebody who has logged in already."""
    client = Client()
    client.force_login(cuenta)
    if cuenta.is_staff:
        abrir_expedientes(client)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
