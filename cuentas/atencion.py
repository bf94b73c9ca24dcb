"""Attending in person: until it ends, the session of a member of staff acts for whoever stands in front of them.

The portal's own pages serve them, so a procedure at the counter is that very procedure. It ends by its button, with the
session (which ends when nothing was opened for a while), and when the same session opens somebody else's file or
attends somebody else.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from cuentas.actuacion import Actuacion, Peticion, Por, actuacion_de, buscar_sujeto
from cuentas.models import Cuenta
from nucleo.administracion import expedientes_abiertos
from nucleo.bitacora import anotar
from registro.models import Empleador, Persona

EN_SESION = "atencion"
PERMISO = "cuentas.atender_en_ventanilla"


class AtencionRechazada(Exception):
    """Nobody can be attended so; the message says why."""


def empezar(*, request: Peticion, titular: Persona | Empleador, motivo: str = "") -> None:
    """From the next page on, this session acts for `titular`. Of a person, the reason is that of their open file."""
    if isinstance(titular, Persona):
        motivo = expedientes_abiertos(request).get(str(titular.pk), "")
        objeto = f"persona:{titular.cedula}"
        if titular.fecha_fallecimiento:
            raise AtencionRechazada("El registro consigna el fallecimiento de esa persona.")
    else:
        objeto = f"empleador:{titular.ruc}"
    if not motivo:
        raise AtencionRechazada("Para atender a alguien, abra antes su expediente y diga el motivo.")
    with transaction.atomic():
        terminar(request=request)
        atencion = {"clase": titular._meta.model_name, "pk": titular.pk, "objeto": objeto, "motivo": motivo}
        _anotar(request, "atencion.empezada", atencion)
        request.session.cycle_key()
        request.session[EN_SESION] = atencion


def terminar(*, request: HttpRequest) -> bool:
    """True when somebody was being attended."""
    atencion = request.session.pop(EN_SESION, None)
    if atencion is not None:
        _anotar(request, "atencion.terminada", atencion)
    return atencion is not None


def actuacion_de_sesion(request: Peticion, cuenta: Cuenta) -> Actuacion | None:
    """Whom this session attends, or None. Asked with each page, so that a right that is taken away ends at once."""
    atencion = request.session.get(EN_SESION)
    if atencion is None or actuacion_de(cuenta).por is not Por.VENTANILLA:
        return None
    titular = buscar_sujeto(atencion["clase"], atencion["pk"])
    if titular is None or not cuenta.has_perm(PERMISO):
        terminar(request=request)
        messages.warning(request, "Ya no puede atender en la ventanilla: su papel no lo permite.")
        return None
    return Actuacion(actor=cuenta, sujeto=titular, por=Por.VENTANILLA, motivo=atencion["motivo"])


def al_abrir_expediente(*, request: HttpRequest, persona: Persona, **kwargs: Any) -> None:
    """Whoever looks into somebody else's file has turned to somebody else."""
    atencion = request.session.get(EN_SESION)
    if atencion is not None and (atencion["clase"], atencion["pk"]) != ("persona", persona.pk):
        terminar(request=request)
        messages.info(request, "Al abrir otro expediente terminó la atención anterior.")


def anotar_lectura(actuacion: Actuacion, objeto: str) -> None:
    """At the counter, who of the staff saw what is a line of the bitácora, as it is in the admin."""
    if not actuacion.en_ventanilla or actuacion.actor is None:
        return
    persona = actuacion.titular["persona"]
    anotar(
        actor=actuacion.nombre_actor,
        accion="consulta.personal",
        persona_id=persona.pk if persona else None,
        objeto=objeto,
        por=actuacion.por,
        datos={"oficina": actuacion.actor.oficina, "motivo": actuacion.motivo},
    )


def _anotar(request: HttpRequest, accion: str, atencion: dict[str, Any]) -> None:
    cuenta = request.user
    anotar(
        actor=cuenta.get_username(),
        accion=accion,
        persona_id=atencion["pk"] if atencion["clase"] == "persona" else None,
        objeto=atencion["objeto"],
        por=Por.VENTANILLA,
        datos={"motivo": atencion["motivo"], "oficina": getattr(cuenta, "oficina", "")},
    )
