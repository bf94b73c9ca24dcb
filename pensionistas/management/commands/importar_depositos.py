from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nucleo.escritura import numero
from pensionistas.rol.respuestas import cargar
from registro.importacion.errores import CargaRechazada


class Command(BaseCommand):
    help = "Lee lo que el banco responde de los depósitos de pensión: acreditados o rechazados. Todo o nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            informe = cargar(options["archivo"])
        except OSError as error:
            raise CommandError(str(error)) from error
        except CargaRechazada as rechazo:
            for error_de_linea in rechazo.errores:
                self.stderr.write(str(error_de_linea))
            raise CommandError(f"{numero(len(rechazo.errores))} errores: no se cambió nada.") from rechazo
        self.stdout.write(
            f"{numero(informe.acreditados)} acreditados, {numero(informe.rechazados)} rechazados, "
            f"{numero(informe.conocidos)} ya conocidos."
        )
