"""How long a new user waits: from a fresh clone to the portal that answers, with empty caches.

    python3 benchmarks/arranque.py

Clones this repository's last commit into a temporary folder, calls `bin/demo` there as the README says, with pip's
cache empty, and stops the clock when the front page answers. Debian's packages that are installed already are not
removed; without them apt-get adds its own time, which depends on the network as pip's does.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import puerto_libre

RAIZ = Path(__file__).resolve().parent.parent
META_S = 240
LIMITE_S = 900


def hasta_que_conteste(url: str, demo: "subprocess.Popen[bytes]", inicio: float) -> float:
    """Seconds since `inicio` at which the page answered 200. Raises RuntimeError when the demonstration ended first."""
    abrir = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    while time.monotonic() - inicio < LIMITE_S:
        if demo.poll() is not None:
            raise RuntimeError(f"bin/demo terminó con {demo.returncode}")
        try:
            with abrir(url, timeout=5) as respuesta:
                if respuesta.status == 200:
                    return time.monotonic() - inicio
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"sin respuesta en {LIMITE_S} s")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="arranque-", ignore_cleanup_errors=True) as carpeta:
        puerto, inicio = puerto_libre(), time.monotonic()
        clon = Path(carpeta) / "portal"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(RAIZ), str(clon)], check=True)
        entorno = os.environ | {
            "PORT": str(puerto),
            "PIP_CACHE_DIR": f"{carpeta}/pip",
            "XDG_CACHE_HOME": f"{carpeta}/c",
        }
        with (Path(carpeta) / "demo.log").open("wb") as salida:
            demo = subprocess.Popen(
                ["bin/demo"], cwd=clon, env=entorno, stdout=salida, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                segundos = hasta_que_conteste(f"http://127.0.0.1:{puerto}/", demo, inicio)
            finally:
                os.killpg(demo.pid, signal.SIGTERM)
                demo.wait(30)
    return informar("De un clon nuevo al portal", ["cachés vacías"], [Cifra("segundos", segundos, META_S)])


if __name__ == "__main__":
    sys.exit(main())
