"""`manage.py recalcular SOLICITUD`: the stored dictamen of a case, made again from its own facts and parameters."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tramites.casos.recalculo import recalcular
from tramites.models import Solicitud


class Command(BaseCommand):
    help = "Calcula otra vez el dictamen guardado de una solicitud y lo compara con el guardado."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("solicitud", help="El número de la solicitud, por ejemplo 2026-0000012.")

    def handle(self, *args: Any, **options: Any) -> None:
        numero = options["solicitud"]
        solicitud = Solicitud.objects.select_related("tramite").filter(numero=numero).first()
        if solicitud is None:
            raise CommandError(f"No hay una solicitud con el número {numero}.")
        if solicitud.dictamen is None:
            raise CommandError(f"La solicitud {numero} no tiene dictamen: la deciden solo personas.")
        guardado, nuevo = recalcular(solicitud)
        for nombre, valor in guardado.datos.items():
            self.stdout.write(f"{nombre}: {valor}")
        if nuevo != guardado:
            distintos = [n for n in {*guardado.datos, *nuevo.datos} if guardado.datos.get(n) != nuevo.datos.get(n)]
            raise CommandError(
                f"El dictamen no es el mismo: {', '.join(sorted(distintos)) or 'cambió su explicación'}."
            )
        self.stdout.write(self.style.SUCCESS("El dictamen es el mismo, al centavo."))
