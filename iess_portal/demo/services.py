"""What the demonstration writes by itself, the accounts of the staff; the rest goes through the doors of production."""

from django.contrib.auth.models import Group
from django.db import transaction

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.bitacora import anotar


def abrir_cuenta_de_personal(*, usuario: str, nombre: str, rol: Rol, clave: str) -> Cuenta:
    """Opens the account of a member of staff in the group of their role. One that is there already stays as it is."""
    with transaction.atomic():
        cuenta, nueva = Cuenta.objects.get_or_create(
            identificador=usuario, defaults={"nombre": nombre, "is_staff": True, "correo": f"{usuario}@correo.invalid"}
        )
        if nueva:
            cuenta.set_password(clave)
            cuenta.save(update_fields=["password"])
            cuenta.groups.add(Group.objects.get(name=rol))
            anotar(actor="sistema:demo", accion="cuenta.personal", objeto=f"cuenta:{usuario}", datos={"rol": rol})
    return cuenta
