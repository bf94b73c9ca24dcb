"""How fast `importar_registro` takes a million contributions, beside a bare COPY of the same rows.

    DATABASE_URL=postgres://… python benchmarks/importar_registro.py [--filas 1000000] [--vueltas 3]

Makes its own data in a temporary folder and works in a database of its own, made and dropped beside that of
DATABASE_URL (the role needs CREATEDB). The bare COPY loads finished rows (ids resolved, planillas there) into the same
partitioned, indexed, constrained table; the import reads the core system's CSV, validates it all and makes the
planillas too. Prints the best round of each, which other work on the machine disturbs least, and their ratio; exits
with 1 when the import takes more than twice the COPY.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ.setdefault("DJANGO_DEBUG", "true")

PERSONAS, POR_EMPLEADOR = 20_000, 20
COLUMNAS = (
    "persona_id,empleador_id,planilla_id,ruc,sucursal,periodo,dias,sueldo,tipo_planilla,fecha_pago,numero_comprobante"
)
PERSONA = "cedula apellidos nombres fecha_nacimiento sexo nacionalidad estado_civil correo telefono direccion"
EMPLEADOR = "ruc razon_social tipo representante_cedula direccion correo telefono"
APORTE = "cedula ruc sucursal periodo dias sueldo tipo_planilla fecha_pago numero_comprobante"


def cedula(n: int) -> str:
    base = f"{1 + n % 24:02d}{n // 24:07d}"
    suma = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(base))
    return f"{base}{-suma % 10}"


def ruc(n: int) -> str:
    return f"{1 + n % 24:02d}9{n:06d}1001"


def aportes(filas: int) -> Iterator[tuple[object, ...]]:
    """Month by month, as the core system has them; the last month is unpaid."""
    meses = -(-filas // PERSONAS)
    ultimo = 2026 * 12 + 8
    for n in range(filas):
        atras, persona = meses - 1 - n // PERSONAS, n % PERSONAS
        anio, mes = divmod(ultimo - atras, 12)
        pago = "" if atras == 0 else f"{anio + mes // 11}-{(mes + 1) % 12 + 1:02d}-{1 + persona % 15:02d}"
        sueldo = f"{470 + (persona * 37 + n // PERSONAS) % 2500}.{persona % 100:02d}"
        empleador = persona // POR_EMPLEADOR
        comprobante = f"{empleador:06d}{n // PERSONAS:04d}" if pago else ""
        yield cedula(persona), ruc(empleador), "0001", f"{anio}-{mes + 1:02d}", 30, sueldo, "APORTES", pago, comprobante


def escribir(carpeta: Path, filas: int) -> None:
    def guardar(nombre: str, encabezado: str, contenido: Iterator[tuple[object, ...]]) -> None:
        with (carpeta / nombre).open("w", newline="", encoding="utf-8") as archivo:
            salida = csv.writer(archivo, lineterminator="\n")
            salida.writerow(encabezado.split())
            salida.writerows(contenido)

    vacios = ("", "", "", "", "")
    guardar(
        "personas.csv",
        f"{PERSONA} fecha_fallecimiento",
        ((cedula(n), f"Apellido {n}", "Nombre", "1980-01-01", "F", *vacios, "") for n in range(PERSONAS)),
    )
    guardar(
        "empleadores.csv",
        EMPLEADOR,
        ((ruc(n), f"Empresa {n}", "PRIVADO", *vacios[:4]) for n in range(PERSONAS // POR_EMPLEADOR)),
    )
    guardar("aportes.csv", APORTE, aportes(filas))


def cronometrar(accion: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    accion()
    return time.perf_counter() - inicio


def medir(carpeta: Path, vueltas: int) -> tuple[list[float], list[float]]:
    from django.db import connection, transaction  # noqa: PLC0415

    from registro.importacion import importar  # noqa: PLC0415

    listo = carpeta / "listo.csv"

    def vaciar(tablas: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tablas} CASCADE")

    def copiar() -> None:
        sql = f"COPY registro_aporte ({COLUMNAS}) FROM STDIN (FORMAT csv)"
        with (
            transaction.atomic(),
            listo.open("rb") as archivo,
            connection.cursor() as cursor,
            cursor.copy(sql) as copia,
        ):
            while trozo := archivo.read(1 << 18):
                copia.write(trozo)

    def guardar_filas() -> None:
        sql = f"COPY (SELECT {COLUMNAS} FROM registro_aporte ORDER BY periodo, persona_id) TO STDOUT (FORMAT csv)"
        with listo.open("wb") as archivo, connection.cursor() as cursor, cursor.copy(sql) as copia:
            archivo.writelines(copia)

    importaciones, copias = [], []
    for vuelta in range(vueltas):
        vaciar("registro_aporte, registro_planilla, registro_sucursal, registro_persona, registro_empleador")
        importaciones.append(cronometrar(lambda: importar(carpeta)))
        if not vuelta:
            guardar_filas()
        vaciar("registro_aporte")
        copias.append(cronometrar(copiar))
        print(f"vuelta {vuelta + 1}: importar {importaciones[-1]:.1f} s, COPY {copias[-1]:.1f} s", flush=True)
    return importaciones, copias


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--filas", type=int, default=1_000_000)
    opciones.add_argument("--vueltas", type=int, default=3)
    pedido = opciones.parse_args()

    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        print("Hace falta DATABASE_URL con una base PostgreSQL.")
        return 2
    original = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{original}_medicion"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory() as temporal:
            escribir(Path(temporal), pedido.filas)
            importaciones, copias = medir(Path(temporal), pedido.vueltas)
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)
    importar_s, copiar_s = min(importaciones), min(copias)
    razon = importar_s / copiar_s
    print(f"{pedido.filas:,} aportes: importar {importar_s:.1f} s, COPY {copiar_s:.1f} s, razón {razon:.2f}")
    return 0 if razon <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
