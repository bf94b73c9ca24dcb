"""`manage.py demo` at its door, without starting a server."""

import logging
import socket
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from iess_portal.demo.supervisor import Servicio
from iess_portal.management.commands import demo

LIBRE = 18_123


@pytest.fixture
def en_demostracion(settings, monkeypatch, tmp_path):
    import_module(settings.ROOT_URLCONF)  # read once, and not while DEBUG is on: that would open /demo/ to other tests
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "var"
    nivel = logging.getLogger().level
    yield settings
    logging.getLogger().setLevel(nivel)


def correr(*args, **opciones) -> str:
    salida = StringIO()
    call_command("demo", *args, stdout=salida, **opciones)
    return salida.getvalue()


def test_it_exists_only_with_debug():
    with pytest.raises(CommandError, match="solo con DJANGO_DEBUG=true"):
        correr()


def test_a_port_that_is_taken_is_told_before_anything_is_done(en_demostracion):
    with socket.socket() as ocupado:
        ocupado.bind((demo.ANFITRION, 0))
        ocupado.listen()
        puerto = ocupado.getsockname()[1]
        with pytest.raises(CommandError, match=f"El puerto {puerto} está ocupado. Elija otro: PORT={puerto + 1}"):
            correr(port=puerto)
    assert not en_demostracion.VAR_DIR.exists()


def test_a_port_that_can_not_be_had_says_why(monkeypatch):
    def bind(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(CommandError, match="no se puede usar"):
        demo.exigir_puerto(80)


@pytest.mark.django_db
@pytest.mark.pdf
def test_only_the_data_are_prepared_when_that_is_all_that_is_asked(en_demostracion, pocos):
    dicho = correr("--solo-datos")
    assert (en_demostracion.VAR_DIR / "demo" / "registro" / "aportes.csv").is_file()
    assert "Iniciando el portal" not in dicho


def test_an_interruption_while_preparing_is_no_error(en_demostracion, monkeypatch):
    def interrumpir(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo.Command, "preparar", interrumpir)
    assert correr("--solo-datos") == "Demostración interrumpida.\n"


def test_the_web_is_gunicorn_on_the_loopback_and_essential(en_demostracion):
    web, _ = demo.servicios(LIBRE)
    assert web.esencial
    assert {"gunicorn", "127.0.0.1:18123", "gthread", "--no-control-socket"} <= set(web.orden)


def test_without_a_broker_the_embedded_worker_drains(en_demostracion):
    en_demostracion.CELERY_BROKER_URL = None
    assert demo.servicios(LIBRE)[1] == Servicio(
        "El trabajador", (demo.sys.executable, str(en_demostracion.BASE_DIR / "manage.py"), "trabajador")
    )


def test_with_a_broker_celery_drains_and_keeps_the_clock(en_demostracion):
    en_demostracion.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    _, trabajador = demo.servicios(LIBRE)
    assert {"celery", "worker", "--beat", "celery,correo"} <= set(trabajador.orden)
    assert not trabajador.esencial


def test_without_an_address_of_its_own_the_portal_is_where_the_port_says(en_demostracion, monkeypatch):
    monkeypatch.delenv("PORTAL_URL", raising=False)
    monkeypatch.setattr(demo.os, "environ", dict(demo.os.environ))
    demo.usar_direccion(LIBRE)
    assert en_demostracion.PORTAL_URL == demo.os.environ["PORTAL_URL"] == "http://127.0.0.1:18123"


def test_an_address_that_is_given_stays(en_demostracion, monkeypatch):
    monkeypatch.setenv("PORTAL_URL", "https://portal.example")
    en_demostracion.PORTAL_URL = "https://portal.example"
    demo.usar_direccion(LIBRE)
    assert en_demostracion.PORTAL_URL == "https://portal.example"


def test_a_portal_that_does_not_listen_does_not_answer():
    with socket.socket() as cerrado:
        cerrado.bind((demo.ANFITRION, 0))
        assert not demo.responde(cerrado.getsockname()[1])


@pytest.mark.django_db
def test_a_portal_that_listens_answers(live_server):
    assert demo.responde(int(live_server.url.rpartition(":")[2]))


def serve(monkeypatch, senales, *, revisar=lambda self: None) -> tuple[str, list[str]]:
    """Runs `servir` with a supervisor that starts nothing; the given signals end it."""
    hechos: list[str] = []

    class Supervisor:
        def __init__(self, servicios, *, avisar):
            pass

        def revisar(self):
            hechos.append("revisar")
            revisar(self)

        def detener(self):
            hechos.append("detener")

    monkeypatch.setattr(demo, "Supervisor", Supervisor)
    monkeypatch.setattr(demo, "responde", lambda port: True)
    salida = StringIO()
    demo.Command(stdout=salida).servir(LIBRE, senales)
    return salida.getvalue(), hechos


class Senales:
    """Asks to stop after the second wait."""

    def __init__(self):
        self.esperas: list[float] = []

    @property
    def parar(self):
        return len(self.esperas) >= 2

    def atender(self):
        pass

    def esperar(self, segundos):
        self.esperas.append(segundos)


@pytest.mark.django_db
def test_the_announcement_is_made_once_when_the_portal_answers_and_all_is_stopped_at_the_end(monkeypatch):
    dicho, hechos = serve(monkeypatch, Senales())
    assert dicho.count("Clave de todas las cuentas") == 1
    assert dicho.endswith("Demostración detenida.\n")
    assert hechos == ["revisar", "revisar", "detener"]


def test_a_web_that_ends_by_itself_is_a_failure_and_stops_the_rest(monkeypatch):
    def muere(self):
        raise demo.ServicioTerminado(Servicio("El portal", (), esencial=True), 1)

    with pytest.raises(CommandError, match="El portal terminó con el código 1"):
        serve(monkeypatch, Senales(), revisar=muere)
