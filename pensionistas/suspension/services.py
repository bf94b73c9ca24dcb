"""The verbs: a person suspends a pension, and it is paid again with what is due of the months between."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import PENSION
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from pensionistas.models import Suspension
from pensionistas.reglas.suspension import MesAtrasado, por_concepto
from pensionistas.suspension.selectors import lo_atrasado, mes_sin_rol
from registro.models import Pension, Persona
from registro.reglas.puertas import mover
from tramites.casos.models import Solicitud
from tramites.reliquidacion.services import ordenar_pago


class NoProcede(Exception):
    """It can't be done now; the message says why, in words for the desk."""


def suspender(*, actuacion: Actuacion, pension: Pension, motivo: str, ahora: datetime | None = None) -> Suspension:
    """From the next rol that is not made yet: what is made stays made. Raises NoProcede."""
    ahora = ahora or timezone.now()
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(pk=pension.persona_id)
        pension = Pension.objects.select_for_update().get(pk=pension.pk)
        if pension.suspendida_desde:
            raise NoProcede("Esta pensión ya está suspendida.")
        if persona.fecha_fallecimiento:
            raise NoProcede("El registro consigna el fallecimiento de esta persona: la pensión ya no se paga.")
        suspension = Suspension.objects.create(
            pension=pension,
            persona=persona,
            desde=max(mes_sin_rol(persona, timezone.localdate(ahora)), mover(pension.fecha_inicio, 0)),
            monto=pension.monto,
            motivo=motivo,
            suspendida_en=ahora,
            suspendida_por=actuacion.nombre_actor,
        )
        pension.suspendida_desde = suspension.desde
        pension.save(update_fields=["suspendida_desde"])
        _anotar(suspension, actuacion, "pension.suspendida", motivo)
        _avisar(suspension, "Su pensión está suspendida", "pension_suspendida")
    return suspension


def levantar(
    *, actuacion: Actuacion, suspension: Suspension, motivo: str, solicitud: Solicitud | None = None
) -> Suspension:
    """Paid again from the next rol, with the months between as orders of that rol. Raises NoProcede.

    A suspension ends once: the second call finds nothing to do, and orders nothing.
    """
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(pk=suspension.persona_id)
        suspension = Suspension.objects.select_for_update(of=("self",)).select_related("pension").get(pk=suspension.pk)
        if suspension.levantada_en:
            raise NoProcede("Esta suspensión ya se levantó.")
        if persona.fecha_fallecimiento:
            raise NoProcede("El registro consigna el fallecimiento de esta persona.")
        pension = Pension.objects.select_for_update().get(pk=suspension.pension_id)
        reanuda = max(mes_sin_rol(persona, timezone.localdate()), suspension.desde)
        filas = lo_atrasado(suspension, reanuda)
        suspension.hasta = mover(reanuda, -1)
        suspension.levantada_en, suspension.levantada_por = timezone.now(), actuacion.nombre_actor
        suspension.motivo_levantada, suspension.solicitud = motivo, solicitud
        suspension.detalle = [_en_json(fila) for fila in filas]
        suspension.save(
            update_fields=["hasta", "levantada_en", "levantada_por", "motivo_levantada", "solicitud", "detalle"]
        )
        suspension.pagos.set(
            ordenar_pago(persona_id=persona.pk, mes=reanuda, concepto=concepto, valor=valor)
            for concepto, valor in por_concepto(filas, reanuda.year)
            if valor > 0
        )
        pension.suspendida_desde = None
        pension.save(update_fields=["suspendida_desde"])
        _anotar(suspension, actuacion, "pension.reactivada", motivo)
        _avisar(suspension, "Su pensión se vuelve a pagar", "pension_reactivada", reanuda=reanuda)
    return suspension


def volver_a_suspender(*, actuacion: Actuacion, solicitud: Solicitud) -> None:
    """Takes back what a case had granted, if it had: it was decided again. Twice is once.

    Orders that were not paid are withdrawn. What was paid stays paid, and the pension stops from the next rol on.
    """
    with transaction.atomic():
        for una in Suspension.objects.filter(solicitud=solicitud).select_related("pension").order_by("pk"):
            persona = Persona.objects.select_for_update().get(pk=una.persona_id)
            una.pagos.filter(fecha_pago=None).delete()
            una.solicitud = None
            if una.pagos.exists() or (not una.detalle and _volvio_a_pagarse(una, persona)):
                una.save(update_fields=["solicitud"])
                suspender(actuacion=actuacion, pension=una.pension, motivo=f"Solicitud {solicitud.numero}, negada")
            else:
                _reabrir(una, actuacion, solicitud)


def _volvio_a_pagarse(una: Suspension, persona: Persona) -> bool:
    """Of one that ended before any month went by: no order tells it."""
    return mes_sin_rol(persona, timezone.localdate()) > mover(una.hasta or una.desde, 1)


def _reabrir(una: Suspension, actuacion: Actuacion, solicitud: Solicitud) -> None:
    """Nothing was paid of it yet: it is as if it had not been lifted."""
    una.hasta = una.levantada_en = None
    una.levantada_por = una.motivo_levantada = ""
    una.detalle = []
    una.save(update_fields=["hasta", "levantada_en", "levantada_por", "motivo_levantada", "detalle", "solicitud"])
    Pension.objects.filter(pk=una.pension_id).update(suspendida_desde=una.desde)
    _anotar(una, actuacion, "pension.suspendida", f"Solicitud {solicitud.numero}, negada")


def _en_json(fila: MesAtrasado) -> list[str]:
    return [fila.periodo.isoformat(), str(fila.pension), str(fila.tercera), str(fila.cuarta)]


def _anotar(suspension: Suspension, actuacion: Actuacion, accion: str, motivo: str) -> None:
    datos: dict[str, Any] = {"desde": suspension.desde.isoformat(), "motivo": motivo}
    if suspension.hasta:
        datos |= {"hasta": suspension.hasta.isoformat(), "retroactivo": str(suspension.atrasado)}
    if suspension.solicitud:
        datos["solicitud"] = suspension.solicitud.numero
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=suspension.persona_id,
        objeto=f"pension:{suspension.pension_id}",
        por=actuacion.por,
        datos=datos,
    )


def _avisar(suspension: Suspension, asunto: str, plantilla: str, reanuda: date | None = None) -> None:
    encolar_aviso(
        clase=PENSION,
        clave_unica=f"{plantilla}:{suspension.pk}",
        titular=suspension.persona,
        asunto=asunto,
        plantilla=plantilla,
        contexto={
            "suspension": suspension,
            "tipo": suspension.pension.get_tipo_display(),
            "reanuda": reanuda,
            "atrasado": suspension.atrasado,
        },
    )
