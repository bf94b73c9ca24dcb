"""The pages of a person who logged in: queries, weight, and requests per second beside a bare view.

    .venv/bin/python benchmarks/paginas.py [--vueltas 5] [--segundos 6]

PostgreSQL, gunicorn with two sync workers, wrk with 8 connections on the same machine. Each round asks for the bare
view (all middleware, no session, no query) and for /inicio/, one after the other; the ratio is the median of the
rounds. Other work on the machine hurts the page more than the bare view: measure on an idle one.
Needs wrk: apt-get install wrk.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import RAIZ, Laboratorio
from benchmarks.navegador import Navegador

CONSULTAS, RAZON, PESO_KB = 8, 17, 40
CONEXIONES, CALENTAMIENTO = 8, 2
DESNUDA, INICIO, HISTORIAL = "/banco/desnuda/", "/inicio/", "/afiliado/historial-laboral/"
PAGINAS = {"inicio": INICIO, "ficha": "/tramites/historial-laboral/", "historial": HISTORIAL}
RECURSO = re.compile(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"')


@dataclass(frozen=True)
class Carga:
    por_segundo: float
    p95_ms: float


def cargar(url: str, segundos: int, cookie: str = "") -> Carga:
    """What the server gives for so many seconds. Raises RuntimeError when any answer was not a good one."""
    wrk = ["wrk", "-t1", f"-c{CONEXIONES}", f"-d{segundos}s", "-s", str(RAIZ / "benchmarks" / "wrk.lua")]
    cabeceras = ["-H", "Accept-Encoding: gzip", *(["-H", f"Cookie: {cookie}"] if cookie else [])]
    salida = subprocess.run([*wrk, *cabeceras, url], capture_output=True, text=True, check=True).stdout
    por_segundo, p95, errores = re.search(r"^banco (\S+) (\S+) (\d+)$", salida, re.MULTILINE).groups()
    if int(errores):
        raise RuntimeError(f"{url}: {errores} respuestas con error")
    return Carga(float(por_segundo), float(p95))


def rendimiento(laboratorio: Laboratorio, persona: Navegador, vueltas: int, segundos: int) -> list[tuple[Carga, Carga]]:
    """(bare view, /inicio/) of each round."""
    desnuda, inicio = laboratorio.url + DESNUDA, laboratorio.url + INICIO
    for url in (desnuda, inicio):
        cargar(url, CALENTAMIENTO, persona.cookie)
    resultados = []
    for _ in range(vueltas):
        assert persona.get(INICIO).estado == 200
        resultados.append((cargar(desnuda, segundos), cargar(inicio, segundos, persona.cookie)))
    return resultados


def peso_kb(persona: Navegador, ruta: str) -> float:
    """KiB over the wire of a first visit: the page, its style sheets and its scripts, compressed."""
    pagina = persona.get(ruta).contenido.decode()
    visita = [ruta, *RECURSO.findall(pagina)]
    respuestas = [persona.get(direccion, gzip=True) for direccion in visita]
    assert all(r.estado == 200 and r.cabeceras.get("Content-Encoding") == "gzip" for r in respuestas), visita
    return sum(len(r.contenido) for r in respuestas) / 1024


def consultas(cuenta, ruta: str) -> int:
    """Queries of a page that moves the session's idle clock too, which one page a minute does."""
    from django.contrib.sessions.models import Session  # noqa: PLC0415 (Django is there now)
    from django.db import connection  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    cliente = Client(headers={"Host": "127.0.0.1"})
    cliente.force_login(cuenta)
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=2))
    with CaptureQueriesContext(connection) as hechas:
        assert cliente.get(ruta).status_code == 200
    return sum(not sql["sql"].startswith(("BEGIN", "COMMIT")) for sql in hechas)


def cifras(laboratorio: Laboratorio, vueltas: int, segundos: int) -> list[Cifra]:
    from benchmarks import datos  # noqa: PLC0415

    cuentas = datos.sembrar()
    contadas = {
        (nombre, meses): consultas(cuentas[cedula], ruta)
        for nombre, ruta in PAGINAS.items()
        for cedula, meses in datos.MESES.items()
    }
    laboratorio.servir("--worker-class", "sync", "--workers", "2")
    personas = {cedula: Navegador(laboratorio.url) for cedula in datos.MESES}
    for cedula, persona in personas.items():
        persona.ingresar(cedula, datos.CLAVE)
    pesos = {nombre: peso_kb(personas[datos.LARGA], ruta) for nombre, ruta in PAGINAS.items()}
    cargas = rendimiento(laboratorio, personas[datos.CORTA], vueltas, segundos)
    razon = mediana(desnuda / inicio for desnuda, inicio in tasas(cargas))
    corta, larga = datos.MESES.values()
    return [
        Cifra("/inicio/: consultas", contadas["inicio", corta], CONSULTAS),
        Cifra("/inicio/: veces que contesta más la vista desnuda", razon, RAZON, decimales=1),
        Cifra("/inicio/: peticiones por segundo", mediana(i for _, i in tasas(cargas))),
        Cifra("/inicio/: p95 (ms)", mediana(inicio.p95_ms for _, inicio in cargas)),
        Cifra("vista desnuda: peticiones por segundo", mediana(d for d, _ in tasas(cargas))),
        *(Cifra(f"{nombre}: consultas con {corta} meses", contadas[nombre, corta]) for nombre in PAGINAS),
        *(Cifra(f"{n}: consultas con {larga} meses", contadas[n, larga], contadas[n, corta]) for n in PAGINAS),
        *(Cifra(f"{n}, {larga} meses: primera visita con gzip (KB)", pesos[n], PESO_KB, decimales=1) for n in PAGINAS),
    ]


def tasas(cargas: list[tuple[Carga, Carga]]) -> list[tuple[float, float]]:
    return [(desnuda.por_segundo, inicio.por_segundo) for desnuda, inicio in cargas]


mediana = statistics.median


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--vueltas", type=int, default=5)
    opciones.add_argument("--segundos", type=int, default=6)
    pedido = opciones.parse_args()
    if not shutil.which("wrk"):
        print("Hace falta wrk: apt-get install wrk")
        return 2
    with Laboratorio.abrir(postgres=True) as laboratorio:
        resultado = cifras(laboratorio, pedido.vueltas, pedido.segundos)
        servidores = laboratorio.servidores
    condiciones = [*servidores, f"gunicorn sync x2, wrk con {CONEXIONES} conexiones, {pedido.vueltas} vueltas"]
    return informar("Las páginas de una persona", condiciones, resultado)


if __name__ == "__main__":
    sys.exit(main())
