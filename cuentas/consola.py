"""By whom a command is run: a member of the staff who may, or a part of the system."""

from django.core.management.base import CommandError

from cuentas.models import Cuenta


def quien_manda(usuario: str | None, *, permiso: str, que_hace: str, si_nadie: str) -> str:
    """The actor of the bitácora. CommandError when that account is not of the staff, or may not do it."""
    if usuario is None:
        return f"sistema:{si_nadie}"
    cuenta = Cuenta.objects.filter(identificador=usuario, is_staff=True, is_active=True).first()
    if cuenta is None or not cuenta.has_perm(permiso):
        raise CommandError(f"{usuario} no es del personal que {que_hace}.")
    return cuenta.identificador
