from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from cuentas.models import Cuenta


class CuentaBackend(ModelBackend):
    """Login by identifier and clave, and the account with the person whom it is of in one query."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Cuenta | None:
        sql = "SELECT * FROM cuentas_cuenta WHERE identificador = %s"  # written out: every login asks it (ADR 0016)
        cuenta = next(iter(Cuenta.objects.raw(sql, [username])), None)
        if cuenta is None:
            make_password(password)  # an unknown number costs the same time as a known one
            return None
        return cuenta if cuenta.check_password(password or "") and self.user_can_authenticate(cuenta) else None

    def get_user(self, user_id: int) -> Cuenta | None:
        cuenta = next(iter(Cuenta.objects.select_related("persona").filter(pk=user_id).order_by()), None)
        return cuenta if cuenta is not None and self.user_can_authenticate(cuenta) else None
