"""What a month's planillas cost, beside a bare INSERT … SELECT of the same rows.

    python benchmarks/planillas.py [--millon] [--vueltas 3]

One employer with 500, 5 000 and 50 000 workers, each round in turn with the bare insert of the rows that it made: into
the same partitioned, indexed, constrained table, and nothing else. Then all employers of a month, 10 000 and 100 000
workers (with `--millon` a million) of employers of every size. A worker has two rows, those of aportes and of fondos
de reserva; one in ten works part of the day, one in ten has extras and one in ten a later salary.

Targets: the 50 000 in no more than 3 times the bare insert, and a worker that costs the same however many there are.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OCTUBRE, HOY = date(2026, 10, 1), date(2026, 11, 5)
UNO_SOLO = (500, 5_000, 50_000)
COLUMNAS = (
    "persona_id, empleador_id, planilla_id, ruc, sucursal, periodo, dias, sueldo, tipo_planilla, numero_comprobante,"
    " salud"
)
RAZON, LINEAL = 3.0, 1.5


def sembrar(connection: "BaseDatabaseWrapper", trabajadores: int, por_empleador: int) -> None:
    """People at work since 2020, in the database itself; the employers have that many each, on average.

    Half of the people work for a tenth of the employers: there are shops and factories.
    """
    empleadores = max(trabajadores // por_empleador, 1)
    grandes = max(empleadores // 10, 1)
    ordenes = (
        "TRUNCATE registro_persona, registro_empleador RESTART IDENTITY CASCADE",
        f"""INSERT INTO registro_empleador (ruc, razon_social, tipo, representante_cedula, direccion, correo, telefono)
        SELECT lpad(n::text, 10, '0') || '001', 'Empresa ' || n, 'PRIVADO', '', '', '', ''
        FROM generate_series(0, {empleadores - 1}) n""",
        f"""INSERT INTO registro_persona (cedula, apellidos, nombres, fecha_nacimiento, sexo, nacionalidad,
            estado_civil, correo, telefono, direccion, busqueda)
        SELECT lpad(n::text, 10, '0'), 'Apellido', 'Nombre ' || n, '1980-01-01', '', '', '', '', '', '', ''
        FROM generate_series(1, {trabajadores}) n""",
        f"""INSERT INTO registro_relacion (persona_id, empleador_id, ruc, sucursal, fecha_ingreso, causa_salida, cargo,
            relacion_trabajo, jornada, sueldo, acumula_fondos)
        SELECT p.id, e.id, e.ruc, '0001', '2020-01-06', '', '', '',
            CASE WHEN p.id % 10 = 3 THEN '4' ELSE 'COMPLETA' END, 482 + p.id % 2000 + p.id % 100 / 100.0, true
        FROM registro_persona p JOIN registro_empleador e
            ON e.id = 1 + p.id / 2 % CASE WHEN p.id % 2 = 0 THEN {empleadores} ELSE {grandes} END""",
        """INSERT INTO empleadores_novedad (empleador_id, persona_id, relacion_id, tipo, sucursal, fecha, valor, antes,
            causa, detalle, limite, dias_tarde, solicitud_numero, registrada_en, registrada_por, deshecha_por,
            motivo_deshecha)
        SELECT empleador_id, persona_id, id, CASE WHEN id % 10 = 4 THEN 'INS' ELSE 'MSU' END, sucursal,
            CASE WHEN id % 10 = 4 THEN date '2026-10-01' ELSE date '2026-11-01' END, 120.55, 500, '', '{}',
            '2026-11-15', 0, '', now(), 'x', '', ''
        FROM registro_relacion WHERE id % 10 IN (4, 5)""",
    )
    with connection.cursor() as cursor:
        for orden in ordenes:
            cursor.execute(orden)
        cursor.execute("VACUUM ANALYZE")


def cronometrar(accion: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    accion()
    return time.perf_counter() - inicio


def vaciar(connection: "BaseDatabaseWrapper") -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registro_aporte, registro_planilla CASCADE")


def medir(
    connection: "BaseDatabaseWrapper", trabajadores: int, por_empleador: int, vueltas: int
) -> tuple[float, float]:
    """The best round of the engine and of the bare insert, in seconds."""
    from empleadores.planillas.generacion import generar  # noqa: PLC0415

    sembrar(connection, trabajadores, por_empleador)
    motor, desnudo = [], []
    for _ in range(vueltas):
        vaciar(connection)
        motor.append(cronometrar(lambda: generar(OCTUBRE, hoy=HOY)))
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS listas")
            cursor.execute(f"CREATE TABLE listas AS SELECT {COLUMNAS} FROM registro_aporte")
            assert cursor.rowcount == 2 * trabajadores
            cursor.execute("TRUNCATE registro_aporte")
        desnudo.append(cronometrar(lambda: insertar(connection)))
    print(f"{trabajadores:>9,} trabajadores: {min(motor):6.2f} s, INSERT desnudo {min(desnudo):6.2f} s", flush=True)
    return min(motor), min(desnudo)


def insertar(connection: "BaseDatabaseWrapper") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO registro_aporte ({COLUMNAS}) SELECT {COLUMNAS} FROM listas")


def veces(tiempos: tuple[float, float]) -> float:
    motor, desnudo = tiempos
    return motor / desnudo


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--millon", action="store_true", help="también un millón de trabajadores")
    opciones.add_argument("--vueltas", type=int, default=3)
    pedido = opciones.parse_args()
    todos = (10_000, 100_000, 1_000_000) if pedido.millon else (10_000, 100_000)
    with Laboratorio.abrir(postgres=True) as laboratorio:
        from django.db import connection  # noqa: PLC0415

        uno = {n: medir(connection, n, n, pedido.vueltas) for n in UNO_SOLO}
        varios = {n: medir(connection, n, 20, 1 if n == 1_000_000 else pedido.vueltas) for n in todos}
        condiciones = laboratorio.servidores
    chico, grande = UNO_SOLO[0], UNO_SOLO[-1]
    cifras = [
        *(Cifra(f"Un empleador de {n:,}: µs por trabajador", uno[n][0] / n * 1e6) for n in UNO_SOLO),
        Cifra(
            f"Un empleador de {grande:,}: veces el INSERT desnudo", uno[grande][0] / uno[grande][1], RAZON, decimales=2
        ),
        Cifra(
            f"Costo de un trabajador, de {chico} a {grande:,}",
            (uno[grande][0] / grande) / (uno[chico][0] / chico),
            LINEAL,
            decimales=2,
        ),
        *(Cifra(f"Todos, {n:,}: µs por trabajador", varios[n][0] / n * 1e6) for n in todos),
        *(Cifra(f"Todos, {n:,}: veces el INSERT desnudo", veces(varios[n]), decimales=2) for n in todos),
        Cifra(
            f"Costo de un trabajador, de {todos[0]:,} a {todos[-1]:,}",
            (varios[todos[-1]][0] / todos[-1]) / (varios[todos[0]][0] / todos[0]),
            LINEAL,
            decimales=2,
        ),
    ]
    return informar("Planillas de un mes", condiciones, cifras)


if __name__ == "__main__":
    sys.exit(main())
