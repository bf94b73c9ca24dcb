import sys

from django.core.management.base import BaseCommand

from nucleo.invariantes import Invariante, inscritos

EJEMPLOS = 5


class Command(BaseCommand):
    help = "Cuenta las filas que contradicen a otras. No cambia nada; termina con 1 si halla alguna."

    def handle(self, *args, **options) -> None:
        rotos = sum(self._rompe(invariante) for invariante in inscritos().values())
        if rotos:
            self.stdout.write(f"No se cumplen: {rotos} de {len(inscritos())}.")
            sys.exit(1)
        self.stdout.write(f"Se cumplen los {len(inscritos())}.")

    def _rompe(self, invariante: Invariante) -> bool:
        """Says how many rows break it, and the first of them. Counting is one statement: no write falls in between."""
        filas = invariante.violan()
        cuantas = filas.count()
        self.stdout.write(f"{cuantas:>6}  {invariante.nombre}: {invariante.dice}")
        if cuantas:
            primeras = ", ".join(str(pk) for pk in filas.order_by("pk").values_list("pk", flat=True)[:EJEMPLOS])
            self.stdout.write(f"        {filas.model._meta.db_table}: {primeras}{', …' if cuantas > EJEMPLOS else ''}")
        return cuantas > 0
