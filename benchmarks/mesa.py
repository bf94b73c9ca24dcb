"""How fast the desk of the staff is, and its lists, with a thousand cases and with a hundred thousand.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/mesa.py [--casos 1000 100000] [--vueltas 40] [--todas]

Works in a database of its own, made and dropped beside that of DATABASE_URL (the role needs CREATEDB). As many
complaints as cases; one in five is open (`--todas`: every one), half of those are nobody's, the rest of officers, one
for each 1,250 cases; one open one in four is late. The bitácora holds two lines of today for each case, 400 of them of
who looks: an analyst. Prints the 95th percentile of each page, answered in this process without a network, and how much
its median grows. Exits with 1 when a page takes longer than 300 ms or grows by more than half.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ.setdefault("DJANGO_DEBUG", "true")

import django

from benchmarks.informe import Cifra, informar

P95_MS, CRECE = 300, 1.5
POR_FUNCIONARIO = 1_250
TRAMITES = ("jubilacion-vejez", "prestamo-hipotecario", "rectificacion-datos", "subsidios")
POBLAR = (
    """INSERT INTO registro_persona (id, cedula, apellidos, nombres, fecha_nacimiento, sexo, nacionalidad,
           estado_civil, correo, telefono, direccion, busqueda, cambiado_en_portal)
       SELECT n, lpad(n::text, 10, '0'), 'Prueba', 'Persona', '1955-05-17', 'F', '', '', '', '', '', 'prueba', '[]'
         FROM generate_series(1, {n}) n""",
    """INSERT INTO tramites_solicitud (id, numero, tramite_id, persona_id, estado, propuesta, resultado, motivo,
           respuestas, datos, por, responsable_id, creada_en, guardada_en, ingresada_en, decidida_en, vence_el,
           habiles_en_pausa, reabierta)
       SELECT n, '2026-' || lpad(n::text, 7, '0'), t.id, n,
              CASE WHEN NOT abierta THEN 'CERRADA' ELSE (ARRAY['INGRESADA', 'EN_REVISION', 'EN_CALCULO',
                   'EN_APROBACION'])[1 + n / 5 % 4] END,
              '', CASE WHEN abierta THEN '' ELSE 'CONCEDIDA' END, 'Cumple.',
              jsonb_build_object('1', repeat(md5(n::text), 30)), jsonb_build_object('1', repeat(md5(n::text), 30)),
              'propio', CASE WHEN abierta AND n / 5 % 2 = 0 THEN {primera} + n / 10 % {funcionarios} END,
              now(), now(), now(), CASE WHEN abierta THEN NULL ELSE now() END,
              CASE WHEN abierta THEN DATE '{hoy}' + 20 - (n / 5 % 28)::int END, 0, false
         FROM (SELECT n, n % 5 = 0 OR {todas} AS abierta FROM generate_series(1, {n}) n) f
         JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS orden FROM tramites_tramite
                WHERE slug IN {tramites}) t ON t.orden = n / 5 % {cuantos_tramites}""",
    """INSERT INTO tramites_queja (id, numero, peticion, tema, servicio, tramite_id, texto, desde_pagina, persona_id,
           nombre, correo, por, estado, responsable_id, creada_en, ingresada_en, fecha, vence_el, reabierta)
       SELECT id, 'Q' || numero, md5(id::text)::uuid, 'TRAMITE', '', tramite_id, repeat(md5(id::text), 20), '',
              persona_id, '', '', 'propio', CASE WHEN vence_el IS NULL THEN 'CERRADA' ELSE 'RECIBIDA' END,
              responsable_id, now(), now(), DATE '{hoy}', vence_el, false FROM tramites_solicitud""",
    """INSERT INTO nucleo_asiento (momento, actor, accion, persona_id, objeto, por, datos, firma)
       SELECT now(), CASE WHEN n <= 400 THEN 'medida' ELSE 'otra' || n % {funcionarios} END,
              (ARRAY['solicitud.paso', 'consulta.personal', 'queja.paso', 'expediente.abierto'])[1 + n % 4],
              n % {n} + 1,
              (ARRAY['solicitud:2026-', 'x:', 'queja:Q2026-', 'persona:'])[1 + n % 4]
                  || lpad((n % {n} + 1)::text, 7, '0'),
              'ventanilla', '{{"paso": "conceder"}}', repeat('f', 64) FROM generate_series(1, {n} * 2) n""",
)
TABLAS = "nucleo_asiento, tramites_queja, tramites_solicitud, registro_persona"
LISTA, QUEJAS = "/admin/tramites/solicitud/", "/admin/tramites/queja/"


def funcionarios(casos: int) -> list:
    """The analyst who looks, and the others who have cases."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 (Django is there now)
    from django.utils import timezone  # noqa: PLC0415

    from cuentas.models import Cuenta  # noqa: PLC0415
    from iess_portal.roles import Rol  # noqa: PLC0415

    nombres = ["medida", *(f"otra{n}" for n in range(max(2, casos // POR_FUNCIONARIO) - 1))]
    comun = {"is_staff": True, "password": "!", "segundo_factor_desde": timezone.now()}
    cuentas = [Cuenta.objects.create(identificador=uno, nombre=uno.capitalize(), **comun) for uno in nombres]
    cuentas[0].groups.add(Group.objects.get(name=Rol.ANALISTA))
    return cuentas


def poblar(casos: int, todas: bool):
    """Everything anew: emptying the people empties the accounts. Returns that of who looks."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE nucleo_asiento DISABLE TRIGGER USER")  # they refuse to empty it
        cursor.execute(f"TRUNCATE {TABLAS} CASCADE")
    cuentas = funcionarios(casos)
    valores = {
        "n": casos,
        "primera": cuentas[0].pk,
        "funcionarios": len(cuentas),
        "hoy": timezone.localdate(),
        "todas": str(todas).lower(),
        "tramites": TRAMITES,
        "cuantos_tramites": len(TRAMITES),
    }
    with connection.cursor() as cursor:
        for sentencia in POBLAR:
            cursor.execute(sentencia.format(**valores))
        cursor.execute(f"VACUUM ANALYZE {TABLAS}")
    return cuentas[0]


def paginas(casos: int, todas: bool) -> dict[str, str]:
    ultima = lambda cuantas: max(1, min(cuantas, 10_000) // 50)  # noqa: E731 (as nucleo.administracion counts)
    abiertas = casos if todas else casos // 5
    numero = casos // 2 // 5 * 5
    return {
        "la mesa": "/admin/",
        "solicitudes, primera página": LISTA,
        "solicitudes, última página": f"{LISTA}?p={ultima(abiertas)}",
        "terminadas, última página": f"{LISTA}?bandeja=terminadas&p={ultima(casos - abiertas)}",
        "todas, última página": f"{LISTA}?bandeja=todas&p={ultima(casos)}",
        "por número": f"{LISTA}?bandeja=todas&q=2026-{numero:07}",
        "por cédula": f"{LISTA}?bandeja=todas&q={numero:010}",
        "a mi cargo": f"{LISTA}?bandeja=mias",
        "sin asignar": f"{LISTA}?bandeja=sin-asignar",
        "atrasadas": f"{LISTA}?bandeja=atrasadas",
        "por aprobar": f"{LISTA}?bandeja=aprobar",
        "de un trámite": f"{LISTA}?tramite={TRAMITES[0]}",
        "las que atendí hoy": f"{LISTA}?bandeja=todas&hoy=atendidas",
        "quejas, primera página": QUEJAS,
        "quejas, última página": f"{QUEJAS}?p={ultima(abiertas)}",
        "quejas a mi cargo": f"{QUEJAS}?bandeja=mias",
    }


def medir(cuenta, direcciones: dict[str, str], vueltas: int) -> dict[str, list[float]]:
    """Milliseconds of each answer; the pages take turns."""
    from django.test import Client  # noqa: PLC0415

    cliente = Client(headers={"Host": "127.0.0.1"})
    cliente.force_login(cuenta)
    tiempos: dict[str, list[float]] = {nombre: [] for nombre in direcciones}
    for vuelta in range(-2, vueltas):
        for nombre, url in direcciones.items():
            inicio = time.perf_counter()
            respuesta = cliente.get(url)
            pasaron = 1000 * (time.perf_counter() - inicio)
            assert respuesta.status_code == 200, (url, respuesta.status_code)
            if vuelta >= 0:
                tiempos[nombre].append(pasaron)
    return tiempos


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--casos", type=int, nargs=2, default=[1_000, 100_000])
    opciones.add_argument("--vueltas", type=int, default=40)
    opciones.add_argument("--todas", action="store_true", help="every case is open")
    elegidas = opciones.parse_args()
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        sys.exit("DATABASE_URL must name a PostgreSQL database.")
    settings.DEBUG = False
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        pocos, muchos = elegidas.casos
        medidos = []
        for cuantos in (pocos, muchos):
            cuenta = poblar(cuantos, elegidas.todas)
            medidos.append(medir(cuenta, paginas(cuantos, elegidas.todas), elegidas.vueltas))
        antes, despues = medidos
        cifras = []
        for nombre, tiempos in despues.items():
            p95 = statistics.quantiles(tiempos, n=20)[-1]
            razon = statistics.median(tiempos) / statistics.median(antes[nombre])
            cifras += [
                Cifra(f"{nombre}: p95 (ms)", p95, P95_MS),
                Cifra(f"{nombre}: con {muchos} casos / con {pocos}", razon, CRECE, decimales=2),
            ]
        return informar("La mesa del personal", [f"{elegidas.vueltas} vueltas, {muchos} casos"], cifras)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
