from django.core.management.base import BaseCommand, CommandError

from cuentas import segundo_factor
from cuentas.models import Cuenta


class Command(BaseCommand):
    help = "Quita el segundo factor de una cuenta: para el último administrador que perdió su teléfono y sus códigos."

    def add_arguments(self, parser) -> None:
        parser.add_argument("identificacion", help="Nombre de usuario, cédula o RUC.")
        parser.add_argument("--motivo", required=True, help="Por qué; queda en la bitácora.")

    def handle(self, *args, **options) -> None:
        cuenta = Cuenta.objects.filter(identificador=options["identificacion"]).first()
        if cuenta is None:
            raise CommandError(f"{options['identificacion']}: no hay esa cuenta.")
        try:
            segundo_factor.reiniciar_por_consola(cuenta=cuenta, motivo=options["motivo"])
        except segundo_factor.CambioImposible as razon:
            raise CommandError(str(razon)) from razon
        self.stdout.write(f"{cuenta}: quedó sin segundo factor. Si es del personal, lo activa en su próximo ingreso.")
