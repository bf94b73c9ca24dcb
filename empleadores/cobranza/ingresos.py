"""Money that came in for planillas: whether it can be taken, where each cent of it goes, and what that brings about.

One payment and ten thousand go the same way: the planillas are locked, each payment is imputed in its turn, and what
follows from them all is written by as many statements as for one.
"""
# ruff: noqa: S608 (the names in these statements are our own, and the numbers those of locked rows)

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from nucleo.bitacora import anotar_todas, linea
from nucleo.bitacora.models import Asiento
from nucleo.dinero import CERO
from nucleo.outbox import enqueue
from registro.dialecto import dialecto_de
from registro.models import DE_FONDOS_DE_RESERVA, Pago, Planilla
from registro.planillas.deuda import Mora
from registro.reglas.mora import Imputacion, imputar

MAXIMO = Decimal("9999999999.99")
CAMPOS = (
    "fecha_pago",
    "numero_comprobante",
    "aportes_impagos",
    "capital_pagado",
    "interes_pagado",
    "interes_pendiente",
    "interes_al",
    "cambiado_en_portal",
)


class PagoRechazado(Exception):
    """A payment that can't be taken as it is; `campo` is what is wrong with it, and the message says it in words."""

    def __init__(self, campo: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.campo, self.mensaje = campo, mensaje


@dataclass(frozen=True, slots=True)
class Ingreso:
    """One payment for one planilla. `parte` says how it is shared out, where an agreement has decided that already."""

    planilla_id: int
    valor: Decimal
    fecha: date
    referencia: str
    origen: Pago.Origen
    canal: str = ""
    motivo: str = ""
    parte: Imputacion | None = None
    asignado: bool = False
    """A person says that it is for this planilla, though it was paid before the planilla was made."""


def revisar_valor(valor: Decimal) -> None:
    """Raises PagoRechazado."""
    if not valor.is_finite() or valor <= 0:
        raise PagoRechazado("valor", "Escriba un valor mayor que cero.")
    if valor != valor.quantize(CERO):
        raise PagoRechazado("valor", "El valor lleva dos decimales como máximo.")
    if valor > MAXIMO:
        raise PagoRechazado("valor", "El valor es demasiado grande.")


def revisar_fecha(fecha: date, hoy: date) -> None:
    if fecha > hoy:
        raise PagoRechazado("fecha", "Esa fecha todavía no llega.")


def revisar_planilla(planilla: Planilla | None, ingreso: Ingreso) -> None:
    """Whether this planilla, which is locked, can take that payment. Raises PagoRechazado."""
    if planilla is None:
        raise PagoRechazado("referencia", "Ninguna planilla tiene esa referencia.")
    if planilla.anulada_en:
        raise PagoRechazado("referencia", "La planilla de esa referencia está anulada.")
    if planilla.sin_valorar:
        raise PagoRechazado("referencia", "Todavía no se ha calculado cuánto debe esa planilla.")
    if planilla.convenio and ingreso.parte is None:
        mensaje = f"La planilla está en el convenio {planilla.convenio}: se paga con la referencia de su cuota."
        raise PagoRechazado("referencia", mensaje)
    if ingreso.fecha < _desde_cuando(planilla) and not ingreso.asignado:
        raise PagoRechazado("fecha", "La fecha es anterior a la planilla.")


def _desde_cuando(planilla: Planilla) -> date:
    """The first day on which it could be paid; of one that the core system handed over, that of its month."""
    return timezone.localdate(planilla.generada_en) if planilla.generada_en else planilla.periodo


def bloquear(planillas: Collection[int]) -> dict[int, Planilla]:
    """In the order of their numbers: two payments of the same planillas can't wait for each other."""
    filas = Planilla.objects.select_for_update().filter(pk__in=planillas).order_by("pk")
    return {planilla.pk: planilla for planilla in filas}


def recibir(ingresos: Sequence[Ingreso], planillas: Mapping[int, Planilla], *, actor: str) -> list[Pago]:
    """Writes payments that were checked against their locked planillas, in their order, and what they bring about."""
    if not ingresos:
        return []
    mora = Mora.vigente(timezone.localdate())
    pagos = [_imputado(planillas[ingreso.planilla_id], ingreso, mora, actor) for ingreso in ingresos]
    Pago.objects.bulk_create(pagos, batch_size=500)
    tocadas = {pago.planilla_id: planillas[pago.planilla_id] for pago in pagos}
    saldadas = [planilla for planilla in tocadas.values() if planilla.aportes_impagos and planilla.fecha_pago]
    for planilla in saldadas:
        planilla.aportes_impagos = 0
    _guardar(tocadas.values())
    _saldar(saldadas)
    anotar_todas(_lineas(pagos, saldadas, actor))
    enqueue("cobranza.avisar", pagos[0].referencia, pagos=[pago.pk for pago in pagos])
    return pagos


def _imputado(planilla: Planilla, ingreso: Ingreso, mora: Mora, actor: str) -> Pago:
    """The row of a payment, and its planilla as it leaves it. One that owes nothing leaves all in favour."""
    parte = ingreso.parte
    if parte is None:
        debe = mora.interes_de(planilla, ingreso.fecha) if planilla.aportes_impagos else CERO
        parte = imputar(ingreso.valor, interes=debe, capital=_saldo(planilla))
        if planilla.aportes_impagos:
            planilla.interes_pendiente = debe - parte.interes
            planilla.interes_al = max(planilla.interes_al or ingreso.fecha, ingreso.fecha)
    planilla.capital_pagado += parte.capital
    planilla.interes_pagado += parte.interes
    if planilla.aportes_impagos and not _saldo(planilla) and not planilla.interes_pendiente:
        # `aportes_impagos` is set to zero when all are imputed: what comes after this payment finds `fecha_pago`.
        planilla.fecha_pago = planilla.fecha_pago or ingreso.fecha
        planilla.numero_comprobante = planilla.referencia
        planilla.marcar_cambio("fecha_pago", "numero_comprobante")
    return Pago(
        planilla=planilla,
        fecha=ingreso.fecha,
        valor=ingreso.valor,
        referencia=ingreso.referencia,
        origen=ingreso.origen,
        canal=ingreso.canal,
        interes=parte.interes,
        capital=parte.capital,
        excedente=parte.excedente,
        motivo=ingreso.motivo,
        registrado_por=actor,
    )


def _guardar(planillas: Iterable[Planilla]) -> None:
    """One prepared statement for all of them: composing the cases of `bulk_update` takes ten times as long."""
    campos = [campo for campo in Planilla._meta.concrete_fields if campo.name in CAMPOS]
    asignan = ", ".join(f"{campo.column} = %s" for campo in campos)
    filas = [
        (*(campo.get_db_prep_save(getattr(planilla, campo.attname), connection) for campo in campos), planilla.pk)
        for planilla in planillas
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE registro_planilla SET {asignan} WHERE id = %s", filas)


def _saldo(planilla: Planilla) -> Decimal:
    return CERO if planilla.fecha_pago else planilla.saldo


def _saldar(planillas: Collection[Planilla]) -> None:
    """The rows of planillas that are paid now are paid with them, and their fondos are deposited."""
    if not planillas:
        return
    dialecto = dialecto_de(connection)
    meses = ", ".join(f"'{mes:%Y-%m-%d}'" for mes in sorted({planilla.periodo for planilla in planillas}))
    de_ellas = f"a.planilla_id = pl.id AND a.periodo = pl.periodo AND a.periodo IN ({meses}) AND a.fecha_pago IS NULL"
    de_fondos = [planilla.pk for planilla in planillas if planilla.tipo in DE_FONDOS_DE_RESERVA]
    if de_fondos:
        valor = dialecto.porcentaje("a.sueldo", "pl.tasa_fondos")
        dialecto.ejecutar(
            f"""INSERT INTO registro_movimientofondo
                (persona_id, fondo, fecha, tipo, orden, valor, acuerdo_numero)
            SELECT a.persona_id, 'RESERVA', pl.fecha_pago, 'DEPOSITO', 1, {valor},
                pl.numero_comprobante || '-' || a.persona_id
            FROM registro_planilla pl JOIN registro_aporte a ON {de_ellas}
            WHERE pl.id IN ({_numeros(de_fondos)}) AND {valor} > 0"""
        )
    dialecto.ejecutar(
        f"""UPDATE registro_aporte AS a SET fecha_pago = pl.fecha_pago, numero_comprobante = pl.numero_comprobante
        FROM registro_planilla pl
        WHERE {de_ellas} AND pl.id IN ({_numeros(planilla.pk for planilla in planillas)})"""
    )


def _numeros(planillas: Iterable[int]) -> str:
    return ", ".join(map(str, planillas))


def _lineas(pagos: Iterable[Pago], saldadas: Iterable[Planilla], actor: str) -> list[Asiento]:
    """One for each payment. The last one of a planilla that they paid says so."""
    cierran = {planilla.pk for planilla in saldadas}
    ultimos = {pago.planilla_id: pago.referencia for pago in pagos if pago.planilla_id in cierran}
    return [
        linea(
            actor=actor,
            accion="planilla.pago",
            objeto=f"planilla:{pago.planilla_id}",
            datos={
                "referencia": pago.referencia,
                "origen": str(pago.origen),
                "valor": str(pago.valor),
                "interes": str(pago.interes),
                "capital": str(pago.capital),
                "a_favor": str(pago.excedente),
                "pagada": ultimos.get(pago.planilla_id) == pago.referencia,
                **({"motivo": pago.motivo} if pago.motivo else {}),
            },
        )
        for pago in pagos
    ]
