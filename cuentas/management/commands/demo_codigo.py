from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cuentas import dispositivos
from cuentas.models import Cuenta


class Command(BaseCommand):
    help = "Dice el código de segundo factor con el que una cuenta puede ingresar ahora (solo con DEBUG)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("identificacion", help="Cédula, RUC o nombre de usuario.")

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("demo_codigo existe solo con DJANGO_DEBUG=true.")
        cuenta = Cuenta.objects.filter(identificador=options["identificacion"]).first()
        codigo = dispositivos.codigo_actual(cuenta) if cuenta else None
        if codigo is None:
            raise CommandError(f"{options['identificacion']}: no hay una cuenta con segundo factor.")
        self.stdout.write(codigo)
