from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from empleadores.cobranza.carga import cargar
from nucleo.dinero import formato

ACTOR = "sistema:pagos"


class Command(BaseCommand):
    help = "Aplica el archivo de pagos del banco: lo bueno, aunque otras líneas estén mal. Repetirlo no paga dos veces."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        ruta: Path = options["archivo"]
        try:
            contenido = ruta.read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        informe = cargar(nombre=ruta.name, contenido=contenido, actor=ACTOR)
        self.stdout.write(
            f"Pagos: {informe.aplicados} aplicados ({formato(informe.valor_aplicado)}), "
            f"{informe.conocidos} ya conocidos, "
            f"{len(informe.por_aplicar)} por aplicar ({formato(informe.valor_por_aplicar)})."
        )
        for linea, problema in informe.por_aplicar:
            self.stdout.write(f"{ruta.name}:{linea} por aplicar: {problema}")
        for error_de_linea in informe.errores:
            self.stderr.write(str(error_de_linea))
        if informe.errores:
            raise CommandError(f"{informe.lineas_malas} líneas con errores: no se aplicaron.")
