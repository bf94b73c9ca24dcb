"""The verbs by which a planilla is paid: with money that came in, or with what is in favour of the employer."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from empleadores.cobranza.archivo import LARGO
from empleadores.cobranza.cuotas import recibir_cuota
from empleadores.cobranza.ingresos import (
    Ingreso,
    PagoRechazado,
    bloquear,
    recibir,
    revisar_fecha,
    revisar_planilla,
    revisar_valor,
)
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.models import PagoPorAplicar
from nucleo.bitacora import anotar
from nucleo.dinero import CERO, formato
from registro.models import Empleador, Pago, Planilla
from registro.planillas.deuda import Mora
from registro.reglas.referencia import cuota_de, numero_de


def registrar_pago(
    *,
    planilla_id: int,
    valor: Decimal,
    fecha: date,
    referencia: str,
    canal: str,
    origen: Pago.Origen,
    actor: str,
    motivo: str = "",
    asignado: bool = False,
) -> Pago:
    """Takes one payment: interest until its date first, then capital; what is left is in favour of the employer.

    The same reference again is the same payment. `asignado`: see Ingreso. Raises PagoRechazado.
    """
    ingreso = Ingreso(
        planilla_id, valor, fecha, referencia.strip(), origen, canal.strip(), motivo.strip(), asignado=asignado
    )
    if origen == Pago.Origen.VENTANILLA and not ingreso.motivo:
        raise PagoRechazado("motivo", "Escriba por qué se registra a mano.")
    if not ingreso.referencia or len(ingreso.referencia) > LARGO["referencia"]:
        raise PagoRechazado("referencia", "Escriba el número de la transacción, de 60 letras como máximo.")
    revisar_valor(valor)
    revisar_fecha(fecha, timezone.localdate())
    with transaction.atomic():
        planillas = bloquear([planilla_id])
        if conocido := Pago.objects.filter(referencia=ingreso.referencia).first():
            if (conocido.planilla_id, conocido.valor, conocido.fecha) == (planilla_id, valor, fecha):
                return conocido
            raise PagoRechazado("referencia", "Esa transacción ya está registrada, con otros datos.")
        revisar_planilla(planillas.get(planilla_id), ingreso)
        (pago,) = recibir([ingreso], planillas, actor=actor)
    return pago


def usar_saldo_a_favor(*, planilla_id: int, actor: str, motivo: str = "") -> Pago:
    """Pays what a planilla owes today, as far as there is money in favour of its employer. Raises PagoRechazado."""
    hoy = timezone.localdate()
    with transaction.atomic():
        planilla = Planilla.objects.filter(pk=planilla_id).first()
        if planilla is None:
            raise PagoRechazado("referencia", "Esa planilla no existe.")
        # The employer is the lock of their credit: two planillas can't spend the same dollar.
        empleador = Empleador.objects.select_for_update().get(pk=planilla.empleador_id)
        planillas = bloquear([planilla_id])
        planilla = planillas[planilla_id]
        deuda = Mora.vigente(hoy).deuda(planilla, hoy).total if planilla.aportes_impagos else CERO
        if deuda <= 0:
            raise PagoRechazado("referencia", "Esta planilla no debe nada.")
        favor = saldo_a_favor(empleador)
        if favor <= 0:
            raise PagoRechazado("valor", f"No hay saldo a favor: es {formato(favor)}.")
        ingreso = Ingreso(
            planilla_id=planilla_id,
            valor=min(favor, deuda),
            fecha=hoy,
            referencia=_de_credito(planilla),
            origen=Pago.Origen.CREDITO,
            motivo=motivo.strip(),
        )
        revisar_planilla(planilla, ingreso)
        (pago,) = recibir([ingreso], planillas, actor=actor)
    return pago


def _de_credito(planilla: Planilla) -> str:
    """The n-th credit of a planilla, which is locked."""
    usados = Pago.objects.filter(planilla=planilla, origen=Pago.Origen.CREDITO).count()
    return f"CR-{planilla.referencia}-{usados + 1}"


def aplicar_pendiente(*, pendiente_id: int, referencia: str, motivo: str, actor: str) -> PagoPorAplicar:
    """Gives money that waits to the planilla or the instalment of `referencia`. Raises PagoRechazado."""
    if not motivo.strip():
        raise PagoRechazado("motivo", "Escriba por qué se aplica ahí.")
    with transaction.atomic():
        pendiente = PagoPorAplicar.objects.select_for_update().get(pk=pendiente_id)
        if pendiente.aplicado_en:
            raise PagoRechazado("referencia", "Este pago ya se aplicó.")
        comun = {
            "valor": pendiente.valor,
            "fecha": pendiente.fecha,
            "referencia": pendiente.clave,
            "canal": pendiente.canal,
            "origen": Pago.Origen.BANCO,
            "actor": actor,
            "motivo": motivo.strip(),
        }
        if cuota := cuota_de(referencia):
            recibir_cuota(cuota_id=cuota, **comun)
        elif planilla := numero_de(referencia):
            registrar_pago(planilla_id=planilla, asignado=True, **comun)
        else:
            raise PagoRechazado("referencia", "No es la referencia de una planilla ni de una cuota.")
        pendiente.aplicado_en, pendiente.aplicado_por = timezone.now(), actor
        pendiente.aplicado_a, pendiente.motivo = referencia.strip(), motivo.strip()
        pendiente.save(update_fields=["aplicado_en", "aplicado_por", "aplicado_a", "motivo"])
        anotar(
            actor=actor,
            accion="pago.por_aplicar",
            objeto=f"pago_por_aplicar:{pendiente.pk}",
            datos={"referencia": pendiente.aplicado_a, "valor": str(pendiente.valor), "motivo": pendiente.motivo},
        )
    return pendiente
