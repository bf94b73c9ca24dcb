from argparse import ArgumentParser
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nucleo.consola import mes_pedido
from nucleo.escritura import mes as mes_escrito
from nucleo.escritura import numero
from tramites.catalogo.models import Tramite
from tramites.transparencia.selectors import Linea, Recuento, esta_cerrado, recuento, recuentos

SIEMPRE = 2
"""Of each procedure, its complaints and its attentions are shown though they agree."""


class Command(BaseCommand):
    help = (
        "Cuenta otra vez un mes cerrado, desde los hechos, y lo compara con lo fijado. No cambia nada. Termina con 1 "
        "si algo no coincide."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mes", metavar="AAAA-MM")
        parser.add_argument("tramite", nargs="?", metavar="TRAMITE", help="solo este; se muestra entero")

    def handle(self, *args: Any, **options: Any) -> None:
        mes = mes_pedido(options["mes"])
        if not esta_cerrado(mes.year, mes.month):
            raise CommandError(f"{mes_escrito(mes).capitalize()} no está cerrado: no hay cifra fijada que recontar.")
        if options["tramite"] is None:
            hechos = recuentos(mes.year, mes.month)
        else:
            tramite = Tramite.objects.filter(slug=options["tramite"]).first()
            if tramite is None:
                raise CommandError(f"No hay un trámite «{options['tramite']}» en el catálogo.")
            hechos = [recuento(tramite, mes.year, mes.month)]
        self._tabla(hechos, entero=options["tramite"] is not None)
        distintos = [_nombre(hecho) for hecho in hechos if not hecho.coincide]
        if distintos:
            raise CommandError(
                f"No coinciden: {', '.join(distintos)}. Si los hechos son los correctos, corrija con "
                f"«manage.py cerrar_mes {options['mes']} --reexpresar TRAMITE --motivo …»."
            )
        self.stdout.write("Todo coincide con los hechos.")

    def _tabla(self, hechos: Iterable[Recuento], *, entero: bool) -> None:
        self.stdout.write(_fila("trámite", "cifra", "fijada", "contada", "diferencia"))
        vacios = 0
        for hecho in hechos:
            if not entero and hecho.coincide and not any(linea.contada for linea in hecho.lineas):
                vacios += 1
                continue
            version = f" (versión {hecho.fijada.version})" if hecho.fijada and hecho.fijada.version > 1 else ""
            for n, linea in enumerate(hecho.lineas):
                if entero or n < SIEMPRE or not linea.coincide:
                    cifras = (numero(linea.fijada), numero(linea.contada), _diferencia(linea))
                    self.stdout.write(_fila(_nombre(hecho), f"{linea.nombre}{version}", *cifras))
        if vacios:
            self.stdout.write(f"Sin ningún hecho, y así se fijó: {vacios}.")


def _nombre(hecho: Recuento) -> str:
    return hecho.tramite.slug if hecho.tramite else "servicio"


def _diferencia(linea: Linea) -> str:
    if linea.coincide:
        return "0"
    diferencia = Decimal(linea.contada or 0) - Decimal(linea.fijada or 0)
    return f"{'+' if diferencia > 0 else ''}{numero(diferencia)}"


def _fila(tramite: str, cifra: str, *cifras: str) -> str:
    return f"{tramite:<32} {cifra:<44}" + "".join(f"{c:>12}" for c in cifras)
