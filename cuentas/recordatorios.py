"""What the home of a session has to tell its holder: looked up once, at the login, since it concerns few people."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest

from cuentas.avisos.selectors import RECHAZO, correo_de
from cuentas.delegaciones.sesion import RECIBIDAS
from cuentas.models import Cuenta

# Written out: every login asks it (docs/adr/0016).
PENDIENTES = """
    SELECT EXISTS (SELECT 1 FROM cuentas_delegacion WHERE apoderado_cedula = %s AND terminado_en IS NULL),
           EXISTS (SELECT 1 FROM cuentas_correorechazado WHERE correo = %s)
"""


AlIngresar = Callable[[HttpRequest, Cuenta], object]
_al_ingresar: list[AlIngresar] = []


def al_ingresar(oyente: AlIngresar) -> AlIngresar:
    """Registers who has more to keep in a session that begins. Called before it is stored, once and whole."""
    _al_ingresar.append(oyente)
    return oyente


def recordar_al_ingresar(*, request: HttpRequest, user: Cuenta, **kwargs: Any) -> None:
    """Whether an employer let this person act for it, and whether the address of the account takes no mail."""
    with connection.cursor() as cursor:
        cursor.execute(PENDIENTES, [user.identificador if user.persona_id else "", correo_de(user)])
        recibidas, rechazo = cursor.fetchone()
    if recibidas:
        request.session[RECIBIDAS] = True
    if rechazo:
        request.session[RECHAZO] = True
    for oyente in _al_ingresar:
        oyente(request, user)
