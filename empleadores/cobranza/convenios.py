"""What the case of an agreement reads and writes: the debt of today, and the agreement with its table."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cuentas.actuacion import Actuacion
from empleadores.cobranza.cuotas import dejar_sin_efecto
from empleadores.cobranza.ingresos import bloquear
from empleadores.models import Convenio, Cuota, PlanillaDeConvenio
from empleadores.reglas import convenio as regla
from empleadores.reglas.convenio import Banda, Debida, Deudor, Norma
from nucleo.calendario import siguiente_habil
from nucleo.codificacion import de_json
from nucleo.dinero import CERO
from nucleo.fechas import mes
from registro.models import Empleador, Planilla, nombre_de_tipo
from registro.parametros import Parametros
from registro.planillas.deuda import Deuda, deudas_de
from registro.reglas.dictamen import Confianza, Dictamen
from registro.reglas.vencimiento import SIGUIENTE_HABIL
from tramites.casos.models import Solicitud
from tramites.casos.paso import NoProcede, anotar_efecto

PRIMER_DIGITO_DE_SOCIEDADES = "6"
"""The third of a RUC: six and nine are those of public bodies and companies, the others of natural persons."""


def norma_de(parametros: Parametros, *, juridica: bool) -> Norma:
    bandas = tuple(
        Banda(fila.get("hasta"), int(fila["minimo"]), int(fila["maximo"]))
        for fila in parametros.tabla("convenio_plazos_por_deuda")
    )
    veces = parametros.mapa("convenio_aprobacion_director_sbu")["juridica" if juridica else "natural"]
    con_mora = parametros.texto("convenio_interes_de_cuotas") == "TASA_DE_MORA"
    return Norma(
        bandas=bandas,
        director=parametros.decimal("sbu") * veces,
        tasa=parametros.decimal("mora_tasa_anual") if con_mora else CERO,
        interes_confianza=Confianza(parametros.confianza("convenio_interes_de_cuotas")),
        segundo_anios=parametros.entero("convenio_segundo_anios_maximo"),
    )


def vencidas(empleador: Empleador, hoy: date, salvo: str = "") -> list[Deuda]:
    """What an agreement can take in: overdue, and in none yet, but for `salvo`. Two queries."""
    return [
        deuda
        for deuda in deudas_de(empleador, hoy)
        if deuda.planilla.fecha_vencimiento < hoy and deuda.planilla.convenio in {"", salvo} and deuda.total > 0
    ]


def nombre_de(planilla: Planilla) -> str:
    return (
        f"{mes(planilla.periodo).capitalize()}, {nombre_de_tipo(planilla.tipo).lower()}, sucursal {planilla.sucursal}"
    )


def deudor_de(empleador: Empleador, hoy: date, datos: Mapping[str, Any]) -> Deudor:
    """Four queries."""
    propio = str(datos.get("solicitud", ""))
    suyos = Convenio.objects.filter(empleador=empleador).exclude(numero=propio)
    vigente = suyos.filter(estado=Convenio.Estado.VIGENTE).values_list("numero", flat=True).first()
    rotos = suyos.filter(estado=Convenio.Estado.ROTO).annotate(
        pagadas=Count("cuotas", filter=Q(cuotas__pagada_el__isnull=False))
    )
    return Deudor(
        juridica=empleador.ruc[2:3] >= PRIMER_DIGITO_DE_SOCIEDADES,
        debidas=tuple(
            Debida(
                deuda.planilla.pk,
                nombre_de(deuda.planilla),
                deuda.planilla.fecha_vencimiento,
                deuda.capital,
                deuda.interes,
            )
            for deuda in vencidas(empleador, hoy, propio)
        ),
        plazo=int(datos["plazo"]) if datos.get("plazo") else None,
        vigente=vigente or "",
        rotos=tuple(rotos.order_by("pk").values_list("pagadas", flat=True)),
    )


def fechas_de_cuotas(desde: date, plazo: int, parametros: Parametros) -> list[date]:
    """The same day of each month that follows, moved to a business day as the due date of planillas is."""
    ajusta = parametros.texto("ajuste_dia_inhabil") == SIGUIENTE_HABIL
    dias = [_en_meses(desde, numero) for numero in range(1, plazo + 1)]
    return [siguiente_habil(dia) for dia in dias] if ajusta else dias


def _en_meses(dia: date, cuantos: int) -> date:
    cuenta = dia.year * 12 + dia.month - 1 + cuantos
    # The 28th is in every month: an instalment of the 31st is not due a day later in some months than in others.
    return date(cuenta // 12, cuenta % 12 + 1, min(dia.day, 28))


def conceder(*, actuacion: Actuacion, solicitud: Solicitud) -> Convenio:
    """The agreement that a case grants, by the figures of its dictamen. The instalments run from the decision on.

    Raises NoProcede when the debt is another one by now. Granted again after an objection, it is made again, unless
    something of it was paid: then it stays.
    """
    assert solicitud.empleador_id
    assert solicitud.numero
    assert solicitud.dictamen
    deudor: Deudor = de_json(Deudor, solicitud.hechos)
    dictamen = Dictamen.de_json(solicitud.dictamen)
    hoy = timezone.localdate(solicitud.decidida_en)
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().get(pk=solicitud.empleador_id)
        if anterior := Convenio.objects.filter(numero=solicitud.numero).first():
            if anterior.cuotas.filter(pagos__isnull=False).exists():
                return anterior
            _borrar(anterior)
        planillas = bloquear([debida.planilla for debida in deudor.debidas])
        _exigir_la_misma_deuda(empleador, deudor, dictamen.fecha, solicitud.numero)
        convenio = _crear(empleador, solicitud.numero, deudor, dictamen, hoy)
        por_planilla = {debida.planilla: debida for debida in deudor.debidas}
        for planilla in planillas.values():
            planilla.convenio = solicitud.numero
            planilla.interes_pendiente = por_planilla[planilla.pk].interes
            planilla.interes_al = hoy
            planilla.save(update_fields=["convenio", "interes_pendiente", "interes_al"])
        datos = {"convenio": solicitud.numero, "deuda": str(deudor.total), "cuotas": convenio.plazo}
        anotar_efecto(actuacion, None, solicitud.numero, "convenio.concedido", datos)
    return convenio


def retirar(*, actuacion: Actuacion, solicitud: Solicitud) -> None:
    """Takes back what the case granted before it was decided again."""
    anterior = Convenio.objects.filter(numero=solicitud.numero).first()
    if anterior:
        dejar_sin_efecto(convenio=anterior, actor=actuacion.nombre_actor)


def _exigir_la_misma_deuda(empleador: Empleador, deudor: Deudor, liquidada: date, numero: str) -> None:
    ahora = {deuda.planilla.pk: (deuda.capital, deuda.interes) for deuda in vencidas(empleador, liquidada, numero)}
    antes = {debida.planilla: (debida.capital, debida.interes) for debida in deudor.debidas}
    if any(ahora.get(planilla) != partes for planilla, partes in antes.items()):
        raise NoProcede("La deuda cambió desde que se calculó: calcule otra vez el dictamen.")


def _crear(empleador: Empleador, numero: str, deudor: Deudor, dictamen: Dictamen, hoy: date) -> Convenio:
    plazo, tasa = int(str(dictamen.datos["plazo"])), Decimal(str(dictamen.datos["tasa"]))
    tabla = regla.tabla(deudor.capital, deudor.interes, tasa, plazo)
    convenio = Convenio.objects.create(
        empleador=empleador,
        numero=numero,
        liquidado_el=dictamen.fecha,
        desde=hoy,
        plazo=plazo,
        capital=deudor.capital,
        interes=deudor.interes,
        futuro=sum((cuota.futuro for cuota in tabla), CERO),
        tasa=tasa,
    )
    PlanillaDeConvenio.objects.bulk_create(
        PlanillaDeConvenio(
            convenio=convenio, planilla_id=debida.planilla, capital=debida.capital, interes=debida.interes
        )
        for debida in deudor.debidas
    )
    vence = fechas_de_cuotas(hoy, plazo, Parametros.al(hoy))
    Cuota.objects.bulk_create(
        Cuota(
            convenio=convenio,
            numero=cuota.numero,
            vence=vence[cuota.numero - 1],
            capital=cuota.capital,
            interes=cuota.interes,
            futuro=cuota.futuro,
        )
        for cuota in tabla
    )
    return convenio


def _borrar(convenio: Convenio) -> None:
    """One of which nothing was paid: the debt of its planillas goes on as if it hadn't been."""
    Planilla.objects.filter(convenio=convenio.numero).update(convenio="")
    convenio.cuotas.all().delete()
    convenio.items.all().delete()
    convenio.delete()
