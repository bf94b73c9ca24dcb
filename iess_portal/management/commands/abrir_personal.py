import getpass
import os

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from iess_portal.roles import Rol
from iess_portal.services import abrir_cuenta_de_personal


class Command(BaseCommand):
    help = "Abre la cuenta de un funcionario con su rol. La clave se pide, o se toma de CLAVE_PERSONAL."

    def add_arguments(self, parser) -> None:
        parser.add_argument("usuario", help="Nombre de usuario, por ejemplo ltapia.")
        parser.add_argument("--nombre", required=True, help="Nombre y cargo, como los verán los demás.")
        parser.add_argument("--rol", required=True, choices=[rol.value for rol in Rol])
        parser.add_argument("--oficina", default="", help="Dónde trabaja. La gente lo lee en «Mis accesos».")
        parser.add_argument(
            "--correo", default="", help="Su buzón en el instituto: allí llegan los plazos de sus casos."
        )

    def handle(self, *args, **options) -> None:
        usuario = options["usuario"]
        if usuario.isdigit():
            raise CommandError(
                "Un nombre de usuario no puede ser solo números: se confundiría con una cédula o un RUC."
            )
        clave = os.environ.get("CLAVE_PERSONAL") or getpass.getpass("Clave: ")
        try:
            validate_password(clave)
            if options["correo"]:
                validate_email(options["correo"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        _cuenta, nueva = abrir_cuenta_de_personal(
            actor="sistema:abrir_personal",
            usuario=usuario,
            nombre=options["nombre"],
            oficina=options["oficina"],
            correo=options["correo"],
            rol=Rol(options["rol"]),
            clave=clave,
        )
        if not nueva:
            raise CommandError(f"La cuenta {usuario} ya existe; no se cambió.")
        self.stdout.write(
            f"{usuario}: cuenta abierta con el rol {options['rol']}.\n"
            f"Ahora ingresa en {settings.PORTAL_URL}/ingresar/ con su clave; el portal le pide activar la verificación "
            "en dos pasos con una aplicación de autenticación, y después le abre la mesa de trabajo."
        )
