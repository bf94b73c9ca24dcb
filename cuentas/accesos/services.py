from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cuentas import limites
from cuentas.models import Cuenta, SesionAbierta
from nucleo.bitacora import anotar

# No session lives that long, so rows older than this are of sessions that are gone.
OLVIDAR = timedelta(days=1)


def registrar_sesion(*, request: HttpRequest, cuenta: Cuenta) -> None:
    """Notes which account a session is of; called in the transaction of the login."""
    SesionAbierta.objects.filter(cuenta=cuenta, abierta_en__lt=timezone.now() - OLVIDAR).delete()
    SesionAbierta.objects.update_or_create(
        clave=request.session.session_key,
        defaults={
            "cuenta": cuenta,
            "abierta_en": timezone.now(),
            "red": limites.red_de(request),
            "equipo": request.headers.get("User-Agent", "")[:200],
        },
    )


def cerrar_sesiones(*, cuenta: Cuenta, clave_actual: str | None, sesion_id: int | None = None) -> int:
    """Ends one other session of the account, or all but the present one; returns how many ended."""
    with transaction.atomic():
        otras = SesionAbierta.objects.select_for_update().filter(cuenta=cuenta).exclude(clave=clave_actual or "")
        if sesion_id is not None:
            otras = otras.filter(pk=sesion_id)
        claves = list(otras.values_list("clave", flat=True))
        cerradas, _ = Session.objects.filter(session_key__in=claves).delete()
        SesionAbierta.objects.filter(clave__in=claves).delete()
        if cerradas:
            anotar(
                actor=cuenta.identificador,
                accion="sesiones.cerradas",
                persona_id=cuenta.persona_id,
                datos={"cuantas": cerradas},
            )
    return cerradas
