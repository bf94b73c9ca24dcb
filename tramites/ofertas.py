"""What a person may ask for since a right of theirs opened. Found once at the login: the home reads no whole record."""

import logging

from django.http import HttpRequest
from django.utils import timezone

from cuentas.actuacion import Peticion, Por
from cuentas.models import Cuenta
from cuentas.recordatorios import al_ingresar
from tramites.casos.models import Solicitud
from tramites.procedimientos.base import Pendiente
from tramites.procedimientos.lista import inscritos, por_slug

logger = logging.getLogger(__name__)
EN_SESION = "ofertas"


@al_ingresar
def recordar_ofertas(request: HttpRequest, cuenta: Cuenta) -> None:
    """A session lasts some hours: what opens meanwhile is told at the next login."""
    if cuenta.persona is None:
        return
    hoy = timezone.localdate()
    try:
        ofertas = {slug: p.oferta(cuenta.persona, hoy) for slug, p in inscritos().items()}
    except Exception:
        logger.exception("a record that no rule can read keeps nobody out")
        return
    if vigentes := {slug: texto for slug, texto in ofertas.items() if texto}:
        request.session[EN_SESION] = vigentes


def olvidar_oferta(request: HttpRequest, slug: str) -> None:
    """What was answered waits no longer."""
    ofertas = request.session.get(EN_SESION, {})
    if ofertas.pop(slug, None):
        request.session[EN_SESION] = ofertas


def ofertas_de(request: Peticion, en_curso: list[Solicitud]) -> list[Pendiente]:
    """As lines of the home of whoever is here for themselves, but for what they have begun."""
    if request.actuacion.por is not Por.PROPIO:
        return []
    empezadas = {solicitud.tramite.slug for solicitud in en_curso}
    return [
        Pendiente(texto, procedimiento.url, "Ver y empezar")
        for slug, texto in request.session.get(EN_SESION, {}).items()
        if slug not in empezadas and (procedimiento := por_slug(slug))
    ]
