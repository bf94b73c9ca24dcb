"""The login: how many a second, what one costs outside of the hash, and whether its time tells who has an account.

    .venv/bin/python benchmarks/ingreso.py [--segundos 8] [--rondas 150] [--peticiones 60]

PostgreSQL, gunicorn as the Dockerfile starts it, eight clients at once on the same machine, each with its own accounts:
right claves: counters, Argon2id at 19 MiB, session, bitácora, all of it. The same load on Django's own
Argon2 (100 MiB, eight lanes) and the bare hash in two processes say what the figure means on this machine. The CPU is
taken in one process through all of the middleware, with the hash measured apart. The times of answer are those of wrong
claves for a cédula with account, one of the register without, and one that is nobody's, asked in turns one at a time;
two groups differ when a rank test (Mann-Whitney, Bonferroni over three pairs) says so and the medians lie more than 2 %
apart.
"""

import argparse
import cProfile
import http.client
import itertools
import multiprocessing
import os
import pstats
import random
import statistics
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio, puerto_libre

CONEXIONES = 8
POR_SEGUNDO, FUERA_MS, CRECE_KB = 60, 12, 2048
DISTANCIA, ALFA = 2.0, 0.01 / 3
CLAVE = "Clave-De-Medicion-2026"
TOKEN = "a" * 32
FORMULARIO = "application/x-www-form-urlencoded"
SERVIDOR = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")  # of the Dockerfile
PARTES = {
    "contar el intento": [("cuentas/limites.py", "contar_intento")],
    "olvidar el intento": [("cuentas/limites.py", "olvidar_intento")],
    "hallar la cuenta": [("cuentas/backends.py", "authenticate")],
    "sesión": [("accesos/services.py", "registrar_sesion"), ("contrib/sessions/middleware.py", "process_response")],
    "último ingreso": [("auth/models.py", "update_last_login")],
    "lo que hay que recordar": [("cuentas/recordatorios.py", "recordar_al_ingresar")],
    "bitácora": [("nucleo/bitacora/services.py", "anotar")],
}


@dataclass(frozen=True)
class Grupos:
    """Cédulas by what the portal knows of them."""

    con_cuenta: list[str]
    sin_cuenta: list[str]
    de_nadie: list[str]


def sembrar(cuantas: int) -> Grupos:
    from stdnum import luhn  # noqa: PLC0415

    from cuentas.services import abrir_cuenta_de_demostracion  # noqa: PLC0415
    from registro.models import Persona  # noqa: PLC0415

    def cedulas(prefijo: int) -> list[str]:
        nueves = [f"17{prefijo}{n:06d}" for n in range(cuantas)]
        return [nueve + luhn.calc_check_digit(nueve) for nueve in nueves]

    grupos = Grupos(cedulas(1), cedulas(2), cedulas(3))
    for cedula in grupos.con_cuenta + grupos.sin_cuenta:
        persona = Persona.objects.create(
            cedula=cedula, apellidos="Medida", nombres="Persona", fecha_nacimiento="1980-05-17"
        )
        if cedula in grupos.con_cuenta:
            abrir_cuenta_de_demostracion(titular=persona, clave=CLAVE, correo=f"{cedula}@correo.invalid")
    return grupos


def formulario(identificacion: str, clave: str) -> str:
    """What a browser sends."""
    return urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, "identificacion": identificacion, "clave": clave})


class Cliente:
    """One connection for each login, as those of so many browsers would be."""

    def __init__(self, puerto: int) -> None:
        self._puerto = puerto

    def ingresar(self, identificacion: str, clave: str) -> tuple[int, float]:
        """(status, seconds) of one login."""
        cabeceras = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": FORMULARIO}
        inicio = time.perf_counter()
        conexion = http.client.HTTPConnection("127.0.0.1", self._puerto, timeout=30)
        try:
            conexion.request("POST", "/ingresar/", formulario(identificacion, clave), cabeceras)
            respuesta = conexion.getresponse()
            respuesta.read()
        finally:
            conexion.close()
        return respuesta.status, time.perf_counter() - inicio


def cargar(puerto: int, cedulas: list[str], segundos: float) -> float:
    """Right logins per second by eight clients. Raises RuntimeError when one was refused."""
    fin = time.monotonic() + segundos
    hechos: list[int] = []
    turnos = [itertools.cycle(cedulas[i::CONEXIONES]) for i in range(CONEXIONES)]

    def cliente(turno: Iterator[str]) -> None:
        uno = Cliente(puerto)
        while time.monotonic() < fin:
            hechos.append(uno.ingresar(next(turno), CLAVE)[0])

    hilos = [threading.Thread(target=cliente, args=(turno,)) for turno in turnos]
    inicio = time.monotonic()
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    if set(hechos) != {302}:
        raise RuntimeError(f"respuestas: {sorted(set(hechos))}")
    return len(hechos) / (time.monotonic() - inicio)


def con_la_huella_de_django(laboratorio: Laboratorio, cedulas: list[str], segundos: float) -> float:
    """The same load, by the same accounts: their claves are hashed again at their first login, and stay so."""
    puerto = laboratorio.servir(*SERVIDOR, "--env", "BANCO_HUELLA=django", puerto=puerto_libre())
    cargar(puerto, cedulas, segundos)
    return cargar(puerto, cedulas, segundos)


def huellas_por_segundo(segundos: float) -> float:
    """What two processes that do nothing but hash come to: no login can be faster."""
    with multiprocessing.get_context("fork").Pool(2) as procesos:
        return sum(procesos.map(resumir_durante, [segundos / 2] * 2))


def resumir_durante(segundos: float) -> float:
    from django.contrib.auth.hashers import check_password, make_password  # noqa: PLC0415

    guardada, veces = make_password(CLAVE), 0
    inicio = time.monotonic()
    while time.monotonic() < inicio + segundos:
        check_password(CLAVE, guardada)
        veces += 1
    return veces / (time.monotonic() - inicio)


def memoria_kb(puerto: int) -> int:
    """Resident memory of the workers of the gunicorn that this process started."""
    total = 0
    for estado in Path("/proc").glob("[0-9]*/status"):
        try:
            orden = (estado.parent / "cmdline").read_bytes().decode().split("\0")
            lineas = dict(linea.split(":", 1) for linea in estado.read_text().splitlines() if ":" in linea)
        except OSError:
            continue
        if f"127.0.0.1:{puerto}" in orden and int(lineas["PPid"]) != os.getpid():
            total += int(lineas["VmRSS"].split()[0])
    return total


# --- the processor ---------------------------------------------------------------------------------------------------


def procesador(cedulas: list[str], peticiones: int) -> tuple[float, float, dict[str, float]]:
    """(ms of the hash, ms outside of it, its parts) of one right login, in this process."""
    from django.contrib.auth.hashers import check_password, make_password  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from iess_portal.wsgi import application  # noqa: PLC0415

    guardada = make_password(CLAVE)
    navegador = RequestFactory(headers={"Host": "127.0.0.1", "Cookie": f"csrftoken={TOKEN}"})

    def ingreso(cedula: str) -> None:
        pedido = navegador.post("/ingresar/", formulario(cedula, CLAVE), content_type=FORMULARIO)
        list(application(pedido.environ, lambda status, _cabeceras: statuses.add(status[:3])))
        assert statuses == {"302"}, statuses

    statuses: set[str] = set()
    turno = itertools.cycle(cedulas)
    for _ in range(10):
        ingreso(next(turno))
    entero = mediana_cpu(lambda: ingreso(next(turno)), peticiones)
    huella = mediana_cpu(lambda: check_password(CLAVE, guardada), peticiones)
    return huella, entero - huella, partes(lambda: ingreso(next(turno)), peticiones, entero - huella)


def mediana_cpu(hacer: Callable[[], object], veces: int) -> float:
    tiempos = []
    for _ in range(veces):
        inicio = time.process_time()
        hacer()
        tiempos.append((time.process_time() - inicio) * 1000)
    return statistics.median(tiempos)


def partes(hacer: Callable[[], object], veces: int, fuera: float) -> dict[str, float]:
    """How what lies outside of the hash is shared out, by what the login does. The profiler's shares, in our ms."""
    perfil = cProfile.Profile(time.process_time)
    perfil.enable()
    for _ in range(veces):
        hacer()
    perfil.disable()
    filas = {(archivo, nombre): fila for (archivo, _linea, nombre), fila in pstats.Stats(perfil).stats.items()}
    huella = sum(fila[2] for (_archivo, nombre), fila in filas.items() if "argon2_verify" in nombre)
    total = sum(fila[2] for fila in filas.values()) - huella
    sumas = {
        parte: sum(
            fila[3]
            for (a, n), fila in filas.items()
            for archivo, nombre in cuales
            if n == nombre and a.endswith(archivo)
        )
        for parte, cuales in PARTES.items()
    }
    sumas["hallar la cuenta"] -= huella
    sumas["lo demás"] = total - sum(sumas.values())
    return {parte: suma / total * fuera for parte, suma in sumas.items()}


# --- the times of answer ---------------------------------------------------------------------------------------------


def tiempos(puerto: int, grupos: Grupos, rondas: int) -> dict[str, list[float]]:
    """Milliseconds of a wrong login, the three groups in turns and in a new order each time."""
    from nucleo.throttle import ThrottleCounter  # noqa: PLC0415

    uno = Cliente(puerto)
    listas = {
        "con cuenta": grupos.con_cuenta,
        "sin cuenta": grupos.sin_cuenta,
        "fuera del registro": grupos.de_nadie,
    }
    medidos: dict[str, list[float]] = {nombre: [] for nombre in listas}
    azar = random.Random(1)
    for ronda in range(-10, rondas):
        if ronda % 20 == 0:
            ThrottleCounter.objects.all().delete()  # one machine asks for everybody here
        for nombre in azar.sample(list(listas), len(listas)):
            status, segundos = uno.ingresar(listas[nombre][ronda % len(listas[nombre])], "otra clave")
            if status != 200:
                raise RuntimeError(f"{nombre}: {status}")
            if ronda >= 0:
                medidos[nombre].append(segundos * 1000)
    return medidos


def p_de_rangos(unos: list[float], otros: list[float]) -> float:
    """Two-sided p of the Mann-Whitney test, by its normal approximation: the groups are large and have hardly a tie."""
    orden = sorted([(valor, 0) for valor in unos] + [(valor, 1) for valor in otros])
    suma = sum(rango for rango, (_valor, grupo) in enumerate(orden, 1) if grupo == 0)
    n, m = len(unos), len(otros)
    u = suma - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(z)))


def se_distinguen(unos: list[float], otros: list[float]) -> tuple[bool, float, float]:
    """(whether somebody outside could tell them apart, p, distance of the medians in per cent)."""
    mediana, otra = statistics.median(unos), statistics.median(otros)
    p, distancia = p_de_rangos(unos, otros), abs(mediana - otra) / otra * 100
    return p < ALFA and distancia > DISTANCIA, p, distancia


def cifras(laboratorio: Laboratorio, segundos: float, rondas: int, peticiones: int) -> list[Cifra]:
    grupos = sembrar(max(rondas // 4, 40))
    huella, fuera, por_parte = procesador(grupos.con_cuenta, peticiones)
    techo = huellas_por_segundo(segundos)
    laboratorio.servir(*SERVIDOR)
    cargar(laboratorio.puerto, grupos.con_cuenta, segundos)
    antes = memoria_kb(laboratorio.puerto)
    por_segundo = cargar(laboratorio.puerto, grupos.con_cuenta, segundos)
    crecio = memoria_kb(laboratorio.puerto) - antes
    medidos = tiempos(laboratorio.puerto, grupos, rondas)
    de_django = con_la_huella_de_django(laboratorio, grupos.con_cuenta[:CONEXIONES], segundos)  # the last: it stays
    comparados = {par: se_distinguen(*(medidos[grupo] for grupo in par)) for par in itertools.combinations(medidos, 2)}
    return [
        Cifra("ingresos por segundo", por_segundo, POR_SEGUNDO, minimo=True, decimales=1),
        Cifra("  huellas por segundo en dos procesos, sin nada más", techo, decimales=1),
        Cifra("  ingresos por segundo con la huella que trae Django", de_django, decimales=1),
        Cifra("  veces los de esa huella", por_segundo / de_django, decimales=1),
        Cifra("memoria que crecieron los procesos (KiB)", crecio, CRECE_KB),
        Cifra("procesador de la huella Argon2id (ms)", huella, decimales=1),
        Cifra("procesador fuera de la huella (ms)", fuera, FUERA_MS, decimales=1),
        *(Cifra(f"  {parte} (ms)", ms, decimales=1) for parte, ms in por_parte.items()),
        *(Cifra(f"{g}: mediana de la respuesta (ms)", statistics.median(t), decimales=2) for g, t in medidos.items()),
        *(Cifra(f"{a} / {b}: distancia (%)", d, decimales=2) for (a, b), (_, _, d) in comparados.items()),
        *(Cifra(f"{a} / {b}: p de los rangos", p, decimales=3) for (a, b), (_, p, _) in comparados.items()),
        Cifra("pares que se distinguen por el tiempo", sum(x for x, *_ in comparados.values()), 0),
    ]


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--segundos", type=float, default=8)
    opciones.add_argument("--rondas", type=int, default=150)
    opciones.add_argument("--peticiones", type=int, default=60)
    pedido = opciones.parse_args()
    with Laboratorio.abrir(postgres=True) as laboratorio:
        resultado = cifras(laboratorio, pedido.segundos, pedido.rondas, pedido.peticiones)
        condiciones = [
            *laboratorio.servidores,
            f"gunicorn {' '.join(SERVIDOR)}, {CONEXIONES} clientes, {pedido.rondas} rondas",
        ]
    return informar("El ingreso", condiciones, resultado)


if __name__ == "__main__":
    sys.exit(main())
