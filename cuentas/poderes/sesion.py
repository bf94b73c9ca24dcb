"""For whom a session acts."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.models import Cuenta
from cuentas.poderes import selectors, services

EN_SESION = "poder"


def empezar(*, request: Peticion, poder_id: int) -> None:
    """From the next page on, this session acts for who gave the power."""
    with transaction.atomic():
        poder = services.usar(actuacion=request.actuacion, encargo_id=poder_id)
        request.session.cycle_key()
        request.session[EN_SESION] = poder.pk


def terminar(*, request: Peticion) -> None:
    request.session.pop(EN_SESION, None)


def actuacion_de_sesion(request: Peticion, cuenta: Cuenta) -> Actuacion | None:
    """For whom this session acts, or None: for itself. Read with each page, so that a withdrawal counts at once."""
    poder_id = request.session.get(EN_SESION)
    if poder_id is None:
        return None
    poder = selectors.aceptado_por(cuenta, poder_id)
    if poder is None or not poder.vigente(timezone.localdate()):
        terminar(request=request)
        messages.warning(request, "El poder con el que actuaba terminó. Ahora actúa en su propio nombre.")
        return None
    return Actuacion(actor=cuenta, sujeto=poder.otorgante, por=Por.PODER, alcance=frozenset(poder.tramites))
