import errno
import http.client
import logging
import os
import socket
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from iess_portal.demo.anuncio import anuncio
from iess_portal.demo.siembra import carpeta_del_registro, sembrar
from iess_portal.demo.supervisor import Senales, Servicio, ServicioTerminado, Supervisor

ANFITRION = "127.0.0.1"
LOOK_EVERY, REST = 0.1, 5.0


class Command(BaseCommand):
    help = "Prepara los datos de demostración e inicia el portal con su trabajador (solo con DEBUG)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, metavar="N", help="puerto, 8000 si no se indica")
        parser.add_argument("--solo-datos", action="store_true", help="prepara los datos y no inicia el portal")

    def handle(self, *, port: int, solo_datos: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo existe solo con DJANGO_DEBUG=true.")
        logging.getLogger().setLevel(logging.WARNING)
        if not solo_datos:
            exigir_puerto(port)
            usar_direccion(port)
        with Senales.escuchar() as senales:
            try:
                self.preparar()
                if not solo_datos:
                    self.servir(port, senales)
            except KeyboardInterrupt:
                self.stdout.write("Demostración interrumpida.")

    def preparar(self) -> None:
        self.avisar("Preparando la base de datos…")
        settings.VAR_DIR.mkdir(exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("pki", "iniciar", stdout=StringIO())
        sembrar(timezone.localdate(), carpeta=carpeta_del_registro(), avisar=self.avisar)

    def servir(self, port: int, senales: Senales) -> None:
        """Runs until a signal asks to stop; the web ending by itself is a failure."""
        self.avisar("Iniciando el portal…")
        supervisor = Supervisor(servicios(port), avisar=self.avisar)
        senales.atender()
        anunciado = False
        try:
            while not senales.parar:
                supervisor.revisar()
                if not anunciado and responde(port):
                    anunciado = True
                    self.avisar(anuncio(settings.PORTAL_URL))
                senales.esperar(REST if anunciado else LOOK_EVERY)
        except ServicioTerminado as fin:
            raise CommandError(f"{fin}. La demostración se detiene.") from fin
        finally:
            supervisor.detener()
        self.avisar("Demostración detenida.")

    def avisar(self, texto: str) -> None:
        self.stdout.write(texto)
        self.stdout.flush()


def exigir_puerto(port: int) -> None:
    """Raises CommandError unless the port can be had."""
    with socket.socket() as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind((ANFITRION, port))
        except OSError as error:
            razon = "está ocupado" if error.errno == errno.EADDRINUSE else f"no se puede usar ({error.strerror})"
            raise CommandError(f"El puerto {port} {razon}. Elija otro: PORT={port + 1} bin/demo") from error


def usar_direccion(port: int) -> None:
    """Without a PORTAL_URL, the portal's address is the port that was asked for, here and in the children."""
    if "PORTAL_URL" not in os.environ:
        settings.PORTAL_URL = os.environ["PORTAL_URL"] = f"http://{ANFITRION}:{port}"


def servicios(port: int) -> list[Servicio]:
    """The web, and the drain of the outbox: Celery where there is a broker, else the embedded worker."""
    python = sys.executable
    web = (
        *(python, "-m", "gunicorn", "iess_portal.wsgi:application", "--bind", f"{ANFITRION}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"),
        *("--graceful-timeout", "5", "--log-level", "warning"),
    )
    if settings.CELERY_BROKER_URL:
        agenda = str(settings.VAR_DIR / "demo" / "celerybeat")
        trabajador: tuple[str, ...] = (
            *(python, "-m", "celery", "--quiet", "--app", "iess_portal", "worker", "--beat", "--schedule", agenda),
            *("--queues", "celery,correo", "--concurrency", "1", "--loglevel", "WARNING"),
        )
    else:
        trabajador = (python, str(settings.BASE_DIR / "manage.py"), "trabajador")
    return [Servicio("El portal", web, esencial=True), Servicio("El trabajador", trabajador)]


def responde(port: int) -> bool:
    conexion = http.client.HTTPConnection(ANFITRION, port, timeout=2)
    try:
        conexion.request("GET", "/salud/")
        return conexion.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        conexion.close()
