"""What closing a month costs, and what the public pages read of closed months and of the one in progress.

    python benchmarks/cierre.py [--eventos 100000 1000000] [--vueltas 3]

So many attentions in the month that is closed, one of ten the decision of a case; twice as many in the eleven months
before, so that a month has to be found; one complaint for every hundred. The month is closed, counted again, and read,
in turns.

Targets: a million events closed in no more than 10 seconds, an event that costs no more among ten times as many, and
pages that read closed months in the same time however many events those had.
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

HOY = date(2026, 11, 5)
SEGUNDOS, LINEAL, VECES_LA_PAGINA = 10.0, 1.5, 2.0
TABLAS = "tramites_conteo, tramites_cierremensual, tramites_queja, tramites_atencion, tramites_solicitud"
POBLAR = (
    """INSERT INTO registro_persona (cedula, apellidos, nombres, fecha_nacimiento, sexo, nacionalidad, estado_civil,
           correo, telefono, direccion, busqueda)
       SELECT lpad(n::text, 10, '0'), 'Prueba', 'Persona', '1980-01-01', '', '', '', '', '', '', ''
         FROM generate_series(1, 50000) n ON CONFLICT DO NOTHING""",
    """INSERT INTO tramites_solicitud (id, numero, tramite_id, persona_id, estado, propuesta, resultado, motivo,
           respuestas, datos, por, creada_en, guardada_en, ingresada_en, habiles_en_pausa, reabierta)
       SELECT n, 'B-' || n, (SELECT id FROM tramites_tramite WHERE slug = 'jubilacion-vejez'), p.id, 'EN_REVISION',
              '', '', '', '{{}}', '{{}}', 'propio', now(), now(),
              timestamptz '2026-10-01 09:00-05' - (n % 45) * interval '1 day', 0, false
         FROM generate_series(1, {n} / 10) n
         JOIN registro_persona p ON p.cedula = lpad((1 + n % 50000)::text, 10, '0')""",
    """INSERT INTO tramites_atencion (tramite_id, persona_id, fecha, canal, origen)
       SELECT s.tramite_id, s.persona_id, date '2026-10-01' + (s.id % 31)::int, 'EN_LINEA', 'solicitud:' || s.id
         FROM tramites_solicitud s""",
    """INSERT INTO tramites_atencion (tramite_id, persona_id, fecha, canal, origen)
       SELECT t.ids[1 + n % array_length(t.ids, 1)], p.id, date '2026-10-01' + n % 31,
              CASE WHEN n % 9 = 0 THEN 'PRESENCIAL' ELSE 'EN_LINEA' END, 'prueba:' || n
         FROM (SELECT array_agg(id ORDER BY id) ids FROM tramites_tramite) t, generate_series(1, {n} - {n} / 10) n
         JOIN registro_persona p ON p.cedula = lpad((1 + n % 50000)::text, 10, '0')""",
    """INSERT INTO tramites_atencion (tramite_id, fecha, canal, origen)
       SELECT t.ids[1 + n % array_length(t.ids, 1)], date '2025-11-01' + n % 334, 'EN_LINEA', 'antes:' || n
         FROM (SELECT array_agg(id ORDER BY id) ids FROM tramites_tramite) t, generate_series(1, {n} * 2) n""",
    """INSERT INTO tramites_queja (numero, peticion, tema, servicio, tramite_id, texto, desde_pagina, nombre, correo,
           por, estado, creada_en, ingresada_en, fecha, reabierta)
       SELECT 'B-' || n, gen_random_uuid(), 'TRAMITE', '', t.ids[1 + n % array_length(t.ids, 1)], 'x', '', '', 'a@b.ec',
              'publico', 'CERRADA', now(), now(), date '2026-10-01' + n % 31, false
         FROM (SELECT array_agg(id ORDER BY id) ids FROM tramites_tramite) t, generate_series(1, {n} / 100) n""",
)


def ejecutar(connection: "BaseDatabaseWrapper", *ordenes: str) -> None:
    with connection.cursor() as cursor:
        for orden in ordenes:
            cursor.execute(orden)


def segundos(hacer: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    hacer()
    return time.perf_counter() - inicio


def medir(connection: "BaseDatabaseWrapper", eventos: int, vueltas: int) -> dict[str, float]:
    """The best of each, in seconds."""
    from django.core.cache import cache  # noqa: PLC0415 (Django is there now)

    from tramites.models import Conteo  # noqa: PLC0415
    from tramites.transparencia.selectors import meses_de_todos, recuentos  # noqa: PLC0415
    from tramites.transparencia.services import cerrar_mes  # noqa: PLC0415

    def cerrar() -> None:
        cierre = cerrar_mes(anio=2026, mes=10, hoy=HOY)
        assert cierre.nuevo
        assert (cierre.atenciones, cierre.quejas) == (eventos, eventos // 100)

    def pagina() -> float:
        cache.clear()
        return segundos(meses_de_todos)

    ejecutar(connection, f"TRUNCATE {TABLAS} CASCADE", *(orden.format(n=eventos) for orden in POBLAR))
    ejecutar(connection, f"VACUUM ANALYZE {TABLAS}")
    for mes in range(10):  # the eleven months before, but for the last: it is open as well
        cerrar_mes(anio=2025 + (mes + 10) // 12, mes=(mes + 10) % 12 + 1, hoy=HOY)
    tiempos: dict[str, list[float]] = {"cerrar": [], "recontar": [], "página": []}
    for vuelta in range(vueltas):
        if vuelta:
            Conteo.objects.filter(anio=2026, mes=10).delete()
            ejecutar(connection, "DELETE FROM tramites_cierremensual WHERE anio = 2026 AND mes = 10")
        tiempos["cerrar"].append(segundos(cerrar))
        tiempos["recontar"].append(segundos(lambda: all(r.coincide for r in recuentos(2026, 10)) or sys.exit("!")))
        if not vuelta:
            cerrar_mes(anio=2026, mes=9, hoy=HOY)
        tiempos["página"].append(pagina())
    mejor = {que: min(valores) for que, valores in tiempos.items()}
    print(f"{eventos:>9,} hechos: " + ", ".join(f"{que} {s:.3f} s" for que, s in mejor.items()), flush=True)
    return mejor


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--eventos", type=int, nargs="+", default=[100_000, 1_000_000])
    opciones.add_argument("--vueltas", type=int, default=3)
    pedido = opciones.parse_args()
    with Laboratorio.abrir(postgres=True) as laboratorio:
        from django.db import connection  # noqa: PLC0415

        medidas = {n: medir(connection, n, pedido.vueltas) for n in pedido.eventos}
        condiciones = [*laboratorio.servidores, f"mejor de {pedido.vueltas} vueltas"]
    pocos, muchos = pedido.eventos[0], pedido.eventos[-1]
    cifras = [
        *(
            Cifra(f"{n:,} hechos: cerrar el mes (s)", medidas[n]["cerrar"], SEGUNDOS * n / 1_000_000, decimales=2)
            for n in pedido.eventos
        ),
        *(Cifra(f"{n:,} hechos: recontarlo (s)", medidas[n]["recontar"], decimales=2) for n in pedido.eventos),
        *(Cifra(f"{n:,} hechos: leer todos los meses (ms)", medidas[n]["página"] * 1000) for n in pedido.eventos),
        Cifra(
            f"Un hecho, de {pocos:,} a {muchos:,}",
            (medidas[muchos]["cerrar"] / muchos) / (medidas[pocos]["cerrar"] / pocos),
            LINEAL,
            decimales=2,
        ),
        Cifra(
            f"Leer todos los meses, de {pocos:,} a {muchos:,}",
            medidas[muchos]["página"] / medidas[pocos]["página"],
            VECES_LA_PAGINA,
            decimales=2,
        ),
    ]
    return informar("Cierre de un mes", condiciones, cifras)


if __name__ == "__main__":
    sys.exit(main())
