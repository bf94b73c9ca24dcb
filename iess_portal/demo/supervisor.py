"""Runs the processes of the demonstration side by side, as an init system would in production.

The essential one (the web) ends the demonstration when it ends; any other is started again, after a pause that grows
while it keeps failing. Ctrl-C and SIGTERM stop all of them in order.
"""

import contextlib
import ctypes
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0
# A process that lived this long had started well: its next failure counts as its first.
LIVED_WELL = 60.0
# How long a process may take to end what it is doing.
GRACE = 10.0


@dataclass(frozen=True)
class Servicio:
    nombre: str
    orden: tuple[str, ...]
    esencial: bool = False


@dataclass
class _Marcha:
    """One service: its process, since when it runs, and when it is to be started again if it doesn't."""

    servicio: Servicio
    proceso: subprocess.Popen[bytes] | None = None
    desde: float = 0.0
    fallos: int = 0
    otra_vez: float = field(default=0.0)


class ServicioTerminado(Exception):
    """The essential service ended by itself."""

    def __init__(self, servicio: Servicio, codigo: int) -> None:
        super().__init__(f"{servicio.nombre} terminó con el código {codigo}")
        self.servicio, self.codigo = servicio, codigo


def lanzar(orden: Sequence[str]) -> subprocess.Popen[bytes]:
    """Starts a child in a session of its own, so that Ctrl-C reaches it only through us, and that dies if we do."""
    return subprocess.Popen(  # noqa: S603 (our own command lines)
        orden,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_atar,  # noqa: PLW1509 (the demonstration has one thread)
    )


def _atar() -> None:
    """Linux only: asks the kernel for a SIGTERM when our parent dies, even by SIGKILL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Supervisor:
    def __init__(
        self,
        servicios: Sequence[Servicio],
        *,
        avisar: Callable[[str], object],
        lanzar: Callable[[Sequence[str]], subprocess.Popen[bytes]] = lanzar,
        reloj: Callable[[], float] = time.monotonic,
    ) -> None:
        self._marchas = [_Marcha(servicio) for servicio in servicios]
        self._avisar, self._lanzar, self._reloj = avisar, lanzar, reloj

    def revisar(self) -> None:
        """Starts what is due and notices what has ended. Raises ServicioTerminado when that was the essential one."""
        ahora = self._reloj()
        for marcha in self._marchas:
            if marcha.proceso is None:
                if ahora >= marcha.otra_vez:
                    marcha.proceso, marcha.desde = self._lanzar(marcha.servicio.orden), ahora
            elif (codigo := marcha.proceso.poll()) is not None:
                self._termino(marcha, codigo, ahora)

    def _termino(self, marcha: _Marcha, codigo: int, ahora: float) -> None:
        marcha.proceso = None
        if marcha.servicio.esencial:
            raise ServicioTerminado(marcha.servicio, codigo)
        marcha.fallos = 0 if ahora - marcha.desde >= LIVED_WELL else marcha.fallos + 1
        pausa = min(2.0 ** (marcha.fallos - 1), LONGEST_PAUSE) if marcha.fallos else 0.0
        marcha.otra_vez = ahora + pausa
        self._avisar(f"{marcha.servicio.nombre} se detuvo (código {codigo}); se inicia otra vez en {pausa:.0f} s.")

    def detener(self) -> None:
        """Asks every process to end, and ends those that don't."""
        vivos = [marcha.proceso for marcha in self._marchas if marcha.proceso is not None]
        for proceso in vivos:
            if proceso.poll() is None:
                proceso.terminate()
        limite = self._reloj() + GRACE
        for proceso in vivos:
            try:
                proceso.wait(timeout=max(0.0, limite - self._reloj()))
            except subprocess.TimeoutExpired:
                proceso.kill()
                proceso.wait()


class Senales:
    """SIGINT and SIGTERM ask to stop, SIGCHLD wakes: `esperar` returns at once on any of them.

    Until `atender` is called they raise KeyboardInterrupt, which undoes whatever is being prepared.
    """

    def __init__(self) -> None:
        self.parar = False
        self._preparando = True
        self._oye, self._despierta = socket.socketpair()

    @classmethod
    @contextlib.contextmanager
    def escuchar(cls) -> Iterator["Senales"]:
        senales = cls()
        senales._despierta.setblocking(False)
        senales._oye.setblocking(False)
        anterior = signal.set_wakeup_fd(senales._despierta.fileno(), warn_on_full_buffer=False)
        antes = {n: signal.signal(n, senales._pedir_alto) for n in (signal.SIGINT, signal.SIGTERM)}
        antes[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield senales
        finally:
            for numero, manejador in antes.items():
                signal.signal(numero, manejador)
            signal.set_wakeup_fd(anterior)
            senales._oye.close()
            senales._despierta.close()

    def atender(self) -> None:
        self._preparando = False

    def _pedir_alto(self, *_args: object) -> None:
        self.parar = True
        if self._preparando:
            raise KeyboardInterrupt

    def esperar(self, segundos: float) -> None:
        """Waits so long, or until a signal comes."""
        if select.select([self._oye], [], [], segundos)[0]:
            with contextlib.suppress(BlockingIOError):
                self._oye.recv(1024)
