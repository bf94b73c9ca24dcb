"""A portal of its own for each measurement: scratch data, servers on loopback, and the processes of production.

Nothing here touches the database, the documents or the keys of the checkout. PostgreSQL runs as it is installed, with
its writes made durable: a figure without fsync would be nobody's figure.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent
LIMITE = 120.0
MEMORIA = {  # as in the Dockerfile
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:"
    "glibc.malloc.trim_threshold=134217728",
}


class NoArranca(RuntimeError):
    """A server or a process did not come up in time; the message ends with what it wrote."""


class Servicio:
    """A process and its children, that a test of failures kills.

    `supervisado`: it is started again when it ended, as `restart: unless-stopped` does; `solo` counts how often it had
    ended by itself.
    """

    def __init__(self, orden: Sequence[str], bitacora: Path, *, supervisado: bool) -> None:
        self._orden, self.bitacora = orden, bitacora
        self.solo, self._matado, self._fin = 0, False, threading.Event()
        self.arrancar()
        if supervisado:
            threading.Thread(target=self._supervisar, daemon=True).start()

    def arrancar(self) -> None:
        with self.bitacora.open("ab") as salida:
            self._proceso = subprocess.Popen(self._orden, cwd=RAIZ, stdout=salida, stderr=subprocess.STDOUT)

    def _supervisar(self) -> None:
        while True:
            self._proceso.wait()
            if self._fin.wait(1):
                return
            self.solo += not self._matado
            self._matado = False
            self.arrancar()

    @property
    def hijos(self) -> list[int]:
        pid = self._proceso.pid
        with contextlib.suppress(OSError):
            return [int(hijo) for hijo in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def matar_hijos(self) -> None:
        """With -9, all of them; the parent makes others."""
        _matar(self.hijos)

    def matar(self) -> None:
        """With -9, the parent first: it makes no other child."""
        hijos, self._matado = self.hijos, True
        self._proceso.kill()
        _matar(hijos)
        self._proceso.wait()

    def terminar(self) -> None:
        self._fin.set()
        hijos = self.hijos
        terminar(self._proceso)
        _matar(hijos)


def _matar(pids: Sequence[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Laboratorio:
    """Made by `abrir`. `base`: the folder of everything; `url`: where the portal answers once `servir` was called."""

    def __init__(self, base: Path, salida: contextlib.ExitStack) -> None:
        self.base, self._salida = base, salida
        self.puerto = puerto_libre()
        self.url = f"http://127.0.0.1:{self.puerto}"
        self.servidores: list[str] = []

    @classmethod
    @contextlib.contextmanager
    def abrir(cls, *, postgres: bool = False, redis: bool = False, email_url: str = "") -> Iterator["Laboratorio"]:
        """Starts the servers, sets the environment, migrates, and loads Django in this process too."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or the servers would stay
        with contextlib.ExitStack() as salida:
            base = Path(salida.enter_context(tempfile.TemporaryDirectory(prefix="banco-", ignore_cleanup_errors=True)))
            base.chmod(0o755)  # the PostgreSQL server is another user when this one is root
            laboratorio = cls(base, salida)
            laboratorio._entorno(
                laboratorio._postgres() if postgres else f"sqlite:///{base}/portal.sqlite3",
                laboratorio._redis() if redis else "",
                email_url or f"filemail:///{base}/correo",
            )
            laboratorio._preparar()
            yield laboratorio

    def _entorno(self, database_url: str, redis_url: str, email_url: str) -> None:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.ajustes",
            "DJANGO_DEBUG": "false",
            "DJANGO_SECRET_KEY": "clave-de-medicion-que-no-protege-nada-ni-sale-de-esta-carpeta",
            "BITACORA_KEY": "otra-clave-de-medicion-que-no-protege-nada",
            "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
            "PORTAL_URL": self.url,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "EMAIL_URL": email_url,
            "MEDIA_ROOT": str(self.base / "documentos"),
            "BANCO_DIR": str(self.base),
            "PYTHONPATH": str(RAIZ),
            **MEMORIA,
        } | dict.fromkeys(("PKI_P12", "PKI_P12_PASSWORD", "PKI_ROOTS", "TSA_URL"), "")

    def _preparar(self) -> None:
        for orden in (["migrate", "--noinput"], ["collectstatic", "--noinput"], ["pki", "iniciar"]):
            self._correr([sys.executable, "manage.py", *orden, "--verbosity", "0"])
        import django  # noqa: PLC0415 (the environment says with which settings)

        django.setup()

    def _correr(self, orden: Sequence[str]) -> None:
        hecho = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=False)
        if hecho.returncode:
            raise NoArranca(f"{' '.join(orden)}\n{hecho.stdout}{hecho.stderr}")

    # --- servers -----------------------------------------------------------------------------------------------------

    def _postgres(self) -> str:
        binarios = ultimo_postgres()
        datos, puerto = self.base / "pg", puerto_libre()
        datos.mkdir()
        if os.getuid() == 0:
            shutil.chown(datos, "postgres")
        opciones = f"-p {puerto} -k {datos} -c listen_addresses=127.0.0.1"
        como_postgres(f"{binarios}/initdb -D {datos}/datos -U portal --auth=trust --encoding=UTF8 --locale=C.UTF-8")
        self._pg_ctl = f"{binarios}/pg_ctl -D {datos}/datos -w -l {datos}/registro -o '{opciones}'"
        self._salida.callback(self.parar_postgres, "immediate")
        self.arrancar_postgres()
        como_postgres(f"{binarios}/createdb -h 127.0.0.1 -p {puerto} -U portal portal")
        version = subprocess.run([binarios / "postgres", "--version"], capture_output=True, text=True, check=True)
        self.servidores.append(f"PostgreSQL {version.stdout.split()[2]}")
        return f"postgres://portal:portal@127.0.0.1:{puerto}/portal"

    def arrancar_postgres(self) -> None:
        como_postgres(f"{self._pg_ctl} start >/dev/null")

    def parar_postgres(self, modo: str) -> None:
        """`fast` ends every session; `immediate` is a crash."""
        como_postgres(f"{self._pg_ctl} -m {modo} stop")

    def _redis(self) -> str:
        puerto = puerto_libre()
        orden = ("redis-server", "--port", str(puerto), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.base))
        self.redis = self.servicio(*orden, supervisado=False)
        esperar(lambda: contesta(puerto), "redis-server")
        version = subprocess.run(["redis-server", "--version"], capture_output=True, text=True, check=True)
        self.servidores.append("Redis " + version.stdout.split("v=")[1].split()[0])
        return f"redis://127.0.0.1:{puerto}/0"

    # --- processes ---------------------------------------------------------------------------------------------------

    def lanzar(self, *orden: str) -> Path:
        """Starts a process that ends with the laboratory; returns the file with what it writes."""
        bitacora = self.base / f"{Path(orden[0]).name}-{len(list(self.base.iterdir()))}.log"
        salida = self._salida.enter_context(bitacora.open("wb"))
        proceso = subprocess.Popen(orden, cwd=RAIZ, stdout=salida, stderr=subprocess.STDOUT)
        self._salida.callback(terminar, proceso)
        return bitacora

    def servicio(self, *orden: str, supervisado: bool = True) -> Servicio:
        """As `lanzar`, for what will be killed and started again."""
        bitacora = self.base / f"{Path(orden[0]).name}-{len(list(self.base.iterdir()))}.log"
        servicio = Servicio(orden, bitacora, supervisado=supervisado)
        self._salida.callback(servicio.terminar)
        return servicio

    def servir(self, *trabajadores: str, puerto: int = 0) -> int:
        """Starts the web with these gunicorn options, waits until it answers, and returns its port."""
        puerto = puerto or self.puerto
        gunicorn = (sys.executable, "-m", "gunicorn", "iess_portal.wsgi", "--bind", f"127.0.0.1:{puerto}")
        bitacora = self.lanzar(*gunicorn, "--no-control-socket", "--log-level", "warning", *trabajadores)
        esperar(lambda: contesta(puerto), "gunicorn", bitacora)
        return puerto

    def trabajar(self) -> None:
        """Starts the embedded worker."""
        bitacora = self.lanzar(sys.executable, "-u", "manage.py", "trabajador")
        esperar(lambda: b"listo" in bitacora.read_bytes(), "trabajador", bitacora)

    def trabajar_con_celery(self) -> None:
        """Starts the worker of production."""
        celery = (sys.executable, "-m", "celery", "--app", "iess_portal", "worker", "--concurrency", "2")
        bitacora = self.lanzar(*celery, "--loglevel", "INFO")
        esperar(lambda: b" ready." in bitacora.read_bytes(), "celery", bitacora)


def puerto_libre() -> int:
    """A free port below the range from which the kernel takes those of outgoing connections."""
    for _ in range(100):
        puerto = random.randrange(20000, 32000)
        with socket.socket() as prueba, contextlib.suppress(OSError):
            prueba.bind(("127.0.0.1", puerto))
            return puerto
    raise NoArranca("no hay un puerto libre entre 20000 y 32000")


def ultimo_postgres() -> Path:
    versiones = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda ruta: float(ruta.parent.name))
    if not versiones:
        raise NoArranca("Hace falta PostgreSQL: apt-get install postgresql")
    return versiones[-1]


def como_postgres(orden: str) -> None:
    """Runs a command as a user that may own a server: `postgres` when this one is root."""
    quien = ["su", "postgres", "-s", "/bin/sh", "-c"] if os.getuid() == 0 else ["sh", "-c"]
    subprocess.run([*quien, orden], stdout=subprocess.DEVNULL, check=True, cwd="/")


def contesta(puerto: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", puerto), timeout=1).close()
    except OSError:
        return False
    return True


def esperar(condicion: Callable[[], bool], que: str, bitacora: Path | None = None) -> None:
    limite = time.monotonic() + LIMITE
    while not condicion():
        if time.monotonic() > limite:
            raise NoArranca(f"{que} no responde\n{bitacora.read_text() if bitacora else ''}")
        time.sleep(0.05)


def terminar(proceso: subprocess.Popen[bytes]) -> None:
    proceso.terminate()
    try:
        proceso.wait(timeout=15)
    except subprocess.TimeoutExpired:
        proceso.kill()
        proceso.wait()
