from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tramites.pagos.archivo import escribir
from tramites.pagos.models import OrdenPago
from tramites.pagos.services import enviar


class Command(BaseCommand):
    help = (
        "Escribe las órdenes de pago que están listas en un CSV para el sistema central, en la carpeta que se diga. "
        "Cada orden sale una sola vez: si el archivo se perdió, se escribe otra vez con --lote."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("carpeta", type=Path, metavar="DIR")
        parser.add_argument("--lote", type=int, help="Escribe otra vez el archivo de ese lote; no envía nada nuevo.")

    def handle(self, *args: Any, **options: Any) -> None:
        carpeta: Path = options["carpeta"]
        if not carpeta.is_dir():
            raise CommandError(f"«{carpeta}» no es una carpeta.")
        lote = options["lote"]
        if lote is None:
            lote = enviar()
        elif not OrdenPago.objects.filter(lote=lote).exists():
            raise CommandError(f"No hay un lote {lote}.")
        if lote is None:
            self.stdout.write("No hay órdenes por enviar.")
            return
        destino = carpeta / f"ordenes-{lote:06}.csv"
        try:
            cuantas = escribir(lote, destino)
        except OSError as error:
            raise CommandError(
                f"El lote {lote} no se pudo escribir: {error}. Escríbalo después con --lote {lote}."
            ) from error
        self.stdout.write(f"{destino}: {cuantas} {'orden' if cuantas == 1 else 'órdenes'}")
