"""For which employer a session acts."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.delegaciones import services
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.models import Cuenta, Delegacion

EN_SESION = "delegacion"
RECIBIDAS = "delegaciones"  # that there was something to ask about at the login; one that comes later is told by mail


def empezar(*, request: Peticion, delegacion_id: int) -> None:
    """From the next page on, this session acts for the employer."""
    with transaction.atomic():
        delegacion = services.usar(actuacion=request.actuacion, encargo_id=delegacion_id)
        request.session.cycle_key()
        request.session[EN_SESION] = delegacion.pk


def terminar(*, request: Peticion) -> None:
    request.session.pop(EN_SESION, None)


def actuacion_de_sesion(request: Peticion, cuenta: Cuenta) -> Actuacion | None:
    """For which employer this session acts, or None: for itself. Read with each page: a withdrawal counts at once."""
    delegacion_id = request.session.get(EN_SESION)
    if delegacion_id is None:
        return None
    suyas = recibidas_por(cuenta.persona).filter(pk=delegacion_id) if cuenta.persona else Delegacion.objects.none()
    delegacion = suyas.first()
    if delegacion is None or not delegacion.vigente(timezone.localdate()):
        terminar(request=request)
        messages.warning(request, "La autorización con la que actuaba terminó. Ahora actúa en su propio nombre.")
        return None
    return Actuacion(actor=cuenta, sujeto=delegacion.empleador, por=Por.DELEGACION, alcance=frozenset({delegacion.rol}))
