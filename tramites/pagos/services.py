"""The verbs of a payment order: it is made with its decision, gets its account, is sent once, and is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from nucleo.bitacora import anotar
from nucleo.dinero import CERO, formato
from registro.models import CuentaBancaria
from registro.selectors import cuenta_para_pagos
from tramites.casos import avisos
from tramites.casos.estados import Resultado
from tramites.pagos.models import OrdenPago

if TYPE_CHECKING:
    from tramites.casos.models import Solicitud

Estado = OrdenPago.Estado
EN_CAMINO = (Estado.ENVIADA, Estado.PAGADA, Estado.DEVUELTA)
"""Out of our hands: what was sent is owed, whatever the bank does with it."""


class YaSePago(Exception):
    """More was sent for payment than the case now comes to; the message says it to whoever decides."""


def ordenar(*, solicitud: "Solicitud", concepto: str, valor: Decimal) -> None:
    """Leaves the orders of a case, which is locked, at `valor` in all. Zero: it pays nothing.

    Decided again after an objection, what was not sent is voided, and what was sent counts. Raises YaSePago.
    """
    assert solicitud.persona_id  # an employer is paid nothing here
    with transaction.atomic():
        suyas = OrdenPago.objects.filter(solicitud=solicitud)
        suyas.filter(estado=Estado.POR_ENVIAR).update(estado=Estado.ANULADA)
        enviado = suyas.filter(estado__in=EN_CAMINO).aggregate(suma=Sum("valor"))["suma"] or CERO
        if enviado > valor:
            raise YaSePago(f"Ya se enviaron a pagar {formato(enviado)} por esta solicitud: no puede quedar en menos.")
        if enviado < valor:
            OrdenPago.objects.create(
                solicitud=solicitud, persona_id=solicitud.persona_id, concepto=concepto, valor=valor - enviado
            )


def dar_cuenta(*, solicitud: "Solicitud", cuenta: CuentaBancaria) -> None:
    """The account that receives what waits; a later change of account does not move it."""
    OrdenPago.objects.filter(solicitud=solicitud, estado=Estado.POR_ENVIAR, cuenta=None).update(cuenta=cuenta)


def enviar() -> int | None:
    """Makes one batch of all that is ready, and returns its number; None when nothing is.

    What was granted and then reopened by an objection stays until it is decided again.
    """
    with transaction.atomic():
        listas = list(
            OrdenPago.objects.select_for_update(of=("self",))
            .filter(estado=Estado.POR_ENVIAR, cuenta__isnull=False, solicitud__resultado=Resultado.CONCEDIDA)
            .values_list("pk", "persona_id")
        )
        if not listas:
            return None
        lote = (OrdenPago.objects.aggregate(ultimo=Max("lote"))["ultimo"] or 0) + 1
        OrdenPago.objects.filter(pk__in=[pk for pk, _ in listas]).update(
            estado=Estado.ENVIADA, lote=lote, enviada_en=timezone.now()
        )
        for pk, persona_id in listas:
            _anotar(pk, persona_id, "pago.enviado", lote=lote)
    return lote


@dataclass(frozen=True)
class Respuesta:
    """What the core system tells of one order that it was sent."""

    pk: int
    envio: int
    pagada: bool
    fecha: date
    detalle: str = ""


def registrar(*, respuestas: Iterable[Respuesta]) -> int:
    """Writes what happened to each; returns how many were news. All of them or, when one fails, none."""
    nuevas = 0
    with transaction.atomic():
        for respuesta in respuestas:
            orden = OrdenPago.objects.select_for_update(of=("self",)).select_related("solicitud").get(pk=respuesta.pk)
            if orden.envio == respuesta.envio and orden.estado == Estado.ENVIADA:
                _responder(orden, respuesta)
                nuevas += 1
    return nuevas


def _responder(orden: OrdenPago, respuesta: Respuesta) -> None:
    orden.estado = Estado.PAGADA if respuesta.pagada else Estado.DEVUELTA
    orden.resuelta_el, orden.detalle = respuesta.fecha, respuesta.detalle
    orden.save(update_fields=["estado", "resuelta_el", "detalle"])
    _anotar(orden.pk, orden.persona_id, "pago.pagado" if respuesta.pagada else "pago.devuelto")
    aviso = "pagado" if respuesta.pagada else "pago_devuelto"
    avisos.avisar(orden.solicitud, aviso, f"{aviso}:{orden.referencia}")


def reintentar(hoy: date) -> int:
    """What a bank returned goes to the account that the person has now, if it is another. Returns how many."""
    cuantas = 0
    for orden in OrdenPago.objects.filter(estado=Estado.DEVUELTA).select_related("persona"):
        cuenta = cuenta_para_pagos(orden.persona, hoy).cuenta
        if cuenta is None or cuenta.pk == orden.cuenta_id:
            continue
        cuantas += OrdenPago.objects.filter(pk=orden.pk, estado=Estado.DEVUELTA, envio=orden.envio).update(
            estado=Estado.POR_ENVIAR, cuenta=cuenta, envio=orden.envio + 1, resuelta_el=None
        )
    return cuantas


def _anotar(pk: int, persona_id: int, accion: str, **datos: int) -> None:
    anotar(actor="sistema:pagos", accion=accion, persona_id=persona_id, objeto=f"orden_pago:{pk}", datos=datos)
