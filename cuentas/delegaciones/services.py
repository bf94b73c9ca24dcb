from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cuentas import encargos
from cuentas.actuacion import Actuacion, Peticion, Por, SujetoEquivocado
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.encargos import EncargoRechazado
from cuentas.models import Cuenta, Delegacion
from nucleo.bitacora import anotar
from nucleo.correo import encolar_correo
from registro.models import Empleador

EN_SESION = "delegacion"
RECIBIDAS = "delegaciones"
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


def recordar_al_ingresar(*, request: HttpRequest, user: Cuenta, **kwargs: Any) -> None:
    """At every login: whether the home of this session has anything to ask about. Few people act for an employer.

    One that comes later is told by mail, and from then on by the page of the powers.
    """
    if user.persona_id and Delegacion.objects.filter(apoderado_cedula=user.identificador, terminado_en=None).exists():
        request.session[RECIBIDAS] = True


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


def empezar(*, request: Peticion, delegacion_id: int) -> Delegacion:
    """From the next page on, this session acts for the employer."""
    with transaction.atomic():
        delegacion = _recibida(request.actuacion, delegacion_id)
        if not delegacion.vigente(timezone.localdate()):
            raise EncargoRechazado("Esa autorización no está vigente: acéptela antes.")
        _anotar(request.actuacion, delegacion, "delegacion.usada")
        request.session.cycle_key()
        request.session[EN_SESION] = delegacion.pk
    return delegacion


def terminar_de_actuar(*, request: Peticion) -> None:
    request.session.pop(EN_SESION, None)


def actuacion_de_sesion(request: Peticion, cuenta: Cuenta) -> Actuacion | None:
    """For which employer this session acts, or None: for itself. Read with each page: a withdrawal counts at once."""
    delegacion_id = request.session.get(EN_SESION)
    if delegacion_id is None:
        return None
    suyas = recibidas_por(cuenta.persona).filter(pk=delegacion_id) if cuenta.persona else Delegacion.objects.none()
    delegacion = suyas.first()
    if delegacion is None or not delegacion.vigente(timezone.localdate()):
        terminar_de_actuar(request=request)
        messages.warning(request, "La autorización con la que actuaba terminó. Ahora actúa en su propio nombre.")
        return None
    return Actuacion(actor=cuenta, sujeto=delegacion.empleador, por=Por.DELEGACION, alcance=frozenset({delegacion.rol}))


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
    if cuenta is None or not cuenta.correo or not cuenta.correo_confirmado_en:
        return
    encolar_correo(
        clave=f"{plantilla}:{delegacion.pk}:{delegacion.fin}",
        para=cuenta.correo,
        asunto=ASUNTOS[plantilla],
        plantilla=plantilla,
        contexto={"nombre": cuenta.nombre_visible, "delegacion": delegacion},
    )


ASUNTOS = {
    "delegacion_propuesta": "Un empleador quiere que actúe en su nombre",
    "delegacion_aceptada": "Aceptaron actuar en nombre de su empresa",
    "delegacion_terminada": "Una autorización para actuar terminó",
}
