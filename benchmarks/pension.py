"""What one pension costs: the rule on a record of 480 months, and 20,000 simulated people.

    .venv/bin/python benchmarks/pension.py [--personas 20000]

Pure rules, in one process: no database, no server. The people are invented with a fixed seed: 10 to 45 years of
contributions with gaps, raises and second employers, aged 55 to 80. Each is decided whole: the summary of the record,
the requirements, the base, the pension, every step.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ["DJANGO_DEBUG"] = "true"

import django

from benchmarks.informe import Cifra, informar

HOY = date(2026, 11, 20)
SEMILLA = 20261120
MESES = 480
MILISEGUNDOS, POR_SEGUNDO = 2.5, 400


def persona(azar: random.Random, meses: int) -> list:
    """The rows of a record of about so many months that ends last month."""
    from registro.reglas.puertas import mover  # noqa: PLC0415 (Django is there now)
    from registro.reglas.tiempo_servicio import Fila  # noqa: PLC0415

    filas, sueldo, mes = [], azar.randint(20_000, 60_000), mover(HOY, -meses)
    for i in range(meses):
        if azar.random() < 0.04:
            continue  # a gap
        if i % 12 == 0:
            sueldo = int(sueldo * azar.uniform(0.98, 1.08))
        pagado = azar.random() > 0.01
        filas.append(Fila(mover(mes, i), "1790011674001", "Sol S.A.", 30, Decimal(sueldo) / 100, pagado))
        if azar.random() < 0.1:
            filas.append(Fila(mover(mes, i), "1790085783001", "Mar", 15, Decimal(sueldo // 3) / 100, True))
    return filas


def medir(hacer: Callable[[list], object], historias: Iterable[list]) -> tuple[float, float]:
    """(median milliseconds of one, how many a second of processor); to invent them is not counted."""
    duraciones, procesador = [], 0.0
    for historia in historias:
        antes, inicio = time.process_time(), time.perf_counter()
        hacer(historia)
        duraciones.append(time.perf_counter() - inicio)
        procesador += time.process_time() - antes
    return statistics.median(duraciones) * 1000, len(duraciones) / procesador


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--personas", type=int, default=20_000)
    cuantas = opciones.parse_args().personas

    django.setup()
    from afiliados.reglas.jubilacion_vejez import Empleo, Solicitante, dictamen  # noqa: PLC0415
    from registro.parametros import Parametros, leer  # noqa: PLC0415
    from registro.parametros.pension import decimos_de, norma_de  # noqa: PLC0415
    from registro.reglas.pension import base, liquidar, pagados  # noqa: PLC0415
    from registro.reglas.tiempo_servicio import resumir  # noqa: PLC0415

    parametros = Parametros(HOY, leer())
    norma, decimos = norma_de(parametros), decimos_de(parametros)
    usados = parametros.usados
    azar = random.Random(SEMILLA)

    def solo_la_regla(meses: list) -> object:
        return liquidar(base(meses, norma).valor, len(meses), norma)

    def decidir(filas: list) -> object:
        solicitante = Solicitante(
            nacimiento=date(azar.randint(1946, 1971), azar.randint(1, 12), azar.randint(1, 28)),
            pagados=pagados(resumir(filas)),
            empleos=[Empleo("Sol S.A.", date(1980, 1, 1), date(2026, 10, 31))],
        )
        return dictamen(solicitante, norma, decimos, HOY, usados)

    largas = [pagados(resumir(persona(azar, MESES * 10 // 9)))[:MESES] for _ in range(200)]
    de_regla, _ = medir(solo_la_regla, largas * 5)
    personas = (persona(azar, azar.randint(120, 540)) for _ in range(cuantas))
    de_persona, por_segundo = medir(decidir, personas)
    return informar(
        "Pensión de vejez",
        [f"{cuantas} personas inventadas, semilla {SEMILLA}"],
        [
            Cifra(f"regla sobre {MESES} meses, mediana (ms)", de_regla, MILISEGUNDOS, decimales=2),
            Cifra("dictamen entero de una persona, mediana (ms)", de_persona, decimales=2),
            Cifra("dictámenes por segundo y núcleo", por_segundo, POR_SEGUNDO, minimo=True),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
