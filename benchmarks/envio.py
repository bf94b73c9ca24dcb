"""Sending a case, fifty people at once: none lost, none doubled, and how long it takes beside a bare insert.

    .venv/bin/python benchmarks/envio.py [--personas 200] [--rondas 5] [--con-trabajadores]

PostgreSQL, Redis, and gunicorn as in production, fifty connections on the same machine. Each person has a draft that is
ready; one in five sends it twice at the same moment, as a double click or two tabs do. Each round sends all drafts, and
as many bare inserts: a view that writes one row in one statement, behind the same middleware and the same sessions.
Then new drafts are made, which is not measured. `--con-trabajadores`: the receipts are signed and the mails written
meanwhile, on the same processors. Exit status 1 when a case was lost or doubled, or an answer was an error.
"""

import argparse
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio

if TYPE_CHECKING:
    from benchmarks.gente import Contestacion, Visitante

CONEXIONES, DOBLES = 50, 0.2
SLUG = "rectificacion-datos"
ENVIAR, INSERTAR = f"/afiliado/{SLUG}/revisar/", "/banco/insertar/"
ESCRITO = {"dato": ["apellidos"], "correcto": ["Medida Ríoz"], "explicacion": ["Mi segundo apellido es con z."]}


@dataclass(frozen=True)
class Envio:
    """One send. Those of one double click share a barrier, so that they leave together."""

    visitante: "Visitante"
    junto: threading.Barrier | None = None


@dataclass(frozen=True)
class Ronda:
    contestaciones: list[tuple["Visitante", "Contestacion"]]
    segundos: float

    @property
    def por_segundo(self) -> float:
        return len(self.contestaciones) / self.segundos

    def percentil(self, cual: int) -> float:
        """Milliseconds."""
        tiempos = [contestacion.segundos * 1000 for _, contestacion in self.contestaciones]
        return statistics.quantiles(tiempos, n=100)[cual - 1]


def preparar(visitantes: Sequence["Visitante"]) -> None:
    """A draft for each, filled as its page fills it."""
    from cuentas.actuacion import actuacion_de  # noqa: PLC0415 (Django is there now)
    from tramites.casos import services  # noqa: PLC0415
    from tramites.selectors import ficha  # noqa: PLC0415

    tramite = ficha(SLUG)
    for visitante in visitantes:
        borrador = services.abrir(actuacion=actuacion_de(visitante.cuenta), tramite=tramite)
        services.guardar_paso(borrador=borrador, paso=0, escrito=ESCRITO)


def repartir(visitantes: Sequence["Visitante"], azar: random.Random) -> list[Envio]:
    """The sends of a round. The two of a double click stand together, so two connections take them at once."""
    envios = []
    for visitante in azar.sample(visitantes, len(visitantes)):
        doble = azar.random() < DOBLES
        junto = threading.Barrier(2) if doble else None
        envios += [Envio(visitante, junto)] * (2 if doble else 1)
    return envios


def mandar(envios: Sequence[Envio], ruta: str) -> Ronda:
    cola: SimpleQueue[Envio] = SimpleQueue()
    for envio in envios:
        cola.put(envio)
    hechos: list[tuple[Visitante, Contestacion]] = []

    def conexion() -> None:
        while True:
            try:
                envio = cola.get_nowait()
            except Empty:
                return
            if envio.junto:
                envio.junto.wait(60)
            hechos.append((envio.visitante, envio.visitante.post(ruta)))

    hilos = [threading.Thread(target=conexion) for _ in range(CONEXIONES)]
    inicio = time.perf_counter()
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return Ronda(hechos, time.perf_counter() - inicio)


# --- the count -------------------------------------------------------------------------------------------------------


def contar(rondas: Sequence[Ronda]) -> Iterator[Cifra]:
    """What each person was told in each round, against the rows."""
    from tramites.casos.models import Evento, Solicitud  # noqa: PLC0415
    from tramites.certificados.models import Certificado  # noqa: PLC0415

    dichos: list[set[str]] = []
    for ronda in rondas:
        por_persona: dict[str, set[str]] = {}
        for visitante, contestacion in ronda.contestaciones:
            por_persona.setdefault(visitante.sesion, set()).add(contestacion.destino)
        dichos += por_persona.values()
    numeros = {destino.split("/")[2] for destinos in dichos for destino in destinos if "/solicitudes/" in destino}
    hay = set(Solicitud.objects.exclude(numero=None).values_list("numero", flat=True))
    ingresos = Counter(Evento.objects.filter(accion="ingresar").values_list("solicitud", flat=True))
    comprobantes = Counter(Certificado.objects.values_list("solicitud", flat=True))
    estados = Counter(contestacion.estado for ronda in rondas for _, contestacion in ronda.contestaciones)
    yield Cifra("borradores enviados", len(dichos))
    yield Cifra("  de ellos, dos veces a la vez", estados.total() - len(dichos))
    yield Cifra("casos perdidos", len(dichos) - len(numeros & hay), 0)
    yield Cifra("casos duplicados", len(hay) - len(dichos) + sum(n - 1 for n in ingresos.values()), 0)
    yield Cifra("personas a las que se dijo más de un número", sum(len(destinos) > 1 for destinos in dichos), 0)
    yield Cifra("comprobantes de menos o de más", sum(n != 1 for n in comprobantes.values()) + len(hay - numeros), 0)
    yield Cifra("respuestas 5xx o cortadas", sum(n for e, n in estados.items() if e >= 500 or e == 0), 0)
    yield Cifra(
        "otras respuestas que no llevan al caso", sum(n for e, n in estados.items() if 0 < e < 500 and e != 302), 0
    )


def medir(laboratorio: Laboratorio, pedido: argparse.Namespace) -> list[Cifra]:
    from benchmarks import gente  # noqa: PLC0415

    azar = random.Random(pedido.semilla)
    visitantes = gente.sembrar(pedido.personas, laboratorio.puerto)
    laboratorio.servir("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    if pedido.con_trabajadores:
        laboratorio.trabajar_con_celery()
    mandar([Envio(visitante) for visitante in visitantes], INSERTAR)  # warms up
    casos, inserciones = [], []
    for _ in range(pedido.rondas):
        preparar(visitantes)
        envios = repartir(visitantes, azar)
        inserciones.append(mandar([Envio(envio.visitante) for envio in envios], INSERTAR))
        casos.append(mandar(envios, ENVIAR))
    return [*contar(casos), *tiempos(casos, inserciones)]


def tiempos(casos: Sequence[Ronda], inserciones: Sequence[Ronda]) -> Iterator[Cifra]:
    """Medians of the rounds; the ratio is that of each round with its own bare inserts."""
    mediana = statistics.median
    malas = sum(contestacion.estado != 302 for ronda in inserciones for _, contestacion in ronda.contestaciones)
    razones = [caso.percentil(95) / sola.percentil(95) for caso, sola in zip(casos, inserciones, strict=True)]
    for nombre, rondas in (("enviar", casos), ("inserción sola", inserciones)):
        yield Cifra(f"{nombre}: por segundo", mediana(ronda.por_segundo for ronda in rondas), decimales=1)
        yield Cifra(f"{nombre}: p50 (ms)", mediana(ronda.percentil(50) for ronda in rondas))
        yield Cifra(f"{nombre}: p95 (ms)", mediana(ronda.percentil(95) for ronda in rondas))
    yield Cifra("p95 de enviar / p95 de la inserción sola", mediana(razones), decimales=1)
    yield Cifra("  la menor y", min(razones), decimales=1)
    yield Cifra("  la mayor de las rondas", max(razones), decimales=1)
    yield Cifra("inserciones solas que fallaron", malas, 0)


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--personas", type=int, default=200)
    opciones.add_argument("--rondas", type=int, default=5)
    opciones.add_argument("--semilla", type=int, default=1)
    opciones.add_argument("--con-trabajadores", action="store_true")
    pedido = opciones.parse_args()
    with Laboratorio.abrir(postgres=True, redis=True) as laboratorio:
        resultado = medir(laboratorio, pedido)
        condiciones = [
            *laboratorio.servidores,
            f"gunicorn gthread 2 x 4, {CONEXIONES} conexiones, {pedido.rondas} rondas",
        ]
    condiciones.append("con trabajadores" if pedido.con_trabajadores else "sin trabajadores")
    return informar("El envío de un caso", condiciones, resultado)


if __name__ == "__main__":
    sys.exit(main())
