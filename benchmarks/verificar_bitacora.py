"""How fast `manage.py verificar_bitacora` reads the bitácora, and that its memory does not grow with it.

    .venv/bin/python -m benchmarks.verificar_bitacora [--filas 500000]

The command runs as its own process on PostgreSQL, start and imports included; its peak memory is compared with that of
a run over a tenth of the rows. The peak is what the kernel says of that process while it runs: `ru_maxrss` would begin
at the memory of this one, from which it was started.
"""

import argparse
import contextlib
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import RAIZ, Laboratorio

META = 50_000
POR_TANDA = 50_000


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--filas", type=int, default=500_000)
    filas = opciones.parse_args().filas
    with Laboratorio.abrir(postgres=True) as laboratorio:
        sembrar(filas // 10)
        _, poca = correr()
        sembrar(filas - filas // 10)
        total = contar()
        rondas = [correr() for _ in range(3)]
        segundos, mucha = min(tiempo for tiempo, _ in rondas), max(memoria for _, memoria in rondas)
        cifras = [
            Cifra(f"filas por segundo, de {total:,}", total / segundos, META, minimo=True),
            Cifra("segundos", segundos, decimales=1),
            Cifra("memoria con una décima parte, MiB", poca, decimales=1),
            Cifra("memoria con todas, MiB", mucha, meta=poca + 16, decimales=1),
        ]
        return informar("verificar_bitacora", laboratorio.servidores, cifras)


def sembrar(cuantas: int) -> None:
    """Writes that many lines as the portal's are, and seals them."""
    from django.utils import timezone  # noqa: PLC0415 (Django is loaded by the laboratory)

    from nucleo.bitacora import firma_de  # noqa: PLC0415
    from nucleo.bitacora.models import Asiento  # noqa: PLC0415
    from nucleo.bitacora.sellos import sellar  # noqa: PLC0415

    inicio = timezone.now() - timedelta(hours=2) + timedelta(milliseconds=contar())
    for desde in range(0, cuantas, POR_TANDA):
        tanda = [linea(Asiento, inicio, n) for n in range(desde, min(desde + POR_TANDA, cuantas))]
        for asiento in tanda:
            asiento.firma = firma_de(asiento)
        Asiento.objects.bulk_create(tanda, batch_size=5_000)
    sellar()


def linea(modelo, inicio, n: int):
    return modelo(
        momento=inicio + timedelta(milliseconds=n),
        actor=f"17{n % 10_000:08}",
        accion=("ingreso.aceptado", "certificado.emitido", "consulta.personal")[n % 3],
        persona_id=n % 10_000,
        objeto=f"certificado:{n:016}" if n % 3 else "",
        por="propio",
        datos={"red": "190.152.10.4", "equipo": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36"},
    )


def contar() -> int:
    from nucleo.bitacora.models import Asiento  # noqa: PLC0415

    return Asiento.objects.count()


def correr() -> tuple[float, float]:
    """Seconds and peak memory (MiB) of one run, which must find nothing."""
    inicio = time.perf_counter()
    orden = [sys.executable, "manage.py", "verificar_bitacora"]
    proceso = subprocess.Popen(orden, cwd=RAIZ, stdout=subprocess.PIPE, text=True)
    memoria = 0.0
    while True:
        memoria = max(memoria, pico_mib(proceso.pid))
        with contextlib.suppress(subprocess.TimeoutExpired):
            salida, _ = proceso.communicate(timeout=0.1)
            break
    if proceso.returncode:
        raise RuntimeError(salida[-2000:])
    return time.perf_counter() - inicio, memoria


def pico_mib(pid: int) -> float:
    """The most memory that a process has had so far; 0 when it has ended."""
    lineas = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return max((int(linea.split()[1]) / 1024 for linea in lineas if linea.startswith("VmHWM:")), default=0.0)


if __name__ == "__main__":
    sys.exit(main())
