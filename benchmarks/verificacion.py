"""What the verification by code costs the server, beside a view that renders the same page with constant data.

    .venv/bin/python benchmarks/verificacion.py [--vueltas 60] [--peticiones 20]

Both views are called through the whole WSGI application and its middleware, in turns, in one process on PostgreSQL. The
ratio is that of the processor time of this process, median of the rounds; beside it, what the PostgreSQL backend adds.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio

CONSULTAS, RAZON = 3, 1.5
CALENTAMIENTO = 50
NO_EMITIDO = "0000000000000000"


class Servidor:
    """The WSGI application, called as gunicorn calls it."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 (Django is there now)
        from django.test import RequestFactory  # noqa: PLC0415

        self._aplicacion = get_wsgi_application()
        self._base = RequestFactory(headers={"Accept-Encoding": "gzip", "Host": "127.0.0.1"})._base_environ()

    def pedir(self, ruta: str) -> str:
        """The status line of the answer to a GET."""
        estados: list[str] = []
        respuesta = self._aplicacion(
            self._base | {"PATH_INFO": ruta}, lambda estado, _cabeceras, _error=None: estados.append(estado)
        )
        b"".join(respuesta)
        respuesta.close()
        return estados[0]


def medir(servidor: Servidor, rutas: tuple[str, str], vueltas: int, peticiones: int) -> list[tuple[float, ...]]:
    """(this process, PostgreSQL) of the first route, then of the second: processor ms of one request, by round."""
    from django.db import connection  # noqa: PLC0415

    for ruta in rutas:
        assert {servidor.pedir(ruta) for _ in range(CALENTAMIENTO)} == {"200 OK"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        contador = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def relojes() -> tuple[float, float]:
        return time.process_time(), int(contador.read_text().split()[0]) / 1e9

    def costo(ruta: str) -> tuple[float, ...]:
        inicio = relojes()
        for _ in range(peticiones):
            servidor.pedir(ruta)
        return tuple((b - a) / peticiones * 1000 for a, b in zip(inicio, relojes(), strict=True))

    return [costo(rutas[0]) + costo(rutas[1]) for _ in range(vueltas)]


def contar_consultas(servidor: Servidor, ruta: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as consultas:
        servidor.pedir(ruta)
    return len(consultas)


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--vueltas", type=int, default=60)
    opciones.add_argument("--peticiones", type=int, default=20)
    pedido = opciones.parse_args()
    with Laboratorio.abrir(postgres=True) as laboratorio:
        from benchmarks import datos  # noqa: PLC0415
        from tramites.certificados.models import Certificado  # noqa: PLC0415

        datos.sembrar()
        ruta = f"/verificar/{Certificado.objects.latest('pk').codigo}/"
        servidor = Servidor()
        vueltas = medir(servidor, (ruta, "/banco/constante/"), pedido.vueltas, pedido.peticiones)
        consultas = contar_consultas(servidor, ruta), contar_consultas(servidor, f"/verificar/{NO_EMITIDO}/")
        condiciones = [*laboratorio.servidores, f"{pedido.vueltas} vueltas de {pedido.peticiones} peticiones"]
    mediana = statistics.median
    return informar(
        "Verificar por código",
        condiciones,
        [
            Cifra("consultas de un documento emitido", consultas[0], CONSULTAS),
            Cifra("consultas de un código que no existe (cuenta el intento)", consultas[1], CONSULTAS),
            Cifra("procesador del servidor: razón", mediana(v / c for v, _, c, _ in vueltas), RAZON, decimales=2),
            Cifra("procesador del servidor: verificación (ms)", mediana(v for v, *_ in vueltas), decimales=2),
            Cifra("procesador del servidor: datos fijos (ms)", mediana(c for _, _, c, _ in vueltas), decimales=2),
            Cifra("PostgreSQL: lo que añade (ms)", mediana(p for _, p, *_ in vueltas), decimales=2),
            Cifra("razón con PostgreSQL", mediana((v + p) / (c + q) for v, p, c, q in vueltas), decimales=2),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
