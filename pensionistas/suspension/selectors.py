"""What the register shows of a pension that is suspended, put as the rule of what is due takes it."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q

from nucleo.dinero import CERO
from nucleo.feriados import DiasHabiles
from pensionistas.models import Suspension
from pensionistas.normas import calendario_de
from pensionistas.reglas import conceptos
from pensionistas.reglas.suspension import MesAtrasado, NormaDelMes, Suspendida, atrasados, meses_entre
from registro.models import PagoPension, Pension, Persona
from registro.parametros import Parametros
from registro.parametros.pension import decimos_de
from registro.reglas.puertas import mover

ANIO = 12
REACTIVACION = "reactivacion-pension"


def mes_sin_rol(persona: Persona, hoy: date) -> date:
    """The next month whose rol this person has not got yet: where a decision of today begins to count.

    That of today is over: on the day of the payment nobody makes it again.
    """
    pago = calendario_de(Parametros.al(hoy), DiasHabiles.nacionales()).proximos(hoy + timedelta(1), 1)[0]
    hechos = set(
        PagoPension.objects.filter(persona=persona, periodo__gte=pago.mes, fecha_pago__isnull=False).values_list(
            "periodo", flat=True
        )
    )
    mes = pago.mes
    while mes in hechos:
        mes = mover(mes, 1)
    return mes


def normas_de(meses: list[date]) -> dict[date, NormaDelMes]:
    normas = {}
    for mes in meses:
        parametros = Parametros.al(mes)
        normas[mes] = NormaDelMes(decimos_de(parametros), int(parametros.mapa("decima_tercera")["mes"]))
    return normas


def lo_atrasado(suspension: Suspension, reanuda: date) -> tuple[MesAtrasado, ...]:
    """What is due of its months, if it is paid again from `reanuda` on."""
    una = suspendida_de(suspension, reanuda)
    return atrasados(una, normas_de(meses_entre(una.desde, una.reanuda)))


def suspendida_de(suspension: Suspension, reanuda: date) -> Suspendida:
    """Three queries. How the décimos came is what the year before it shows."""
    desde, persona_id = suspension.desde, suspension.persona_id
    pagados = PagoPension.objects.filter(
        persona_id=persona_id, periodo__gte=mover(desde, -ANIO), periodo__lt=reanuda, fecha_pago__isnull=False
    )
    por_concepto: dict[str, set[date]] = defaultdict(set)
    pensiones: dict[date, int] = defaultdict(int)
    del_anio: dict[int, Decimal] = defaultdict(lambda: CERO)
    for concepto, periodo, valor in pagados.values_list("concepto", "periodo", "valor"):
        por_concepto[concepto].add(periodo)
        pensiones[periodo] += concepto == conceptos.PENSION
        if concepto in conceptos.DE_LA_TERCERA:
            del_anio[periodo.year] += valor
    cuantas = Pension.objects.filter(persona_id=persona_id).count()
    cuarta_mensual = _seguidos(por_concepto[conceptos.CUARTA], desde)
    cuartas = [] if cuarta_mensual else [mes.month for mes in por_concepto[conceptos.CUARTA] if mes < desde]
    despues = [mes for mes in pensiones if mes >= desde]
    de_otra = Suspension.objects.filter(persona_id=persona_id, hasta__gte=desde).exclude(pk=suspension.pk)
    arreglados = {fila.periodo for otra in de_otra for fila in otra.meses}
    return Suspendida(
        desde=desde,
        reanuda=max(reanuda, desde),
        monto=suspension.monto,
        monto_hoy=suspension.pension.monto,
        tercera_mensual=_seguidos(por_concepto[conceptos.TERCERA], desde),
        cuarta_mensual=cuarta_mensual,
        meses_cuarta=frozenset(cuartas),
        pagado_del_anio=dict(del_anio),
        con_rol=frozenset(mes for mes in despues if pensiones[mes]) | arreglados,
        ya_pagados=frozenset(mes for mes in despues if pensiones[mes] >= cuantas),
    )


def _seguidos(meses: set[date], desde: date) -> bool:
    """In both of the two months before it, as the rol itself tells what comes monthly."""
    return {mover(desde, -1), mover(desde, -2)} <= meses


def reanudados(mes: date, desde: int, hasta: int) -> list[Suspension]:
    """Of the people in that range, those whose rol of `mes` looks back over months without any. One query.

    The last two months that were paid, and the one of a year ago, are not where the calendar says.
    """
    cerca = Q(hasta__in=(mover(mes, -1), mover(mes, -2))) | Q(
        desde__lte=mover(mes, -ANIO), hasta__gte=mover(mes, -ANIO)
    )
    sin_rol = ~Exists(
        PagoPension.objects.filter(
            persona_id=OuterRef("persona_id"),
            periodo=OuterRef("hasta"),
            concepto=conceptos.PENSION,
            fecha_pago__isnull=False,
        )
    )
    return list(
        Suspension.objects.filter(cerca, sin_rol, persona_id__gte=desde, persona_id__lte=hasta, hasta__gte=F("desde"))
    )
