"""Accounts of the staff: the group of a role belongs to this floor, which knows every app."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.bitacora import anotar


def abrir_cuenta_de_personal(
    *, actor: str, usuario: str, nombre: str, rol: Rol, clave: str, oficina: str = "", correo: str = ""
) -> tuple[Cuenta, bool]:
    """Opens the account of a member of staff in the group of their role; True when it is new.

    One that is there already stays as it is, clave included. The institute knows its own mailboxes: `correo` needs no
    confirmation.
    """
    valores = {"nombre": nombre, "oficina": oficina, "is_staff": True, "correo": correo}
    with transaction.atomic():
        cuenta, nueva = Cuenta.objects.get_or_create(
            identificador=usuario,
            defaults=valores | {"correo_confirmado_en": timezone.now() if correo else None},
        )
        if nueva:
            cuenta.set_password(clave)
            cuenta.save(update_fields=["password"])
            cuenta.groups.add(Group.objects.get(name=rol))
            anotar(
                actor=actor,
                accion="cuenta.personal",
                objeto=f"cuenta:{usuario}",
                datos={"rol": rol, "oficina": oficina, "correo": correo},
            )
    return cuenta, nueva
