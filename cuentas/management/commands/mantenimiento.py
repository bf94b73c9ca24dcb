import re
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cuentas.consola import quien_manda
from cuentas.mantenimiento import PERMISO
from nucleo.escritura import fecha, hora
from nucleo.mantenimiento import services
from nucleo.mantenimiento.models import Mantenimiento

HORA = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


class Command(BaseCommand):
    help = (
        "Mantenimiento: el portal se puede leer y no recibe nada. Termina solo a la hora dicha. Con --usuario queda en "
        "la bitácora quién lo hizo."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        ordenes = parser.add_subparsers(dest="orden", required=True)
        activar = ordenes.add_parser("activar", help="desde ahora; si ya hay uno, cambia su fin y su motivo")
        activar.add_argument("--hasta", required=True, help="14:30 (hoy, o mañana si ya pasó) o 2026-11-22T14:30")
        activar.add_argument("--motivo", required=True, help="lo leerán todos: «Actualizamos el registro»")
        desactivar = ordenes.add_parser("desactivar", help="termina ahora")
        for orden in (activar, desactivar):
            orden.add_argument("--usuario", help="quién del personal lo hace")
        ordenes.add_parser("estado", help="si lo hay, y hasta cuándo")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["orden"]:
            case "activar":
                self._activar(options)
            case "desactivar":
                self._desactivar(options)
            case _:
                self._decir(Mantenimiento.objects.filter(terminado_en=None).first())

    def _activar(self, options: dict[str, Any]) -> None:
        actor = _quien(options)
        try:
            fila = services.activar(actor=actor, hasta=_momento(options["hasta"]), motivo=options["motivo"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._decir(fila)

    def _desactivar(self, options: dict[str, Any]) -> None:
        actor = _quien(options)
        try:
            services.terminar(actor=actor)
        except services.SinMantenimiento as error:
            raise CommandError("No hay un mantenimiento en curso.") from error
        self._decir(None)

    def _decir(self, fila: Mantenimiento | None) -> None:
        if fila is None or not fila.rige(timezone.now()):
            self.stdout.write("Sin mantenimiento: el portal recibe todo.")
            return
        fin = f"las {hora(fila.hasta)} del {fecha(fila.hasta)}, hora del Ecuador continental"
        self.stdout.write(f"En mantenimiento hasta {fin}: {fila.motivo}")


def _quien(options: dict[str, Any]) -> str:
    return quien_manda(options["usuario"], permiso=PERMISO, que_hace="administra el portal", si_nadie="mantenimiento")


def _momento(texto: str) -> datetime:
    """In Ecuador's time, unless it says another. CommandError when it is none."""
    ahora = timezone.localtime()
    if HORA.fullmatch(texto):
        horas, minutos = map(int, texto.split(":"))
        hoy = ahora.replace(hour=horas, minute=minutos, second=0, microsecond=0)
        return hoy if hoy > ahora else hoy + timedelta(days=1)
    try:
        leido = parse_datetime(texto)
    except ValueError:  # 31 of February
        leido = None
    if leido is None:
        raise CommandError(f"«{texto}» no es un momento: escriba, por ejemplo, 14:30 o 2026-11-22T14:30.")
    return leido if timezone.is_aware(leido) else timezone.make_aware(leido)
