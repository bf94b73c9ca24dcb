"""Powers: one person acts for another, in the procedures and until the day that the other said.

Meant for the elder pensioner and their daughter. Whoever gives a power confirms it with the own clave; it ends with the
next page that the other opens once it is withdrawn.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.avisos.clases import PODERES
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Cuenta, Poder
from nucleo.bitacora import anotar
from registro.models import Persona

EN_SESION = "poder"
MESES_MAXIMO = "poder_meses_maximo"


class PoderRechazado(Exception):
    """The power can't be given, accepted or used so; the message says why."""


def otorgar(*, actuacion: Actuacion, apoderado_cedula: str, tramites: Iterable[str], hasta: date) -> Poder:
    """Proposes a power to a number. Whether anybody has that number is not told."""
    hoy = timezone.localdate()
    alcance = sorted(set(tramites))
    if not alcance:
        raise PoderRechazado("Elija al menos un trámite.")
    if apoderado_cedula == actuacion.persona.cedula:
        raise PoderRechazado("Es su propia cédula: escriba la de la persona que actuará por usted.")
    with transaction.atomic():
        otorgante = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        abiertos = Poder.objects.filter(otorgante=otorgante, apoderado_cedula=apoderado_cedula, terminado_en=None)
        if any(poder.abierto(hoy) for poder in abiertos):
            raise PoderRechazado("Ya dio un poder a esa persona. Retírelo antes de darle otro.")
        poder = Poder.objects.create(
            otorgante=otorgante, apoderado_cedula=apoderado_cedula, tramites=alcance, hasta=hasta
        )
        _anotar(actuacion, poder, "poder.otorgado", tramites=alcance, hasta=hasta.isoformat())
        _avisar(Cuenta.objects.filter(persona__cedula=apoderado_cedula).first(), poder, "poder_propuesto")
    return poder


def aceptar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    with transaction.atomic():
        poder = _recibido(actuacion, poder_id)
        if poder.aceptado_en:
            return poder
        poder.apoderado, poder.aceptado_en = actuacion.persona, timezone.now()
        poder.save(update_fields=["apoderado", "aceptado_en"])
        _anotar(actuacion, poder, "poder.aceptado")
        _avisar(Cuenta.objects.filter(persona=poder.otorgante).first(), poder, "poder_aceptado")
    return poder


def dejar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    """The one who received it doesn't want it, or no longer."""
    with transaction.atomic():
        poder = _recibido(actuacion, poder_id)
        fin = Poder.Fin.RENUNCIADO if poder.aceptado_en else Poder.Fin.RECHAZADO
        _terminar(actuacion, poder, fin)
        _avisar(Cuenta.objects.filter(persona=poder.otorgante).first(), poder, "poder_terminado")
    return poder


def retirar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    """The one who gave it takes it back. It ends at once, whatever the other is doing."""
    with transaction.atomic():
        poder = _abierto(Poder.objects.filter(otorgante=actuacion.persona), poder_id)
        _terminar(actuacion, poder, Poder.Fin.RETIRADO)
        _avisar(Cuenta.objects.filter(persona__cedula=poder.apoderado_cedula).first(), poder, "poder_terminado")
    return poder


def empezar(*, request: Peticion, poder_id: int) -> Poder:
    """From the next page on, this session acts for who gave the power."""
    with transaction.atomic():
        poder = _recibido(request.actuacion, poder_id)
        if not poder.vigente(timezone.localdate()):
            raise PoderRechazado("Ese poder no está vigente.")
        _anotar(request.actuacion, poder, "poder.usado")
        request.session.cycle_key()
        request.session[EN_SESION] = poder.pk
    return poder


def terminar_de_actuar(*, request: Peticion) -> None:
    request.session.pop(EN_SESION, None)


def actuacion_de_sesion(request: Peticion, cuenta: Cuenta) -> Actuacion | None:
    """For whom this session acts, or None: for itself. Read with each page, so that a withdrawal counts at once."""
    poder_id = request.session.get(EN_SESION)
    if poder_id is None:
        return None
    poder = Poder.objects.select_related("otorgante").filter(pk=poder_id, apoderado=cuenta.persona_id).first()
    if poder is None or not poder.vigente(timezone.localdate()):
        terminar_de_actuar(request=request)
        messages.warning(request, "El poder con el que actuaba terminó. Ahora actúa en su propio nombre.")
        return None
    return Actuacion(actor=cuenta, sujeto=poder.otorgante, por=Por.PODER, alcance=frozenset(poder.tramites))


def dados_por(persona: Persona) -> QuerySet[Poder]:
    return Poder.objects.filter(otorgante=persona).select_related("apoderado")


def recibidos_por(persona: Persona) -> QuerySet[Poder]:
    return Poder.objects.filter(apoderado_cedula=persona.cedula).select_related("otorgante")


def _recibido(actuacion: Actuacion, poder_id: int) -> Poder:
    return _abierto(Poder.objects.filter(apoderado_cedula=actuacion.persona.cedula), poder_id)


def _abierto(poderes: QuerySet[Poder], poder_id: int) -> Poder:
    poder = poderes.select_for_update(of=("self",)).select_related("otorgante").filter(pk=poder_id).first()
    if poder is None:
        raise Poder.DoesNotExist
    if not poder.abierto(timezone.localdate()):
        raise PoderRechazado("Ese poder ya terminó.")
    return poder


def _terminar(actuacion: Actuacion, poder: Poder, fin: Poder.Fin) -> None:
    poder.terminado_en, poder.fin = timezone.now(), fin
    poder.save(update_fields=["terminado_en", "fin"])
    _anotar(actuacion, poder, f"poder.{fin.value.lower()}")


def _anotar(actuacion: Actuacion, poder: Poder, accion: str, **datos: object) -> None:
    """The line is about who gave the power: it is their data that somebody else may see."""
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=poder.otorgante_id,
        objeto=f"poder:{poder.pk}",
        por=actuacion.por,
        datos={"apoderado": poder.apoderado_cedula, **datos},
    )


def _avisar(cuenta: Cuenta | None, poder: Poder, plantilla: str) -> None:
    if cuenta is None:
        return
    encolar_aviso(
        clase=PODERES,
        clave_unica=f"{plantilla}:{poder.pk}:{poder.fin}",
        titular=cuenta,
        asunto=ASUNTOS[plantilla],
        plantilla=plantilla,
        contexto={"poder": poder},
    )


ASUNTOS = {
    "poder_propuesto": "Alguien quiere que actúe en su nombre",
    "poder_aceptado": "Aceptaron el poder que usted dio",
    "poder_terminado": "Un poder terminó",
}
