from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registro.importacion.errores import CargaRechazada
from tramites.pagos.archivo import leer
from tramites.pagos.services import registrar


class Command(BaseCommand):
    help = "Lee lo que el sistema central responde de las órdenes de pago: pagadas o devueltas. Todo o nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            respuestas = leer(options["archivo"], timezone.localdate())
        except OSError as error:
            raise CommandError(str(error)) from error
        except CargaRechazada as rechazo:
            for error_de_linea in rechazo.errores:
                self.stderr.write(str(error_de_linea))
            raise CommandError(f"{len(rechazo.errores)} errores: no se cambió nada.") from rechazo
        nuevas = registrar(respuestas=respuestas)
        self.stdout.write(f"Respuestas: {nuevas} nuevas, {len(respuestas) - nuevas} ya conocidas.")
