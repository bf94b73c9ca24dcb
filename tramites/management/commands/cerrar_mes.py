from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cuentas.consola import quien_manda
from nucleo.consola import mes_pedido
from nucleo.escritura import fecha, numero
from nucleo.escritura import mes as mes_escrito
from tramites.catalogo.models import Tramite
from tramites.transparencia import services

SERVICIO = "servicio"


class Command(BaseCommand):
    help = (
        "Cierra un mes: fija las quejas y atenciones que el portal contó de cada trámite. Se puede repetir: lo "
        "cerrado no se toca. Con --reexpresar corrige una cifra cerrada: es una versión más, con su motivo, a la vista "
        "de todos."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mes", metavar="AAAA-MM")
        parser.add_argument(
            "--reexpresar",
            metavar="TRAMITE",
            help=f"el trámite (su nombre en la dirección, como fondos-reserva) que se corrige; «{SERVICIO}»: las "
            "quejas sobre el servicio y sobre datos personales",
        )
        parser.add_argument("--motivo", help="por qué se corrige; se publica con la cifra")
        parser.add_argument("--usuario", help="quién del personal lo hace; queda en la bitácora")

    def handle(self, *args: Any, **options: Any) -> None:
        mes = mes_pedido(options["mes"])
        actor = quien_manda(
            options["usuario"], permiso="tramites.add_conteo", que_hace="cierra meses", si_nadie="cerrar_mes"
        )
        try:
            if options["reexpresar"] is None:
                if options["motivo"] is not None:
                    raise CommandError("Solo una corrección lleva motivo: diga también --reexpresar TRAMITE.")
                self._cerrar(mes, actor)
            else:
                self._reexpresar(mes, options["reexpresar"], options["motivo"] or "", actor)
        except services.NoProcede as error:
            raise CommandError(str(error)) from error

    def _cerrar(self, mes: date, actor: str) -> None:
        cierre = services.cerrar_mes(anio=mes.year, mes=mes.month, actor=actor, hoy=timezone.localdate())
        que = mes_escrito(mes).capitalize()
        cifras = f"{numero(cierre.tramites)} trámites, {numero(cierre.atenciones)} atenciones, "
        cifras += f"{numero(cierre.quejas)} quejas"
        if cierre.nuevo:
            self.stdout.write(f"{que} queda cerrado: {cifras}.")
        else:
            self.stdout.write(f"{que} ya se cerró el {fecha(cierre.cerrado_en)}: {cifras}. No se cambió nada.")

    def _reexpresar(self, mes: date, slug: str, motivo: str, actor: str) -> None:
        que = mes_escrito(mes)
        comun: dict[str, Any] = {"anio": mes.year, "mes": mes.month, "motivo": motivo, "actor": actor}
        if slug == SERVICIO:
            cierre = services.reexpresar_sin_tramite(**comun)
            self.stdout.write(
                f"Quejas del servicio y de datos, {que}, versión {cierre.version}: "
                f"{numero(cierre.quejas_servicio)} y {numero(cierre.quejas_datos)}."
            )
            return
        tramite = Tramite.objects.filter(slug=slug).first()
        if tramite is None:
            raise CommandError(f"No hay un trámite «{slug}» en el catálogo.")
        conteo = services.reexpresar(tramite=tramite, **comun)
        self.stdout.write(
            f"{tramite.nombre}, {que}, versión {conteo.version}: "
            f"{numero(conteo.atenciones)} atenciones, {numero(conteo.quejas)} quejas."
        )
