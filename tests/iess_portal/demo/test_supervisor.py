"""The processes of the demonstration: what ends, what is started again, and how all of them stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from iess_portal.demo.supervisor import (
    LIVED_WELL,
    LONGEST_PAUSE,
    Senales,
    Servicio,
    ServicioTerminado,
    Supervisor,
    lanzar,
)

WEB = Servicio("El portal", ("web",), esencial=True)
TRABAJADOR = Servicio("El trabajador", ("trabajador",))


class Proceso:
    """A child whose end the test decides."""

    def __init__(self, orden: Sequence[str]) -> None:
        self.orden = orden
        self.returncode: int | None = None
        self.terco = False
        self.pedidos: list[str] = []

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        self.pedidos.append("terminate")
        if not self.terco:
            self.returncode = -signal.SIGTERM

    def kill(self) -> None:
        self.pedidos.append("kill")
        self.returncode = -signal.SIGKILL

    def wait(self, timeout: float | None = None) -> int | None:
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.orden, timeout or 0)
        return self.returncode


class Escena:
    """A supervisor with a clock and children of our own."""

    def __init__(self) -> None:
        self.ahora = 0.0
        self.lanzados: list[Proceso] = []
        self.dicho: list[str] = []
        self.supervisor = Supervisor(
            [WEB, TRABAJADOR], avisar=self.dicho.append, lanzar=self._lanzar, reloj=lambda: self.ahora
        )

    def _lanzar(self, orden: Sequence[str]) -> Proceso:
        self.lanzados.append(Proceso(orden))
        return self.lanzados[-1]

    def trabajadores(self) -> list[Proceso]:
        return [p for p in self.lanzados if p.orden == TRABAJADOR.orden]

    def revisar(self, en: float) -> int:
        """Looks at a moment; gives back how many times the worker was started so far."""
        self.ahora = en
        self.supervisor.revisar()
        return len(self.trabajadores())

    def cae(self, codigo: int = 1) -> None:
        self.trabajadores()[-1].returncode = codigo


@pytest.fixture
def escena():
    return Escena()


def test_everything_is_started_once(escena):
    escena.revisar(0)
    assert escena.revisar(1) == 1
    assert [p.orden for p in escena.lanzados] == [WEB.orden, TRABAJADOR.orden]


def test_a_worker_that_dies_is_started_again_and_the_web_is_not_touched(escena):
    escena.revisar(0)
    escena.cae(-9)
    assert escena.revisar(5) == 1
    assert escena.revisar(5.9) == 1
    assert escena.revisar(6) == 2
    assert len(escena.lanzados) == 3
    assert escena.dicho == ["El trabajador se detuvo (código -9); se inicia otra vez en 1 s."]


def test_the_pause_grows_while_it_keeps_failing_and_has_a_limit(escena):
    escena.revisar(0)
    pausas, ahora = [], 0.0
    for _ in range(8):
        escena.cae()
        cuantos = escena.revisar(ahora)
        pausa = next(n for n in range(1, 100) if escena.revisar(ahora + n) > cuantos)
        pausas.append(pausa)
        ahora += pausa
    assert pausas == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_one_that_had_lived_well_is_started_again_at_once(escena):
    escena.revisar(0)
    escena.cae()
    escena.revisar(LIVED_WELL)
    assert escena.revisar(LIVED_WELL) == 2


def test_the_end_of_the_web_is_the_end_of_the_demonstration(escena):
    escena.revisar(0)
    escena.lanzados[0].returncode = 3
    with pytest.raises(ServicioTerminado, match="El portal terminó con el código 3"):
        escena.revisar(1)


def test_stopping_asks_everyone_and_insists_with_those_who_do_not_listen(escena):
    escena.revisar(0)
    web, trabajador = escena.lanzados
    trabajador.terco = True
    escena.supervisor.detener()
    assert web.pedidos == ["terminate"]
    assert trabajador.pedidos == ["terminate", "kill"]


def test_stopping_leaves_alone_what_has_already_ended(escena):
    escena.revisar(0)
    escena.cae(0)
    escena.supervisor.detener()
    assert escena.trabajadores()[0].pedidos == []


def test_stopping_before_anything_was_started_is_no_error(escena):
    escena.supervisor.detener()
    assert escena.lanzados == []


def test_a_real_child_has_its_own_session_and_ends_when_asked():
    hijos = []

    def anotar(orden):
        hijos.append(lanzar(orden))
        return hijos[-1]

    uno = Servicio("Uno", (sys.executable, "-c", "import signal; signal.pause()"))
    supervisor = Supervisor([uno], avisar=print, lanzar=anotar)
    supervisor.revisar()
    (hijo,) = hijos
    assert os.getsid(hijo.pid) == hijo.pid
    supervisor.detener()
    assert hijo.returncode == -signal.SIGTERM


# --- signals ---


@pytest.mark.parametrize("numero", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_preparing_undoes_what_is_being_prepared(numero):
    with Senales.escuchar() as senales:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(numero)
        assert senales.parar


@pytest.mark.parametrize("numero", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_serving_asks_to_stop_and_ends_the_wait(numero):
    with Senales.escuchar() as senales:
        senales.atender()
        signal.raise_signal(numero)
        senales.esperar(30)
        assert senales.parar


def test_the_end_of_a_child_ends_the_wait_and_asks_nothing():
    with Senales.escuchar() as senales:
        senales.atender()
        signal.raise_signal(signal.SIGCHLD)
        senales.esperar(30)
        assert not senales.parar


def test_the_signals_are_given_back():
    antes = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]
    with Senales.escuchar():
        assert signal.getsignal(signal.SIGTERM) != antes[1]
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)] == antes
