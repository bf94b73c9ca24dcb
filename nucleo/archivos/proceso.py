import logging
import subprocess
import sys
import threading
from pathlib import Path

from nucleo.archivos.tipos import ArchivoRechazado, Juicio, Tipo

logger = logging.getLogger(__name__)

RAIZ = Path(__file__).resolve().parent.parent.parent
ORDEN = [sys.executable, "-B", "-E", "-s", "-m", "nucleo.archivos"]
SEGUNDOS = 20
# Each may take as much memory as `__main__` allows: a server has not enough of it for all of its threads at once.
_TURNOS = threading.BoundedSemaphore(2)
COMPLEJO = (
    "Es demasiado grande o complicado por dentro. Ábralo, imprímalo con «Guardar como PDF» y suba el archivo nuevo, o "
    "suba una foto de la hoja."
)


def juzgar(contenido: bytes) -> Juicio:
    """Says what a file is and gives what to keep of it. Raises ArchivoRechazado.

    The parsers run in another process, without our environment: a hostile file can at worst end that one.
    """
    try:
        with _TURNOS:
            hecho = subprocess.run(  # noqa: S603 (our own module, no shell; the file only comes in at stdin)
                ORDEN, input=contenido, capture_output=True, timeout=SEGUNDOS, cwd=RAIZ, env={}, check=False
            )
    except subprocess.TimeoutExpired:
        logger.warning("the look into a file took too long")
        raise ArchivoRechazado(COMPLEJO) from None
    if hecho.returncode != 0:
        logger.warning("the look into a file ended with %s: %s", hecho.returncode, hecho.stderr[-500:])
        raise ArchivoRechazado(COMPLEJO)
    veredicto, _, resto = hecho.stdout.partition(b"\n")
    if veredicto == b"no":
        raise ArchivoRechazado(resto.decode())
    return Juicio(Tipo(veredicto.decode()), resto)
