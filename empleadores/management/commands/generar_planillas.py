from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from empleadores.planillas.generacion import Resultado, generar, trabajadores_del_mes
from empleadores.planillas.meses import termino
from empleadores.planillas.reloj import anotar_el_mes
from nucleo.consola import mes_pedido
from nucleo.dinero import formato
from registro.models import Empleador


class Command(BaseCommand):
    help = "Genera las planillas de un mes de todos los empleadores, o de uno. Repetirla termina lo que quedó a medias."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mes", metavar="YYYY-MM")
        parser.add_argument("--empleador", metavar="RUC", help="solo las de este empleador")

    def handle(self, *args: Any, **options: Any) -> None:
        periodo = mes_pedido(options["mes"])
        if not termino(periodo, timezone.localdate()):
            raise CommandError("Ese mes no ha terminado: sus planillas se generan después.")
        empleadores = [_empleador(options["empleador"])] if options["empleador"] else None
        total = len(trabajadores_del_mes(periodo, empleadores))

        def al_avanzar(suma: Resultado, ultimo: int) -> bool:
            vistos = suma.empleadores + sum(suma.omitidos.values())
            self.stderr.write(f"{vistos} de {total} empleadores, {suma.filas} filas")
            return True

        resultado = generar(periodo, empleadores=empleadores, al_avanzar=al_avanzar)
        anotar_el_mes(resultado, actor="sistema:generar_planillas")
        self._informar(resultado)

    def _informar(self, resultado: Resultado) -> None:
        self.stdout.write(
            f"Empleadores: {resultado.empleadores}. Filas: {resultado.filas}, de ellas {resultado.nuevas} nuevas y"
            f" {resultado.cambiadas} cambiadas; {resultado.quitadas} quitadas. Total: {formato(resultado.capital)}."
        )
        for razon, cuantos in sorted(resultado.omitidos.items()):
            self.stdout.write(f"No se tocaron las de {cuantos} empleadores: {razon}")
        if not resultado.cambio:
            self.stdout.write("Las planillas ya estaban al día: no se cambió nada.")


def _empleador(ruc: str) -> int:
    pk = Empleador.objects.filter(ruc=ruc).values_list("pk", flat=True).first()
    if pk is None:
        raise CommandError(f"El registro no tiene un empleador con el RUC «{ruc}».")
    return pk
