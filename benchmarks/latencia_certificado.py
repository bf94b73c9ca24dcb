"""How long a certificate takes from the POST of a person to the committed file, with an idle worker.

    .venv/bin/python benchmarks/latencia_certificado.py [--muestras 60] [--variante embebida|produccion]

Two portals, one after the other, each with its own data: SQLite with the embedded worker, and PostgreSQL with Redis
and a Celery worker. The clock starts before the request is sent (so its way to gunicorn is inside) and stops at
`done_at` of the outbox, which the worker takes right after the commit of the signed file. It also tells when the person
had the answer.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio, esperar
from benchmarks.navegador import Navegador

RUTA = "/afiliado/certificado-afiliacion/"
META_MS = {"embebida": 400, "produccion": 150}
CALENTAMIENTO = 10


def medir(laboratorio: Laboratorio, muestras: int) -> tuple[list[float], list[float]]:
    """Milliseconds until the file was committed, and until the person had the answer."""
    from benchmarks import datos  # noqa: PLC0415 (Django is there now)
    from nucleo.outbox.models import Outbox  # noqa: PLC0415

    def en_reposo() -> bool:
        return not Outbox.objects.exclude(state=Outbox.State.DONE).exists()

    persona = Navegador(laboratorio.url)
    persona.ingresar(datos.CORTA, datos.CLAVE)
    archivo, respuesta = [], []
    for vuelta in range(muestras + CALENTAMIENTO):
        formulario = persona.get(RUTA).ocultos
        esperar(en_reposo, "el trabajador")
        inicio = time.time()
        destino = persona.post(RUTA, formulario)
        fin = time.time()
        codigo = destino.cabeceras["Location"].rstrip("/").rsplit("/", 1)[1]
        esperar(en_reposo, "el trabajador")
        if vuelta >= CALENTAMIENTO:
            hecho = Outbox.objects.get(kind="certificado.firmar", key=codigo).done_at
            archivo.append((hecho.timestamp() - inicio) * 1000)
            respuesta.append((fin - inicio) * 1000)
    return archivo, respuesta


def una(variante: str, muestras: int) -> int:
    produccion = variante == "produccion"
    with Laboratorio.abrir(postgres=produccion, redis=produccion) as laboratorio:
        from benchmarks import datos  # noqa: PLC0415

        datos.sembrar()
        laboratorio.servir("--worker-class", "gthread", "--workers", "2", "--threads", "4")
        laboratorio.trabajar_con_celery() if produccion else laboratorio.trabajar()
        archivo, respuesta = medir(laboratorio, muestras)
        condiciones = [*(laboratorio.servidores or ["SQLite, trabajador embebido"]), f"{muestras} muestras, en reposo"]
    return informar(
        f"Del POST al archivo guardado: {variante}",
        condiciones,
        [
            Cifra("p50 (ms)", statistics.median(archivo), META_MS[variante]),
            Cifra("p95 (ms)", statistics.quantiles(archivo, n=20)[-1]),
            Cifra("p50 hasta la respuesta a la persona (ms)", statistics.median(respuesta)),
            Cifra("p95 hasta la respuesta a la persona (ms)", statistics.quantiles(respuesta, n=20)[-1]),
        ],
    )


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--muestras", type=int, default=60)
    opciones.add_argument("--variante", choices=META_MS)
    pedido = opciones.parse_args()
    if pedido.variante:
        return una(pedido.variante, pedido.muestras)
    # A process holds one Django with one database.
    orden = [sys.executable, __file__, "--muestras", str(pedido.muestras), "--variante"]
    return max(subprocess.run([*orden, variante], check=False).returncode for variante in META_MS)


if __name__ == "__main__":
    sys.exit(main())
