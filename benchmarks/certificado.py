"""How long one signed certificate takes: from its data to signed, self-checked bytes and their SHA-256.

    python benchmarks/certificado.py [--documentos 200]

Makes its own key in a temporary folder and touches no database. Prints the median and the 95th percentile of the wall
clock, documents per second of processor time (what one core gives), and the size of the file, each beside its target.
The exit status is 1 when a target is missed. Run it on an idle machine: wall clock is what it measures.
"""

import argparse
import datetime as dt
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ["DJANGO_DEBUG"] = "true"

import django
from django.test import override_settings

from nucleo import pdf
from nucleo.pdf import pki

P50_MS, P95_MS, POR_SEGUNDO, TAMANO_KB = 80, 120, 12, 45
CODIGO = "7K3PX9QM2WTD4HNA"
DATOS = {
    "nombre": "QUISHPE ANDRANGO MARÍA FERNANDA",
    "cedula": "1710034065",
    "afiliaciones": [
        {
            "seguro": "Seguro General Obligatorio",
            "empleador": "Cooperativa Ñandú de Ahorro y Crédito Ltda.",
            "ruc": "1790012345001",
            "cargo": "Analista de crédito",
            "fecha_ingreso": "3 de febrero de 2014",
        }
    ],
    "estado": "Activo",
    "ultimo_mes_pagado": "octubre de 2026",
}


def emitir_uno():
    """What a worker does for one promised certificate, without the database around it."""
    emitido = dt.datetime.now(dt.UTC)
    return pdf.emitir(
        pdf.componer(
            "afiliados/documentos/certificado-afiliacion.html",
            {"datos": DATOS, "vence_el": emitido.date() + dt.timedelta(days=30)},
            titulo="Certificado de afiliación",
            codigo=CODIGO,
            url_verificacion=f"https://portal.example/verificar/{CODIGO}/",
            emitido=emitido,
            titular=pdf.Titular(DATOS["nombre"], "Cédula", DATOS["cedula"]),
            datos={"codigo": CODIGO, "emitido": emitido.isoformat(), "datos": DATOS},
        )
    )


def medir(cuantos: int) -> tuple[list[float], float, int]:
    """Wall seconds of each document, processor seconds of all, and the largest size in bytes. The first ten warm up."""
    for _ in range(10):
        emitir_uno()
    duraciones, mayor, procesador = [], 0, time.process_time()
    for _ in range(cuantos):
        inicio = time.perf_counter()
        documento = emitir_uno()
        duraciones.append(time.perf_counter() - inicio)
        mayor = max(mayor, documento.tamano)
    return duraciones, time.process_time() - procesador, mayor


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--documentos", type=int, default=200)
    cuantos = opciones.parse_args().documentos

    django.setup()

    with tempfile.TemporaryDirectory() as carpeta:
        pki.iniciar(Path(carpeta))
        ajustes = {"PKI_DIR": carpeta, "PKI_P12": "", "PKI_ROOTS": "", "TSA_URL": "", "DESARROLLO_PKI_PERMITIDA": True}
        with override_settings(**ajustes):
            duraciones, procesador, mayor = medir(cuantos)

    p50, p95 = statistics.median(duraciones) * 1000, statistics.quantiles(duraciones, n=20)[-1] * 1000
    filas = [
        ("p50 (ms)", p50, "<=", P50_MS),
        ("p95 (ms)", p95, "<=", P95_MS),
        ("documentos por segundo y núcleo", cuantos / procesador, ">=", POR_SEGUNDO),
        ("tamaño (KB)", mayor / 1024, "<=", TAMANO_KB),
    ]
    print(f"{cuantos} certificados, Python {platform.python_version()}, Django {django.get_version()}")
    cumple = [valor <= meta if signo == "<=" else valor >= meta for _, valor, signo, meta in filas]
    for (nombre, valor, signo, meta), bien in zip(filas, cumple, strict=True):
        print(f"{nombre:<34}{valor:>8.1f}   meta {signo} {meta:<4}{'cumple' if bien else 'NO CUMPLE'}")
    return 0 if all(cumple) else 1


if __name__ == "__main__":
    sys.exit(main())
