"""What the verification by code costs the server, beside a view that renders the same page with constant data.

    .venv/bin/python benchmarks/verificacion.py [--vueltas 7] [--peticiones 200]

Both views are called through the whole WSGI application and its middleware, in turns, in one process on PostgreSQL. The
processor time is that of this process and of its PostgreSQL backend together; the ratio is the median of the rounds.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
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


def procesador() -> Callable[[], float]:
    """A clock of the processor seconds of this process and of the PostgreSQL backend of its connection."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        contador = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(contador.read_text().split()[0]) / 1e9


def medir(servidor: Servidor, rutas: tuple[str, str], vueltas: int, peticiones: int) -> list[tuple[float, float]]:
    """Processor milliseconds of one request to each route, by round."""
    for ruta in rutas:
        assert {servidor.pedir(ruta) for _ in range(CALENTAMIENTO)} == {"200 OK"}
    reloj = procesador()

    def costo(ruta: str) -> float:
        inicio = reloj()
        for _ in range(peticiones):
            servidor.pedir(ruta)
        return (reloj() - inicio) / peticiones * 1000

    return [(costo(rutas[0]), costo(rutas[1])) for _ in range(vueltas)]


def contar_consultas(servidor: Servidor, ruta: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as consultas:
        servidor.pedir(ruta)
    return len(consultas)


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--vueltas", type=int, default=7)
    opciones.add_argument("--peticiones", type=int, default=200)
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
    return informar(
        "Verificar por código",
        condiciones,
        [
            Cifra("consultas de un documento emitido", consultas[0], CONSULTAS),
            Cifra("consultas de un código que no existe (cuenta el intento)", consultas[1], CONSULTAS),
            Cifra("procesador, verificación (ms)", statistics.median(v for v, _ in vueltas), decimales=2),
            Cifra(
                "procesador, la misma página con datos fijos (ms)",
                statistics.median(c for _, c in vueltas),
                decimales=2,
            ),
            Cifra("razón, mediana de las vueltas", statistics.median(v / c for v, c in vueltas), RAZON, decimales=2),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
