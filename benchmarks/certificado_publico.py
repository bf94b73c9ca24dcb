"""The public certificate of obligations: fifty people at once, none lost; and how long one takes with an idle worker.

    .venv/bin/python benchmarks/certificado_publico.py [--personas 50] [--rondas 5] [--muestras 60]

PostgreSQL, Redis, gunicorn and a Celery worker, as in production. Nobody logs in: each person opens the page, and in
each round all send its form in the same instant and then download what they were given. The clock of a person stops
at the answer to the form, which waits for the file up to two seconds. For one at a time it is that of
`latencia_certificado.py`: from before the POST to `done_at` of the outbox, which is taken after the commit of the file.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio, esperar
from benchmarks.navegador import Navegador

RUTA = "/consulta/certificado-cumplimiento/"
META_ARCHIVO_MS = 150
CALENTAMIENTO = 10


@dataclass(frozen=True)
class Visita:
    """What one person got: the status of the answer, the code in it, how long it took, and their file."""

    estado: int
    codigo: str
    milisegundos: float
    archivo: bytes


def visitar(url: str, ruc: str, salida: threading.Barrier | None = None) -> Visita:
    persona = Navegador(url)
    campos = persona.get(RUTA).ocultos | {"identificacion": ruc}
    if salida:
        salida.wait(60)
    inicio = time.perf_counter()
    respuesta = persona.post(RUTA, campos)
    milisegundos = (time.perf_counter() - inicio) * 1000
    destino = respuesta.cabeceras.get("Location", "")
    codigo = destino.rstrip("/").rsplit("/", 1)[-1]
    archivo = persona.get(f"{RUTA}{codigo}.pdf").contenido if destino else b""
    return Visita(respuesta.estado, codigo, milisegundos, archivo)


def a_la_vez(url: str, rucs: Sequence[str], personas: int) -> list[Visita]:
    salida = threading.Barrier(personas)
    with ThreadPoolExecutor(personas) as hilos:
        return list(hilos.map(lambda i: visitar(url, rucs[i % len(rucs)], salida), range(personas)))


def en_reposo() -> bool:
    from nucleo.outbox.models import Outbox  # noqa: PLC0415 (Django is there now)

    return not Outbox.objects.exclude(state=Outbox.State.DONE).exists()


def de_a_uno(url: str, ruc: str, muestras: int) -> list[float]:
    """Milliseconds until the file was committed."""
    from nucleo.outbox.models import Outbox  # noqa: PLC0415

    tiempos = []
    for vuelta in range(muestras + CALENTAMIENTO):
        persona = Navegador(url)
        campos = persona.get(RUTA).ocultos | {"identificacion": ruc}
        inicio = time.time()
        codigo = persona.post(RUTA, campos).cabeceras["Location"].rstrip("/").rsplit("/", 1)[1]
        esperar(en_reposo, "el trabajador")
        if vuelta >= CALENTAMIENTO:
            hecho = Outbox.objects.get(kind="certificado.firmar", key=codigo).done_at
            tiempos.append((hecho.timestamp() - inicio) * 1000)
    return tiempos


def contar(visitas: Sequence[Visita], de_antes: int) -> list[Cifra]:
    """What each person was told, against the rows and the files."""
    from tramites.models import Atencion, Certificado  # noqa: PLC0415

    codigos = {visita.codigo for visita in visitas if visita.estado == 302}
    contadas = Atencion.objects.filter(origen__in=[f"certificado:{codigo}" for codigo in codigos]).count()
    emitidos = Certificado.objects.filter(codigo__in=codigos, estado="EMITIDO").count()
    tiempos = [visita.milisegundos for visita in visitas]
    en_mano = sum(visita.archivo.startswith(b"%PDF") for visita in visitas)
    return [
        Cifra("pedidos", len(visitas)),
        Cifra("respuestas que no llevan a un certificado", sum(visita.estado != 302 for visita in visitas), 0),
        Cifra("certificados perdidos", len(visitas) - emitidos, 0),
        Cifra("certificados de más", Certificado.objects.count() - de_antes - len(visitas), 0),
        Cifra("sin contar como atención", len(visitas) - contadas, 0),
        Cifra("archivos en mano con la primera respuesta (%)", 100 * en_mano / len(visitas)),
        Cifra("p50 hasta la respuesta, todos a la vez (ms)", statistics.median(tiempos)),
        Cifra("p95 hasta la respuesta, todos a la vez (ms)", statistics.quantiles(tiempos, n=20)[-1]),
    ]


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--personas", type=int, default=50)
    opciones.add_argument("--rondas", type=int, default=5)
    opciones.add_argument("--muestras", type=int, default=60)
    pedido = opciones.parse_args()
    with Laboratorio.abrir(postgres=True, redis=True) as laboratorio:
        from benchmarks import datos  # noqa: PLC0415 (Django is there now)
        from tramites.models import Certificado  # noqa: PLC0415

        datos.sembrar()
        rucs = list(datos.EMPRESAS)
        laboratorio.servir("--worker-class", "gthread", "--workers", "2", "--threads", "4")
        laboratorio.trabajar_con_celery()
        solos = de_a_uno(laboratorio.url, rucs[0], pedido.muestras)
        de_antes = Certificado.objects.count()
        visitas = []
        for _ in range(pedido.rondas):
            visitas += a_la_vez(laboratorio.url, rucs, pedido.personas)
            esperar(en_reposo, "el trabajador")
        cifras = [
            *contar(visitas, de_antes),
            Cifra("p50 del POST al archivo, de a uno (ms)", statistics.median(solos), META_ARCHIVO_MS),
            Cifra("p95 del POST al archivo, de a uno (ms)", statistics.quantiles(solos, n=20)[-1]),
        ]
        condiciones = [*laboratorio.servidores, f"{pedido.personas} a la vez, {pedido.rondas} rondas"]
    return informar("El certificado público", condiciones, cifras)


if __name__ == "__main__":
    sys.exit(main())
