"""The verb that makes a month's rol, batch by batch, each in its own transaction.

Stopped at any point, what is done is done: the next run leaves out whoever has a rol already, and goes on.
"""
# ruff: noqa: S608 (the names in these statements are our own)

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from nucleo.bitacora import anotar
from nucleo.dinero import CERO
from nucleo.feriados import DiasHabiles
from pensionistas.normas import calendario_de, norma_rol_de
from pensionistas.reglas import conceptos
from pensionistas.reglas.rol import cuota_del_mes
from pensionistas.rol import sentencias
from pensionistas.rol.reanudados import corregir
from pensionistas.rol.sentencias import CUOTAS, DE_LA_CUOTA, DE_LA_PERSONA, PERSONAS, Lote, Plan
from pensionistas.selectors import CUOTA_DE
from registro.dialecto import dialecto_de
from registro.models import PagoPension, Pension, Persona, Prestamo
from registro.parametros import Parametros
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import mover

ACTOR = "sistema:rol"
POR_LOTE = 20_000


class NoProcede(Exception):
    """That month's rol is not to be made; the message says why."""


@dataclass(frozen=True)
class Totales:
    """A month as it stands: `por_concepto` (code, lines, sum) in order of the code."""

    personas: int
    ingresos: Decimal
    descuentos: Decimal
    por_concepto: tuple[tuple[str, int, Decimal], ...]

    @property
    def liquido(self) -> Decimal:
        return self.ingresos + self.descuentos


@dataclass(frozen=True)
class Corrida:
    """What one run did. `personas`, `lineas`: new ones; zero when the month was complete."""

    mes: date
    fecha: date
    personas: int
    lineas: int
    sin_region: int
    """Pensioners of whom nothing tells when the décima cuarta is due, so none was paid here this year."""
    totales: Totales


def generar_rol(*, mes: date, hoy: date | None = None, por_lote: int = POR_LOTE) -> Corrida:
    """Makes what is missing of the rol of `mes`. Twice is once. Raises NoProcede and ParametroDesconocido."""
    mes, hoy = mover(mes, 0), hoy or timezone.localdate()
    plan = plan_de(mes)
    if mes > mover(hoy, 1):
        raise NoProcede(f"El rol de {mes:%Y-%m} se puede armar desde {mover(mes, -1):%Y-%m}.")
    if plan.fecha < hoy:
        raise NoProcede(
            f"El rol de {mes:%Y-%m} se pagó el {plan.fecha:%Y-%m-%d}: lo que falte va como valor de meses anteriores."
        )
    personas = lineas = 0
    for lote in _lotes(por_lote):
        nuevas, suyas = _generar(plan, lote)
        personas, lineas = personas + nuevas, lineas + suyas
    return Corrida(mes, plan.fecha, personas, lineas, _sin_region(mes), totales_de(mes))


def plan_de(mes: date) -> Plan:
    parametros = Parametros.al(mes)
    fecha = calendario_de(parametros, DiasHabiles.nacionales()).pago(mes).fecha
    return Plan(mes, fecha, norma_rol_de(parametros))


def _lotes(cuantas: int) -> Iterator[Lote]:
    """Ranges of people, in order, each with so many pensioners at most."""
    dialecto, desde = dialecto_de(connection), 0
    while True:
        ((hasta,),) = dialecto.filas(
            f"""SELECT max(persona_id) FROM (SELECT DISTINCT persona_id FROM registro_pension
                 WHERE persona_id > {desde} ORDER BY persona_id LIMIT {cuantas}) siguientes"""
        )
        if hasta is None:
            return
        yield Lote(desde + 1, hasta)
        desde = hasta


def _generar(plan: Plan, lote: Lote) -> tuple[int, int]:
    """(people, lines) of one batch, written and told together."""
    dialecto = dialecto_de(connection)
    with transaction.atomic():
        dialecto.preparar()
        _bloquear_a_quien_espera(plan, lote)
        dialecto.crear(PERSONAS, DE_LA_PERSONA)
        personas = dialecto.ejecutar(sentencias.elegir(dialecto, plan, lote))
        if not personas:
            return 0, 0
        dialecto.analizar(PERSONAS)
        dialecto.crear(CUOTAS, DE_LA_CUOTA)
        cuotas = [*_cuotas(plan, lote), *corregir(dialecto, plan, lote)]
        dialecto.insertar(CUOTAS, ("persona_id", "concepto", "orden", "centavos"), cuotas)
        dialecto.ejecutar(sentencias.fechar_lo_ordenado(dialecto, plan, lote))
        lineas = dialecto.ejecutar(sentencias.pagar(dialecto, plan, lote))
        anotar(
            actor=ACTOR,
            accion="rol.generado",
            objeto=f"rol:{plan.mes:%Y-%m}",
            datos={
                "personas": personas,
                "lineas": lineas,
                "fecha_pago": plan.fecha.isoformat(),
                "desde": lote.desde,
                "hasta": lote.hasta,
            },
        )
    return personas, lineas


def _bloquear_a_quien_espera(plan: Plan, lote: Lote) -> None:
    """A decision that is undone withdraws what it ordered: it locks the person first, and so must we.

    So does that by which a suspended pension is paid again: it counts its months up to the rol that is not made yet.
    """
    esperan = PagoPension.objects.filter(
        periodo=plan.mes, fecha_pago=None, persona_id__gte=lote.desde, persona_id__lte=lote.hasta
    ).values("persona_id")
    suspendidas = Pension.objects.filter(
        suspendida_desde__isnull=False, persona_id__gte=lote.desde, persona_id__lte=lote.hasta
    ).values("persona_id")
    quienes = Q(pk__in=esperan) | Q(pk__in=suspendidas)
    del_lote = Persona.objects.filter(quienes, pk__range=(lote.desde, lote.hasta))
    list(del_lote.select_for_update().order_by("pk").values_list("pk"))


def _cuotas(plan: Plan, lote: Lote) -> Iterator[tuple[int, str, int, int]]:
    """(person, concept, place, cents) of each loan of a pensioner: the power of its rate is not for SQL."""
    prestamos = Prestamo.objects.filter(
        Exists(Pension.objects.filter(persona_id=OuterRef("persona_id"))),
        persona_id__gte=lote.desde,
        persona_id__lte=lote.hasta,
        saldo__gt=0,
        fecha__lt=plan.mes,
    ).order_by("persona_id", "tipo", "fecha")
    columnas = ("persona_id", "tipo", "fecha", "monto", "plazo_meses", "tasa", "saldo")
    anterior, orden = None, 0
    for persona, tipo, fecha, monto, plazo, tasa, saldo in prestamos.values_list(*columnas):
        orden = orden + 1 if (persona, tipo) == anterior else 1
        anterior = (persona, tipo)
        cuota = cuota_del_mes(Vigente("", fecha, monto, plazo, tasa, saldo), plan.mes)
        yield persona, CUOTA_DE[Prestamo.Tipo(tipo)], orden, sentencias.en_centavos(cuota)


def totales_de(mes: date) -> Totales:
    """All that is to be paid of a month, whoever made it. Two queries."""
    pagos = PagoPension.objects.filter(periodo=mes, fecha_pago__isnull=False).exclude(
        concepto__in=conceptos.INFORMATIVOS
    )
    sumas = pagos.aggregate(
        personas=Count("persona_id", distinct=True),
        ingresos=Sum("valor", filter=Q(valor__gt=0), default=CERO),
        descuentos=Sum("valor", filter=Q(valor__lt=0), default=CERO),
    )
    por_concepto = pagos.values_list("concepto").annotate(n=Count("pk"), suma=Sum("valor")).order_by("concepto")
    return Totales(**sumas, por_concepto=tuple(por_concepto))


def _sin_region(mes: date) -> int:
    """Among those who are paid this month; who began less than a year ago is one of them. One query."""
    cuartas = PagoPension.objects.filter(
        persona_id=OuterRef("persona_id"), concepto=conceptos.CUARTA, periodo__gt=mover(mes, -12), periodo__lte=mes
    )
    pagadas = PagoPension.objects.filter(periodo=mes, concepto=conceptos.PENSION, orden=1)
    return pagadas.filter(~Exists(cuartas)).count()


def rol_de_estos_dias(hoy: date) -> Corrida | None:
    """The rol whose day of payment is near, made on its own; None on other days."""
    parametros = Parametros.al(hoy)
    pago = calendario_de(parametros, DiasHabiles.nacionales()).proximos(hoy, 1)[0]
    antes = parametros.entero("rol_generacion_dias")
    if not antes or (pago.fecha - hoy).days > antes:
        return None
    return generar_rol(mes=pago.mes, hoy=hoy)
