"""How fast `generar_rol` pays a month, beside a bare INSERT of the same lines, and whether it grows in line.

And how long the bank's part of it takes: to make and write its file (`archivo_rol`), and to load an answer to each of
its deposits (`importar_depositos`). One pensioner in a hundred has no account.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/rol.py [--pensiones 7000 70000 700000] [--vueltas 2]

Works in a database of its own, made and dropped beside that of DATABASE_URL (the role needs CREATEDB). One pensioner in
five has a loan, one in twenty a retention by a judge; every one has the rol of the month before. It is the rol of
December, the heaviest: it adds up the décima tercera. The bare INSERT copies finished lines from a table without
indexes into the same indexed, constrained table. Prints the best round of each; exits with 1 when the rol takes more
than twice the INSERT, or a pension costs much more in the largest set than in the smallest.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ.setdefault("DJANGO_DEBUG", "true")

import django

from benchmarks.informe import Cifra, informar

HOY, MES = date(2026, 12, 1), date(2026, 12, 1)
RAZON, CRECE = 2.0, 1.5
POBLAR = (
    """INSERT INTO registro_persona (id, cedula, apellidos, nombres, fecha_nacimiento, sexo, nacionalidad,
           estado_civil, correo, telefono, direccion, busqueda, cambiado_en_portal)
       SELECT n, lpad(n::text, 10, '0'), 'Prueba', 'Persona', '1955-05-17', 'F', '', '', '', '', '', 'prueba', '[]'
         FROM generate_series(1, {n}) n""",
    """INSERT INTO registro_pension (persona_id, tipo, fecha_inicio, monto, acuerdo_numero, reside_exterior,
           cambiado_en_portal)
       SELECT n, 'VEJEZ', '2020-01-01', 300 + n % 900 + n % 97 / 100.0, '', false, '[]'
         FROM generate_series(1, {n}) n""",
    """INSERT INTO registro_pagopension (persona_id, periodo, concepto, orden, fecha_pago, valor)
       SELECT persona_id, '2026-11-01', 'PENSION', 1, '2026-11-20', monto FROM registro_pension""",
    """INSERT INTO registro_pagopension (persona_id, periodo, concepto, orden, fecha_pago, valor)
       SELECT n, '2026-11-01', 'ALIMENTOS', 1, '2026-11-20', -80 FROM generate_series(1, {n}, 20) n""",
    """INSERT INTO registro_cuentabancaria (persona_id, institucion, tipo, numero, vigente_desde, origen, estado,
           cambiado_en_portal)
       SELECT n, 'Banco ' || n % 20, 'AHORROS', '22' || n, '2020-01-01', 'INSTITUTO', 'VALIDADA', '[]'
         FROM generate_series(1, {n}) n WHERE n % 100 <> 0""",
    """INSERT INTO registro_prestamo (persona_id, tipo, fecha, monto, plazo_meses, tasa, saldo, cuotas_vencidas)
       SELECT n, 'QUIROGRAFARIO', '2026-01-15', 1000 + n % 700, 24 + n % 12, 11.5, 900, 0
         FROM generate_series(1, {n}, 5) n""",
)
DESNUDA = """INSERT INTO registro_pagopension (persona_id, periodo, concepto, orden, fecha_pago, valor)
    SELECT persona_id, periodo, concepto, orden, fecha_pago, valor FROM lineas"""
TABLAS = (
    "pensionistas_deposito, pensionistas_archivorol, registro_cuentabancaria, registro_pagopension, registro_prestamo, "
    "registro_pension, registro_persona"
)


def segundos(hacer: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    hacer()
    return time.perf_counter() - inicio


def medir(cuantas: int, vueltas: int) -> Iterator[tuple[float, float, int]]:
    """(seconds of the rol, of the bare INSERT, lines) of each round, over the same rows."""
    from django.db import connection  # noqa: PLC0415 (Django is there now)

    from pensionistas.rol.services import generar_rol  # noqa: PLC0415

    def ejecutar(*sentencias: str) -> None:
        with connection.cursor() as cursor:
            for sentencia in sentencias:
                cursor.execute(sentencia)

    ejecutar(f"TRUNCATE {TABLAS} CASCADE", *(sql.format(n=cuantas) for sql in POBLAR))
    ejecutar(f"VACUUM ANALYZE {TABLAS}")
    lineas = 0
    for vuelta in range(vueltas):
        if vuelta:
            ejecutar("DELETE FROM registro_pagopension WHERE periodo = '2026-12-01'", "VACUUM registro_pagopension")
        ejecutar("CHECKPOINT")
        del_rol = segundos(lambda: generar_rol(mes=MES, hoy=HOY))
        ejecutar("CREATE TABLE lineas AS SELECT * FROM registro_pagopension WHERE periodo = '2026-12-01'")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM lineas")
            (lineas,) = cursor.fetchone()
        ejecutar("DELETE FROM registro_pagopension WHERE periodo = '2026-12-01'", "VACUUM registro_pagopension")
        ejecutar("CHECKPOINT")
        desnuda = segundos(lambda: ejecutar(DESNUDA))
        ejecutar("DROP TABLE lineas")
        yield del_rol, desnuda, lineas


def medir_banco() -> tuple[float, float, float, int]:
    """(seconds to make the file, to write it, to load its answer, deposits), over the lines that `medir` left."""
    from nucleo.csv import entero  # noqa: PLC0415 (Django is there now)
    from pensionistas.models import Deposito  # noqa: PLC0415
    from pensionistas.rol.banco import escrito, hacer_archivo  # noqa: PLC0415
    from pensionistas.rol.respuestas import cargar  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as carpeta:
        inicio = time.perf_counter()
        archivo = hacer_archivo(mes=MES, hoy=HOY).archivo
        hecho = time.perf_counter() - inicio
        if archivo is None:
            sys.exit("there was nothing to send")

        def escribir() -> None:
            with entero(Path(carpeta, "rol.csv")) as destino:
                destino.writelines(escrito(archivo))

        escrito_en = segundos(escribir)
        respuesta = Path(carpeta, "respuesta.csv")
        with respuesta.open("w") as salida:
            salida.write("referencia,fecha,resultado,motivo\n")
            for uno in Deposito.objects.filter(archivo=archivo).only("pk").iterator():
                salida.write(f"{uno.referencia},2026-12-18,ACREDITADO,\n")
        return hecho, escrito_en, segundos(lambda: cargar(respuesta, date(2026, 12, 21))), archivo.lineas


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--pensiones", type=int, nargs="+", default=[7_000, 70_000, 700_000])
    opciones.add_argument("--vueltas", type=int, default=2)
    elegidas = opciones.parse_args()
    django.setup()
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        sys.exit("DATABASE_URL must name a PostgreSQL database.")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        cifras, por_pension = [], []
        for cuantas in elegidas.pensiones:
            vueltas = list(medir(cuantas, elegidas.vueltas))
            del_rol, desnuda = min(v[0] for v in vueltas), min(v[1] for v in vueltas)
            por_pension.append(del_rol / cuantas)
            hecho, escrito_en, leido, depositos = medir_banco()
            nombre = f"{cuantas} pensiones, {vueltas[-1][2]} líneas"
            cifras += [
                Cifra(f"{nombre}: rol (s)", del_rol, decimales=2),
                Cifra(f"{nombre}: INSERT desnudo (s)", desnuda, decimales=2),
                Cifra(f"{depositos} depósitos: hacer el archivo del banco (s)", hecho, decimales=2),
                Cifra(f"{depositos} depósitos: escribirlo (s)", escrito_en, decimales=2),
                Cifra(f"{depositos} depósitos: leer la respuesta (s)", leido, decimales=2),
            ]
        cifras.append(Cifra("rol / INSERT, con las más", del_rol / desnuda, RAZON, decimales=2))
        if len(por_pension) > 1:
            cifras.append(
                Cifra("una pensión: con las más / con las menos", por_pension[-1] / por_pension[0], CRECE, decimales=2)
            )
        return informar("Rol de pensiones", [f"mejor de {elegidas.vueltas} vueltas"], cifras)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
