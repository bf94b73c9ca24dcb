"""How fast a file of avisos de entrada is judged and registered.

    DATABASE_URL=postgres://… python benchmarks/lotes.py [--lineas 50000]

Works in a database of its own, made and dropped beside that of DATABASE_URL (the role needs CREATEDB): as many people
as lines, one employer without workers. Each hundredth line has an error. Prints the lines per second of the dry run and
of the registration, each with its reading of the file and all that it writes (bitácora, counts, promised mails); exits
with 1 when one of them is below 3,000.
"""

import argparse
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
os.environ.setdefault("DJANGO_DEBUG", "true")

META = 3_000
RUC = "1790011674001"


def archivo(cedulas: list[str], hoy: date) -> bytes:
    ayer = hoy - timedelta(days=1)
    filas = (
        f"{RUC};0001;{hoy:%Y};{hoy:%m};ENT;{cedula};{ayer:%Y%m%d};{hoy:%Y%m%d};1;R;1;06;OBRERO;1910000000001;"
        f"{600 + n % 900}{',' if n % 100 == 99 else '.'}{n % 100:02d};P"
        for n, cedula in enumerate(cedulas)
    )
    return "\r\n".join(filas).encode()


def medir(lineas: int) -> dict[str, float]:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.importar_registro import cedula  # noqa: PLC0415
    from cuentas.actuacion import Actuacion, Por  # noqa: PLC0415
    from empleadores.lotes import services, trabajo  # noqa: PLC0415
    from empleadores.models import Lote, Novedad  # noqa: PLC0415
    from registro.models import Empleador, Persona  # noqa: PLC0415
    from tramites.selectors import ficha  # noqa: PLC0415

    hoy = timezone.localdate()
    cedulas = [cedula(n) for n in range(lineas)]
    Persona.objects.bulk_create(
        Persona(cedula=uno, apellidos="Prueba", nombres=f"Número {n}", fecha_nacimiento=date(1990, 1, 1))
        for n, uno in enumerate(cedulas)
    )
    sol = Empleador.objects.create(ruc=RUC, razon_social="Sol S.A.", tipo="PRIVADO")
    actuacion = Actuacion(actor=None, sujeto=sol, por=Por.CLAVE_PATRONAL)

    segundos = {}

    def cronometrar(que: str, hacer) -> None:
        inicio = time.perf_counter()
        hacer()
        segundos[que] = time.perf_counter() - inicio

    subido = SimpleUploadedFile("entradas.txt", archivo(cedulas, hoy))
    cronometrar(
        "recibir",
        lambda: services.recibir(actuacion=actuacion, tramite=ficha("aviso-entrada"), tipo="ENT", archivo=subido),
    )
    lote = Lote.objects.get()
    cronometrar("revisar", lambda: trabajo.revisar(lote_id=lote.pk))
    services.confirmar(actuacion=actuacion, lote_id=lote.pk, solo_buenas=True)
    cronometrar("aplicar", lambda: trabajo.aplicar(lote_id=lote.pk))
    lote.refresh_from_db()
    assert (lote.estado, lote.malas) == ("APLICADO", lineas // 100), (lote.estado, lote.razon, lote.malas)
    assert lote.aplicadas == Novedad.objects.count() == lineas - lote.malas
    return segundos


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lineas", type=int, default=50_000)
    lineas = parser.parse_args().lineas
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from empleadores.lotes import trabajo  # noqa: PLC0415

    trabajo.POR_TURNO = timedelta(hours=1)  # one handler to the end
    original = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{original}_medicion"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        segundos = medir(lineas)
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)
    for que, cuanto in segundos.items():
        print(f"{que:8} {cuanto:7.1f} s {lineas / cuanto:9,.0f} líneas/s")
    sys.exit(any(lineas / segundos[que] < META for que in ("revisar", "aplicar")))


if __name__ == "__main__":
    main()
