import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registro.importacion import CargaRechazada, Informe, importar
from registro.importacion.archivos import ARCHIVOS
from registro.importacion.avance import Avance, BarraDeAvance


class Command(BaseCommand):
    help = "Pone al día el registro con los archivos CSV del sistema central: todo o nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("carpeta", type=Path, metavar="DIR", help="carpeta con personas.csv, aportes.csv, …")

    def handle(self, *args: Any, **options: Any) -> None:
        carpeta: Path = options["carpeta"]
        if not carpeta.is_dir():
            raise CommandError(f"«{carpeta}» no es una carpeta.")
        self._avisar_desconocidos(carpeta)
        avance = BarraDeAvance() if sys.stderr.isatty() else Avance()
        try:
            informe = importar(carpeta, avance=avance)
        except CargaRechazada as rechazo:
            avance.terminar()
            for error in rechazo.errores:
                self.stderr.write(str(error))
            cuantos = len(rechazo.errores)
            raise CommandError(f"{cuantos} {'error' if cuantos == 1 else 'errores'}: no se cambió nada.") from rechazo
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        self._informar(informe)

    def _avisar_desconocidos(self, carpeta: Path) -> None:
        conocidos = {archivo.nombre for archivo in ARCHIVOS}
        for ruta in sorted(carpeta.glob("*.csv")):
            if ruta.name not in conocidos:
                self.stderr.write(f"{ruta.name}: no es un archivo del registro y no se lee.")

    def _informar(self, informe: Informe) -> None:
        for r in informe.resumenes:
            self.stdout.write(
                f"{r.archivo}: {r.nuevos} nuevos, {r.actualizados} actualizados, {r.iguales} iguales, "
                f"{sum(r.conservados.values())} conservados"
            )
            for columna, cuantos in r.conservados.items():
                self.stdout.write(f"  {columna}: {cuantos} conservados, porque se cambiaron en el portal")
        if informe.planillas_nuevas or informe.planillas_actualizadas:
            self.stdout.write(
                f"planillas: {informe.planillas_nuevas} nuevas, {informe.planillas_actualizadas} actualizadas"
            )
        if not informe.cambio:
            self.stdout.write("El registro ya estaba al día: no se cambió nada.")
