from datetime import date

from django.db import transaction
from django.utils import timezone

from cuentas import encargos
from cuentas.actuacion import Actuacion, Por, SujetoEquivocado
from cuentas.avisos.clases import PODERES
from cuentas.avisos.services import encolar_aviso
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.encargos import EncargoRechazado
from cuentas.models import Cuenta, Delegacion
from nucleo.bitacora import anotar
from registro.models import Empleador

YA_TERMINO = "Esa autorización ya terminó."


def autorizar(
    *, actuacion: Actuacion, apoderado_cedula: str, rol: Delegacion.Rol, hasta: date | None = None
) -> Delegacion:
    """Proposes it to a number. Whether anybody has that number is not told."""
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().get(pk=_empleador(actuacion).pk)
        if encargos.hay_abierto(Delegacion.objects.filter(empleador=empleador, apoderado_cedula=apoderado_cedula)):
            raise EncargoRechazado("Ya autorizó a esa persona. Para cambiar lo que puede hacer, retírela antes.")
        delegacion = Delegacion.objects.create(
            empleador=empleador, apoderado_cedula=apoderado_cedula, rol=rol, hasta=hasta
        )
        _anotar(actuacion, delegacion, "delegacion.otorgada", hasta=hasta)
        _avisar(_cuenta_de_quien_la_recibe(delegacion), delegacion, "delegacion_propuesta")
    return delegacion


def aceptar(*, actuacion: Actuacion, delegacion_id: int) -> Delegacion:
    with transaction.atomic():
        delegacion = _recibida(actuacion, delegacion_id)
        if delegacion.aceptado_en:
            return delegacion
        encargos.aceptar(delegacion, actuacion.persona)
        _anotar(actuacion, delegacion, "delegacion.aceptada")
        _avisar(_cuenta_del_empleador(delegacion), delegacion, "delegacion_aceptada")
    return delegacion


def dejar(*, actuacion: Actuacion, delegacion_id: int) -> Delegacion:
    """The one who received it doesn't want it, or no longer."""
    with transaction.atomic():
        delegacion = _recibida(actuacion, delegacion_id)
        _terminar(actuacion, delegacion, encargos.fin_de_quien_lo_recibio(delegacion))
        _avisar(_cuenta_del_empleador(delegacion), delegacion, "delegacion_terminada")
    return delegacion


def retirar(*, actuacion: Actuacion, delegacion_id: int) -> Delegacion:
    """The employer takes it back. It ends at once, whatever the other is doing."""
    with transaction.atomic():
        suyas = Delegacion.objects.filter(empleador=_empleador(actuacion)).select_related("empleador")
        delegacion = encargos.abierto(suyas, delegacion_id, YA_TERMINO)
        _terminar(actuacion, delegacion, Delegacion.Fin.RETIRADO)
        _avisar(_cuenta_de_quien_la_recibe(delegacion), delegacion, "delegacion_terminada")
    return delegacion


def usar(*, actuacion: Actuacion, delegacion_id: int) -> Delegacion:
    """The one who received it begins to act by it."""
    with transaction.atomic():
        delegacion = _recibida(actuacion, delegacion_id)
        if not delegacion.vigente(timezone.localdate()):
            raise EncargoRechazado("Esa autorización no está vigente: acéptela antes.")
        _anotar(actuacion, delegacion, "delegacion.usada")
    return delegacion


def _empleador(actuacion: Actuacion) -> Empleador:
    if not isinstance(actuacion.sujeto, Empleador) or actuacion.por is not Por.CLAVE_PATRONAL:
        raise SujetoEquivocado("only who knows the clave patronal says who may act for the employer")
    return actuacion.sujeto


def _recibida(actuacion: Actuacion, delegacion_id: int) -> Delegacion:
    return encargos.abierto(recibidas_por(actuacion.persona), delegacion_id, YA_TERMINO)


def _terminar(actuacion: Actuacion, delegacion: Delegacion, fin: Delegacion.Fin) -> None:
    encargos.terminar(delegacion, fin)
    _anotar(actuacion, delegacion, f"delegacion.{fin.value.lower()}")


def _cuenta_del_empleador(delegacion: Delegacion) -> Cuenta | None:
    return Cuenta.objects.filter(empleador=delegacion.empleador_id).first()


def _cuenta_de_quien_la_recibe(delegacion: Delegacion) -> Cuenta | None:
    return Cuenta.objects.filter(persona__cedula=delegacion.apoderado_cedula).first()


def _anotar(actuacion: Actuacion, delegacion: Delegacion, accion: str, **datos: object) -> None:
    """The line is of the account of the employer, who reads it in «Mis accesos», as does whoever acted."""
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        objeto=f"cuenta:{delegacion.empleador.ruc}",
        por=actuacion.por,
        datos={
            "delegacion": delegacion.pk,
            "apoderado": delegacion.apoderado_cedula,
            "rol": delegacion.rol,
            **datos,
        },
    )


def _avisar(cuenta: Cuenta | None, delegacion: Delegacion, plantilla: str) -> None:
    if cuenta is None:
        return
    encolar_aviso(
        clase=PODERES,
        clave_unica=f"{plantilla}:{delegacion.pk}:{delegacion.fin}",
        titular=cuenta,
        asunto=ASUNTOS[plantilla],
        plantilla=plantilla,
        contexto={"delegacion": delegacion},
    )


ASUNTOS = {
    "delegacion_propuesta": "Un empleador quiere que actúe en su nombre",
    "delegacion_aceptada": "Aceptaron actuar en nombre de su empresa",
    "delegacion_terminada": "Una autorización para actuar terminó",
}
