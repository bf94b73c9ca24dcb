from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from registro import particiones


class Command(BaseCommand):
    help = "Crea por adelantado las particiones anuales de la tabla de aportes (PostgreSQL). Repetirla no cambia nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hasta", type=int, metavar="AAAA", help="último año que debe existir")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite guarda los aportes en una sola tabla: no hay particiones que crear.")
            return
        hasta = options["hasta"] or timezone.localdate().year + 2
        with transaction.atomic():
            nuevas = particiones.asegurar(connection, hasta)
        for nombre in nuevas:
            self.stdout.write(f"Creada: {nombre}")
        total = len(particiones.existentes(connection))
        self.stdout.write(f"{len(nuevas)} particiones nuevas; {total} en total, hasta el año {hasta}.")
