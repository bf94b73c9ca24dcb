"""What the decision of a case does to a pension, and how it is undone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from cuentas.actuacion import Actuacion
from nucleo.bitacora import anotar
from nucleo.dinero import CERO
from registro.models import PagoPension, Pension, Persona
from tramites.casos.models import Solicitud
from tramites.reliquidacion.models import CambioDePension
from tramites.reliquidacion.selectors import de_la_fila

RETROACTIVO = "RETROACTIVO"


@dataclass(frozen=True)
class Aumento:
    """What was granted. `campos`: what else changes in the pension; `retroactivo` is paid with `mes_de_pago`."""

    aumento: Decimal
    campos: dict[str, Any]
    retroactivo: Decimal
    mes_de_pago: date


def aumentar(*, actuacion: Actuacion, solicitud: Solicitud, pension: Pension, aumento: Aumento) -> CambioDePension:
    """Writes the raise and orders the retroactive amount. Imports keep what it writes.

    The order is a line of the next rol without a date of payment: the core system pays it with the pension of that
    month, and sends the line back with its date. What an undone grant of the same case had paid is not paid again.
    """
    with transaction.atomic():
        fila = Pension.objects.select_for_update().get(pk=pension.pk)
        antes = de_la_fila(fila)
        fila.monto += aumento.aumento
        for campo, valor in aumento.campos.items():
            setattr(fila, campo, valor)
        fila.marcar_cambio("monto", *aumento.campos)
        fila.save(update_fields=["monto", *aumento.campos, "cambiado_en_portal"])
        cambio = CambioDePension.objects.create(
            solicitud=solicitud,
            persona_id=fila.persona_id,
            pension=fila,
            antes=antes,
            ahora=de_la_fila(fila),
            aumento=aumento.aumento,
            retroactivo=aumento.retroactivo,
            pago=_ordenar(fila, solicitud, aumento),
        )
        _anotar(actuacion, cambio, "pension.cambiada")
    return cambio


def _ordenar(pension: Pension, solicitud: Solicitud, aumento: Aumento) -> PagoPension | None:
    pagados = CambioDePension.objects.filter(solicitud=solicitud, pago__fecha_pago__isnull=False)
    valor = aumento.retroactivo - (pagados.aggregate(suma=Sum("pago__valor"))["suma"] or CERO)
    if valor <= 0:
        return None
    return ordenar_pago(persona_id=pension.persona_id, mes=aumento.mes_de_pago, concepto=RETROACTIVO, valor=valor)


def ordenar_pago(*, persona_id: int, mes: date, concepto: str, valor: Decimal) -> PagoPension:
    """One more line of that month's rol, without its date of payment yet. Whoever calls holds the person."""
    clave = {"persona_id": persona_id, "periodo": mes, "concepto": concepto}
    ultimo = PagoPension.objects.filter(**clave).aggregate(orden=Max("orden"))["orden"] or 0
    return PagoPension.objects.create(**clave, orden=ultimo + 1, valor=valor)


def deshacer(*, actuacion: Actuacion, solicitud: Solicitud) -> None:
    """Takes back what a case gave, if it stands: an admitted objection led to another decision. Twice is once.

    An order that was not paid is withdrawn. What was paid stays paid: to claim it back is a decision of its own.
    """
    with transaction.atomic():
        # The person is the lock of all their cases: no two of them count the same months.
        Persona.objects.select_for_update().get(pk=solicitud.titular.pk)
        cambio = (
            CambioDePension.objects.select_for_update(of=("self",))
            .filter(solicitud=solicitud, deshecho_en__isnull=True)
            .select_related("pago")
            .first()
        )
        if cambio is None:
            return
        fila = Pension.objects.select_for_update().get(pk=cambio.pension_id)
        campos = [campo for campo in cambio.antes if cambio.antes[campo] != cambio.ahora[campo] and campo != "monto"]
        for campo in campos:
            setattr(fila, campo, cambio.antes[campo])
        fila.monto -= cambio.aumento
        fila.save(update_fields=["monto", *campos])
        if cambio.pago and cambio.pago.fecha_pago is None:
            cambio.pago.delete()
            cambio.pago = None
        cambio.deshecho_en = timezone.now()
        cambio.save(update_fields=["deshecho_en", "pago"])
        _anotar(actuacion, cambio, "pension.restituida")


def _anotar(actuacion: Actuacion, cambio: CambioDePension, accion: str) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=cambio.persona_id,
        objeto=f"pension:{cambio.pension_id}",
        por=actuacion.por,
        datos={
            "solicitud": cambio.solicitud.numero,
            "aumento": str(cambio.aumento),
            "retroactivo": str(cambio.retroactivo),
        },
    )
