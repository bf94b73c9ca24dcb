from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cuentas.consola import quien_manda
from tramites.rutr import HojaIlegible, HojaRUTR, leer
from tramites.services import HojaAjena, importar_hoja


class Command(BaseCommand):
    help = (
        "Lee hojas oficiales del RUTR (texto o PDF) y carga su ficha y sus meses de quejas y atenciones. "
        "Dice por línea lo que no puede leer; si es una cifra, no carga nada."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("archivos", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--usuario", help="Quién del personal la trae; queda en la bitácora y en la historia.")
        parser.add_argument("--parcial", action="store_true", help="Carga los meses que se leen aunque otros no.")

    def handle(self, *args, **options) -> None:
        actor = quien_manda(
            options["usuario"], permiso="tramites.change_tramite", que_hace="cambia fichas", si_nadie="importar_rutr"
        )
        leidas: list[tuple[Path, HojaRUTR]] = []
        errores: list[str] = []
        for archivo in options["archivos"]:
            try:
                hoja = leer(archivo.read_bytes(), hoy=timezone.localdate())
            except (HojaIlegible, OSError) as error:
                errores.append(f"{archivo}: {error}")
                continue
            leidas.append((archivo, hoja))
            for problema in hoja.problemas:
                if problema.grave and not options["parcial"]:
                    errores.append(f"{archivo}: {problema}")
                else:
                    self.stderr.write(f"{archivo}: {problema}: no se tomó.")
        if errores:
            raise CommandError("No se cargó nada:\n" + "\n".join(errores))
        with transaction.atomic():
            for archivo, hoja in leidas:
                self.cargar(archivo, hoja, actor)

    def cargar(self, archivo: Path, hoja: HojaRUTR, actor: str) -> None:
        try:
            resultado = importar_hoja(hoja=hoja, actor=actor)
        except HojaAjena as error:
            raise CommandError(f"No se cargó nada:\n{archivo}: {error}") from None
        cual = f"{hoja.codigo or 'sin código'} {hoja.nombre}"
        self.stdout.write(f"{archivo.name}: {cual} → {resultado.tramite.slug} ({resultado.en_palabras})")
        if resultado.distintos:
            meses_del_portal = ", ".join(resultado.distintos)
            self.stderr.write(f"{archivo}: no son oficiales y el portal cuenta otra cosa: {meses_del_portal}.")
