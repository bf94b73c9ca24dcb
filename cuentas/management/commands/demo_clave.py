from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cuentas.clave.demostracion import dar_preguntas
from cuentas.services import abrir_cuenta_de_demostracion
from registro.selectors import empleador_por_ruc, persona_por_cedula

CLAVE_DEMOSTRACION = "Portal-Demo-2026"


class Command(BaseCommand):
    help = (
        "Da a una persona o un empleador del registro la clave de demostración y un correo confirmado (solo con DEBUG)."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("identificacion", nargs="+", help="Cédula o RUC que ya está en el registro.")

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("demo_clave existe solo con DJANGO_DEBUG=true.")
        for identificacion in options["identificacion"]:
            titular = persona_por_cedula(identificacion) or empleador_por_ruc(identificacion)
            if titular is None:
                raise CommandError(
                    f"{identificacion}: no está en el registro. Impórtelo primero con importar_registro."
                )
            correo = titular.correo or f"{identificacion}@correo.invalid"
            cuenta = abrir_cuenta_de_demostracion(titular=titular, clave=CLAVE_DEMOSTRACION, correo=correo)
            if cuenta.persona and not cuenta.preguntas_de_seguridad.exists():
                dar_preguntas([cuenta])
            self.stdout.write(f"{identificacion}  {titular}  clave: {CLAVE_DEMOSTRACION}  correo: {correo}")
