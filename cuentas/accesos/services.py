from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cuentas import limites
from cuentas.models import Cuenta, SesionAbierta
from nucleo.bitacora import anotar

# No session lives that long, so rows older than this are of sessions that are gone.
OLVIDAR = timedelta(days=1)


def registrar_sesion(*, request: HttpRequest, user: Cuenta, **kwargs: Any) -> None:
    """Notes which account a session is of, at every login, by whatever door: only what is known here can be ended."""
    request.session.save()  # never later than its line here, or nobody could end it in between
    abierta = SesionAbierta(
        clave=cast("str", request.session.session_key),
        cuenta=user,
        abierta_en=timezone.now(),
        red=limites.red_de(request),
        equipo=request.headers.get("User-Agent", "")[:200],
    )
    SesionAbierta.objects.bulk_create(
        [abierta],
        update_conflicts=True,  # who logs in again where they are in keeps the session
        unique_fields=["clave"],
        update_fields=["cuenta", "abierta_en", "red", "equipo"],
    )


def olvidar_sesiones(ahora: datetime) -> None:
    SesionAbierta.objects.filter(abierta_en__lt=ahora - OLVIDAR).delete()


def terminar_sesiones(*, cuenta: Cuenta, salvo: str | None = None, sesion_id: int | None = None) -> int:
    """Ends the sessions of an account (`sesion_id`: that one), but never the one whose key is `salvo`; how many ended.

    Part of a verb, in its transaction: that one writes the line.
    """
    filas = SesionAbierta.objects.select_for_update().filter(cuenta=cuenta).exclude(clave=salvo or "")
    if sesion_id is not None:
        filas = filas.filter(pk=sesion_id)
    claves = list(filas.values_list("clave", flat=True))
    terminadas, _ = Session.objects.filter(session_key__in=claves).delete()
    SesionAbierta.objects.filter(clave__in=claves).delete()
    return terminadas


def cerrar_sesiones(*, cuenta: Cuenta, clave_actual: str | None, sesion_id: int | None = None) -> int:
    """Ends one other session of the account, or all but the present one; returns how many ended."""
    with transaction.atomic():
        cerradas = terminar_sesiones(cuenta=cuenta, salvo=clave_actual, sesion_id=sesion_id)
        if cerradas:
            anotar(
                actor=cuenta.identificador,
                accion="sesiones.cerradas",
                persona_id=cuenta.persona_id,
                datos={"cuantas": cerradas},
            )
    return cerradas
