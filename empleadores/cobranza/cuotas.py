"""The instalments of an agreement: their payment, the agreement that ends because they are paid, and that is broken."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cuentas.avisos.clases import CASO_TERMINADO
from cuentas.avisos.services import encolar_aviso
from empleadores.cobranza.ingresos import (
    Ingreso,
    PagoRechazado,
    bloquear,
    recibir,
    revisar_fecha,
    revisar_valor,
)
from empleadores.models import Convenio, Cuota, PagoCuota
from empleadores.reglas import convenio as regla
from nucleo.bitacora import anotar
from nucleo.dinero import CERO
from registro.models import Pago, Planilla
from registro.parametros import Parametros
from registro.reglas.mora import Imputacion

SISTEMA = "sistema:convenios"


def recibir_cuota(
    *,
    cuota_id: int,
    valor: Decimal,
    fecha: date,
    referencia: str,
    canal: str,
    origen: Pago.Origen,
    actor: str,
    motivo: str = "",
) -> PagoCuota:
    """Takes a payment for one instalment. Once it is whole it is shared out; what is too much is in favour.

    Raises PagoRechazado: the agreement is over, or the instalment was paid too late to keep it.
    """
    revisar_valor(valor)
    revisar_fecha(fecha, timezone.localdate())
    with transaction.atomic():
        cuota, convenio = _bloquear(cuota_id)
        _revisar(cuota, convenio, fecha)
        toma = min(valor, cuota.falta)
        pago = PagoCuota.objects.create(
            cuota=cuota,
            fecha=fecha,
            valor=valor,
            excedente=valor - toma,
            referencia=referencia,
            origen=origen,
            canal=canal,
            motivo=motivo,
            registrado_por=actor,
        )
        anotar(
            actor=actor,
            accion="convenio.pago",
            objeto=f"convenio:{convenio.numero}",
            datos={"cuota": cuota.numero, "valor": str(valor), "referencia": referencia, "motivo": motivo},
        )
        if toma:
            cuota.pagado += toma
            if cuota.pagado == cuota.valor:
                cuota.pagada_el = fecha
            cuota.save(update_fields=["pagado", "pagada_el"])
            if cuota.pagada_el:
                _repartir(cuota, convenio, fecha, actor)
    return pago


def _bloquear(cuota_id: int) -> tuple[Cuota, Convenio]:
    """The agreement is the lock of its instalments."""
    suya = Cuota.objects.filter(pk=cuota_id).values_list("convenio_id", flat=True).first()
    if suya is None:
        raise PagoRechazado("referencia", "Ninguna cuota tiene esa referencia.")
    convenio = Convenio.objects.select_for_update().get(pk=suya)
    return Cuota.objects.get(pk=cuota_id), convenio


def bloquear_convenios(cuotas: Collection[int]) -> set[int]:
    """Hold the agreements of many instalments in the order of their numbers; the planillas that they pay.

    An agreement is held before its planillas, here and where one instalment is paid: neither waits for the other.
    """
    if not cuotas:
        return set()
    suyos = Convenio.objects.filter(cuotas__in=cuotas).values("pk")
    convenios = Convenio.objects.select_for_update().filter(pk__in=suyos).order_by("pk").prefetch_related("items")
    return {item.planilla_id for convenio in convenios for item in convenio.items.all()}


def _revisar(cuota: Cuota, convenio: Convenio, fecha: date) -> None:
    if cuota.pagada_el:
        return  # all of it is in favour
    if fecha < convenio.desde:
        raise PagoRechazado("fecha", "La fecha es anterior al convenio.")
    if fecha > cuota.vence:
        mensaje = f"La cuota se pagó después de su fecha máxima: el convenio {convenio.numero} no se cumplió."
        raise PagoRechazado("referencia", mensaje)
    if convenio.estado == Convenio.Estado.ROTO and _reponer(convenio, cuota):
        return
    if convenio.estado != Convenio.Estado.VIGENTE:
        raise PagoRechazado("referencia", f"El convenio {convenio.numero} ya terminó.")


def _reponer(convenio: Convenio, cuota: Cuota) -> bool:
    """The bank told of a payment in time after the day had passed: nothing was missed, if this was the only one.

    Not so where its planillas were paid, or another agreement was made, meanwhile.
    """
    vencidas = convenio.cuotas.filter(pagada_el__isnull=True, vence__lt=timezone.localdate()).exclude(pk=cuota.pk)
    otro = Convenio.objects.filter(empleador=convenio.empleador_id, estado=Convenio.Estado.VIGENTE)
    suyas = [item.planilla_id for item in convenio.items.all()]
    de_despues = Pago.objects.filter(planilla__in=suyas, registrado_en__date__gte=convenio.terminado_el)
    if vencidas.exists() or otro.exists() or de_despues.exclude(origen=Pago.Origen.CONVENIO).exists():
        return False
    convenio.estado, convenio.terminado_el = Convenio.Estado.VIGENTE, None
    convenio.save(update_fields=["estado", "terminado_el"])
    Planilla.objects.filter(pk__in=suyas, aportes_impagos__gt=0).update(convenio=convenio.numero)
    anotar(actor=SISTEMA, accion="convenio.repuesto", objeto=f"convenio:{convenio.numero}")
    return True


def _repartir(cuota: Cuota, convenio: Convenio, fecha: date, actor: str) -> None:
    """A whole instalment pays its planillas, that which fell due first at the front."""
    planillas = bloquear([item.planilla_id for item in convenio.items.all()])
    en_orden = sorted(planillas.values(), key=lambda planilla: (planilla.fecha_vencimiento, planilla.pk))
    debidas = [(planilla.pk, planilla.saldo, planilla.interes_pendiente) for planilla in en_orden]
    partes = regla.repartir(regla.Cuota(cuota.numero, cuota.capital, cuota.interes, cuota.futuro, CERO), debidas)
    hasta = _pagado_hasta(convenio)
    for planilla in en_orden:
        planilla.interes_al = hasta
    recibir([_ingreso(cuota, parte, planillas[parte.planilla], fecha) for parte in partes], planillas, actor=actor)
    Planilla.objects.filter(pk__in=planillas, aportes_impagos__gt=0).update(interes_al=hasta)
    if not convenio.cuotas.filter(pagada_el__isnull=True).exists():
        _terminar(convenio, Convenio.Estado.CUMPLIDO, fecha, "convenio.cumplido", actor)


def _ingreso(cuota: Cuota, parte: regla.Parte, planilla: Planilla, fecha: date) -> Ingreso:
    """The settled interest goes down here: the interest of the instalment was never owed by the planilla itself."""
    planilla.interes_pendiente -= parte.interes
    interes = parte.interes + parte.futuro
    return Ingreso(
        planilla_id=planilla.pk,
        valor=parte.capital + interes,
        fecha=fecha,
        referencia=f"{cuota.referencia}-{planilla.pk}",
        origen=Pago.Origen.CONVENIO,
        parte=Imputacion(interes, parte.capital, CERO),
    )


def _pagado_hasta(convenio: Convenio) -> date:
    """Interest is paid until the instalment before the first that isn't."""
    hasta = convenio.desde
    for cuota in convenio.cuotas.order_by("numero"):
        if not cuota.pagada_el:
            break
        hasta = cuota.vence
    return hasta


def _terminar(convenio: Convenio, estado: Convenio.Estado, dia: date, accion: str, actor: str) -> None:
    """Its planillas are free of it; what waited in an instalment that isn't whole is in favour of the employer."""
    convenio.estado, convenio.terminado_el = estado, dia
    convenio.save(update_fields=["estado", "terminado_el"])
    Planilla.objects.filter(convenio=convenio.numero).update(convenio="")
    a_medias = convenio.cuotas.filter(pagada_el__isnull=True, pagado__gt=0)
    for pago in PagoCuota.objects.filter(cuota__in=a_medias):
        pago.excedente = pago.valor
        pago.save(update_fields=["excedente"])
    a_medias.update(pagado=0)
    anotar(actor=actor, accion=accion, objeto=f"convenio:{convenio.numero}")


def dejar_sin_efecto(*, convenio: Convenio, actor: str) -> None:
    """The decision that made it was taken back."""
    with transaction.atomic():
        fila = Convenio.objects.select_for_update().get(pk=convenio.pk)
        if fila.estado == Convenio.Estado.VIGENTE:
            _terminar(fila, Convenio.Estado.SIN_EFECTO, timezone.localdate(), "convenio.sin_efecto", actor)


def romper_los_incumplidos(hoy: date) -> int:
    """What the clock does once a day: an agreement with that many instalments missed is over. Returns how many."""
    tope = Parametros.al(hoy).entero("convenio_cuotas_impagas")
    vencidas = Count("cuotas", filter=Q(cuotas__pagada_el__isnull=True, cuotas__vence__lt=hoy))
    vigentes = Convenio.objects.filter(estado=Convenio.Estado.VIGENTE)
    incumplidos = vigentes.annotate(vencidas=vencidas).filter(vencidas__gte=tope)
    return sum(_romper(pk, hoy, tope) for pk in incumplidos.values_list("pk", flat=True))


def _romper(convenio_id: int, hoy: date, tope: int) -> bool:
    with transaction.atomic():
        convenio = Convenio.objects.select_for_update(of=("self",)).select_related("empleador").get(pk=convenio_id)
        vencidas = convenio.cuotas.filter(pagada_el__isnull=True, vence__lt=hoy)
        if convenio.estado != Convenio.Estado.VIGENTE or vencidas.count() < tope:
            return False
        cuota = vencidas.order_by("numero").first()
        _terminar(convenio, Convenio.Estado.ROTO, hoy, "convenio.roto", SISTEMA)
        encolar_aviso(
            clase=CASO_TERMINADO,
            clave_unica=f"convenio:roto:{convenio.numero}:{hoy}",
            titular=convenio.empleador,
            asunto=f"Terminó su convenio de pagos {convenio.numero}",
            plantilla="convenio_roto",
            contexto={"convenio": convenio, "cuota": cuota},
        )
    return True
