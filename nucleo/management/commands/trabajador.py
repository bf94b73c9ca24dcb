"""The embedded drain: one process that delivers the outbox where there is no broker."""

import contextlib
import signal
import socket
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from nucleo.bitacora.cabezas import firmar_cabezas
from nucleo.bitacora.sellos import CADA, sellar
from nucleo.limpieza import limpiar
from nucleo.observacion.metricas import tarea
from nucleo.outbox import drain, warm_up

SWEEP_SECONDS = 5.0
# How long one round may take new rows: a request to stop is answered between rounds.
ROUND_SECONDS = 25.0
CLEAN_UP_SECONDS = 24 * 60 * 60


class Command(BaseCommand):
    help = "Entrega los avisos y documentos pendientes (la bandeja de salida). Termina con Ctrl-C o SIGTERM."
    stop = False
    next_seal = 0.0

    def handle(self, *args, **options) -> None:
        signal.signal(signal.SIGTERM, self.ask_to_stop)
        signal.signal(signal.SIGINT, self.ask_to_stop)
        path = Path(settings.TRABAJADOR_SOCKET)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.listen(path) as doorbell:
            warm_up()
            self.stdout.write("Trabajador listo.")
            next_clean_up = 0.0
            while not self.stop:
                self.seal()
                clean_up = time.monotonic() >= next_clean_up
                if self.work(clean_up=clean_up) and clean_up:
                    next_clean_up = time.monotonic() + CLEAN_UP_SECONDS
                with contextlib.suppress(TimeoutError, InterruptedError):
                    doorbell.recv(64)
        self.stdout.write("Trabajador detenido.")

    def ask_to_stop(self, *_args) -> None:
        self.stop = True
        # A signal handler that returns lets recv() resume; ringing our own bell ends the wait at once.
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell, contextlib.suppress(OSError):
            bell.setblocking(False)
            bell.sendto(b"0", str(settings.TRABAJADOR_SOCKET))

    @contextlib.contextmanager
    def listen(self, path: Path):
        path.unlink(missing_ok=True)
        doorbell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        doorbell.bind(str(path))
        path.chmod(0o600)
        doorbell.settimeout(SWEEP_SECONDS)
        try:
            yield doorbell
        finally:
            doorbell.close()
            path.unlink(missing_ok=True)

    def seal(self) -> None:
        """Every CADA: the bitácora's seal, and the heads of the days that ended. What fails waits for the next time."""
        if time.monotonic() < self.next_seal:
            return
        close_old_connections()
        self.next_seal = time.monotonic() + CADA.total_seconds()
        try:
            with tarea("nucleo.bitacora.sellar"):
                sellar()
                firmar_cabezas()
        except OperationalError as error:
            self.stderr.write(f"La bitácora se sellará más tarde: {error}")

    def work(self, *, clean_up: bool) -> bool:
        """One round. False when the database was busy or out of reach: the next round does what this one didn't."""
        close_old_connections()
        try:
            drain(seconds=ROUND_SECONDS)
            if clean_up:
                with tarea("nucleo.limpiar"):
                    limpiar()
        except OperationalError as error:
            self.stderr.write(f"Base de datos ocupada o fuera de alcance, se reintenta: {error}")
            return False
        return True
