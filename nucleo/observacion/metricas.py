"""What the processes count about themselves, for Prometheus. What the database knows is not counted but asked.

With PROMETHEUS_MULTIPROC_DIR every process of the web and of the workers writes its figures into that folder, and
whichever is asked adds all of them up. Without it a process knows only its own.
"""

import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from nucleo.observacion.contexto import Contexto, actual, dentro_de

CARPETA = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if CARPETA:
    Path(CARPETA).mkdir(parents=True, exist_ok=True)
    # One folder may serve several containers, and each of them has a process 1.
    EQUIPO = socket.gethostname()
    values.ValueClass = values.MultiProcessValue(lambda: f"{EQUIPO}-{os.getpid()}")

tareas = logging.getLogger("portal.tareas")
METODOS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
PROPIAS = CollectorRegistry()
PETICIONES = Counter("portal_peticiones", "Peticiones respondidas.", ["ruta", "metodo", "clase"], registry=PROPIAS)
PETICION_SEGUNDOS = Histogram(
    "portal_peticion_segundos",
    "Cuánto tardó la respuesta.",
    ["ruta"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=PROPIAS,
)
TAREAS = Counter(
    "portal_tareas", "Intentos de una tarea, por cómo terminaron.", ["tarea", "resultado"], registry=PROPIAS
)
TAREA_SEGUNDOS = Histogram(
    "portal_tarea_segundos",
    "Cuánto tardó un intento.",
    ["tarea"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
    registry=PROPIAS,
)
FIRMA_SEGUNDOS = Histogram(
    "portal_firma_segundos",
    "Cuánto tardó un documento: dibujarlo, firmarlo y comprobarlo.",
    ["resultado"],  # without a label every process would write a file at its start, also those that sign nothing
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=PROPIAS,
)
FIRMA_FALLOS = Counter("portal_firma_fallos", "Documentos que no salieron, por qué.", ["motivo"], registry=PROPIAS)

HECHO, FALLO = "hecho", "fallo"


def contar_peticion(ruta: str, metodo: str | None, estado: int, segundos: float) -> None:
    # Anybody may send any word for a method, and each would be a series for good.
    PETICIONES.labels(ruta, metodo if metodo in METODOS else "otro", f"{estado // 100}xx").inc()
    PETICION_SEGUNDOS.labels(ruta).observe(segundos)


@dataclass
class Intento:
    resultado: str = HECHO


@contextmanager
def tarea(nombre: str, *, peticion: str = "") -> Iterator[Intento]:
    """One try of a task: its log lines name it and the request that asked for it, and its outcome is counted."""
    intento, inicio = Intento(), time.perf_counter()
    with dentro_de(Contexto(peticion=peticion or actual().peticion, tarea=nombre)):
        try:
            yield intento
        except BaseException:
            intento.resultado = FALLO
            raise
        finally:
            segundos = time.perf_counter() - inicio
            TAREAS.labels(nombre, intento.resultado).inc()
            TAREA_SEGUNDOS.labels(nombre).observe(segundos)
            tareas.info(
                "terminada", extra={"campos": {"resultado": intento.resultado, "ms": round(segundos * 1000, 1)}}
            )


@contextmanager
def firma() -> Iterator[None]:
    """One document on its way out."""
    inicio, resultado = time.perf_counter(), FALLO
    try:
        yield
        resultado = HECHO
    except Exception as error:
        FIRMA_FALLOS.labels(type(error).__name__).inc()
        raise
    finally:
        FIRMA_SEGUNDOS.labels(resultado).observe(time.perf_counter() - inicio)


def de_los_procesos() -> bytes:
    """The figures of all processes, as Prometheus reads them."""
    if not CARPETA:
        return generate_latest(PROPIAS)
    todas = CollectorRegistry()
    MultiProcessCollector(todas, path=CARPETA)
    return generate_latest(todas)
