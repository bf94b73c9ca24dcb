"""The verbs of a power: given, accepted, used, ended."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cuentas import encargos
from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import PODERES
from cuentas.avisos.services import encolar_aviso
from cuentas.encargos import EncargoRechazado as PoderRechazado
from cuentas.models import Cuenta, Poder
from nucleo.bitacora import anotar
from registro.models import Persona

MESES_MAXIMO = "poder_meses_maximo"


def otorgar(*, actuacion: Actuacion, apoderado_cedula: str, tramites: Iterable[str], hasta: date) -> Poder:
    """Proposes a power to a number. Whether anybody has that number is not told."""
    alcance = sorted(set(tramites))
    if not alcance:
        raise PoderRechazado("Elija al menos un trámite.")
    if apoderado_cedula == actuacion.persona.cedula:
        raise PoderRechazado("Es su propia cédula: escriba la de la persona que actuará por usted.")
    with transaction.atomic():
        otorgante = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        if encargos.hay_abierto(Poder.objects.filter(otorgante=otorgante, apoderado_cedula=apoderado_cedula)):
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
        encargos.aceptar(poder, actuacion.persona)
        _anotar(actuacion, poder, "poder.aceptado")
        _avisar(Cuenta.objects.filter(persona=poder.otorgante).first(), poder, "poder_aceptado")
    return poder


def dejar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    """The one who received it doesn't want it, or no longer."""
    with transaction.atomic():
        poder = _recibido(actuacion, poder_id)
        _terminar(actuacion, poder, encargos.fin_de_quien_lo_recibio(poder))
        _avisar(Cuenta.objects.filter(persona=poder.otorgante).first(), poder, "poder_terminado")
    return poder


def retirar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    """The one who gave it takes it back. It ends at once, whatever the other is doing."""
    with transaction.atomic():
        poder = _abierto(Poder.objects.filter(otorgante=actuacion.persona), poder_id)
        _terminar(actuacion, poder, Poder.Fin.RETIRADO)
        _avisar(Cuenta.objects.filter(persona__cedula=poder.apoderado_cedula).first(), poder, "poder_terminado")
    return poder


def usar(*, actuacion: Actuacion, poder_id: int) -> Poder:
    """The one who received it begins to act by it."""
    with transaction.atomic():
        poder = _recibido(actuacion, poder_id)
        if not poder.vigente(timezone.localdate()):
            raise PoderRechazado("Ese poder no está vigente.")
        _anotar(actuacion, poder, "poder.usado")
    return poder


def _recibido(actuacion: Actuacion, poder_id: int) -> Poder:
    return _abierto(Poder.objects.filter(apoderado_cedula=actuacion.persona.cedula), poder_id)


def _abierto(poderes: QuerySet[Poder], poder_id: int) -> Poder:
    return encargos.abierto(poderes.select_related("otorgante"), poder_id, "Ese poder ya terminó.")


def _terminar(actuacion: Actuacion, poder: Poder, fin: Poder.Fin) -> None:
    encargos.terminar(poder, fin)
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
