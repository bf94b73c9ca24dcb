"""What other floors ask of the register. Each function is one query, however long the record."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from registro.models import (
    DE_FONDOS_DE_RESERVA,
    Aporte,
    CuentaBancaria,
    Empleador,
    EstadoPlanilla,
    Pension,
    Persona,
    Relacion,
)
from registro.reglas.cuentas_bancarias import CuentaDePago, Espera, destino


class AporteFila(NamedTuple):
    """One month at one branch of one employer, as the historial shows it."""

    periodo: date
    ruc: str
    empleador: str
    sucursal: str
    dias: int
    sueldo: Decimal
    tipo: str
    fecha_pago: date | None
    comprobante: str
    vence: date | None

    @property
    def pagado(self) -> bool:
        return self.fecha_pago is not None

    def estado(self, hoy: date) -> EstadoPlanilla:
        return EstadoPlanilla.de(impaga=not self.pagado, vence=self.vence, hoy=hoy)


class MoraFila(NamedTuple):
    """How many months one employer owes of one person, and the first of them."""

    ruc: str
    empleador: str
    desde: date


class VinculoFila(NamedTuple):
    """A pension of a kind, or work for an employer; without either, a voluntary affiliation."""

    empleador: str | None
    pension: Pension.Tipo | None


class HechosDeIdentidad(NamedTuple):
    """What of a record its own person knows by heart; `nacimiento` is None where there is no living person."""

    nacimiento: date | None
    empleadores: tuple[str, ...]
    primer_ingreso: int | None
    sueldo: Decimal | None
    pension_desde: int | None
    pension: Decimal | None


def hechos_de_identidad(cedula: str) -> HechosDeIdentidad:
    """The same three queries whether the register knows the number or not. Domestic employers are people: not named."""
    nacimiento = Persona.objects.filter(cedula=cedula, fecha_fallecimiento=None).values_list("fecha_nacimiento")
    relaciones = list(
        Relacion.objects.filter(persona__cedula=cedula)
        .order_by("fecha_ingreso", "pk")
        .values_list("fecha_ingreso", "sueldo", "empleador__razon_social", "empleador__tipo")
    )
    pension = (
        Pension.objects.filter(persona__cedula=cedula).order_by("fecha_inicio").values_list("fecha_inicio", "monto")
    )
    fechas, pensiones = list(nacimiento[:1]), list(pension[:1])
    return HechosDeIdentidad(
        nacimiento=fechas[0][0] if fechas else None,
        empleadores=tuple({nombre for *_, nombre, tipo in relaciones if nombre and tipo != Empleador.Tipo.DOMESTICO}),
        primer_ingreso=relaciones[0][0].year if relaciones else None,
        sueldo=relaciones[-1][1] if relaciones else None,
        pension_desde=pensiones[0][0].year if pensiones else None,
        pension=pensiones[0][1] if pensiones else None,
    )


def empresas_desde(ruc: str, cuantas: int) -> list[str]:
    """Names of so many employers from that RUC on, and from the first one after the last. Two queries, always."""
    empresas = (
        Empleador.objects.exclude(tipo=Empleador.Tipo.DOMESTICO).order_by("ruc").values_list("ruc", "razon_social")
    )
    filas = dict([*empresas.filter(ruc__gte=ruc)[:cuantas], *empresas[:cuantas]])
    return list(filas.values())[:cuantas]


class PagoEn(NamedTuple):
    """The account that a payment order takes, and the newer one that it can't take yet, with what that one waits for.

    `no_antes_de` is the first day on which an order may take the newer one, once it is validated.
    """

    cuenta: CuentaBancaria | None
    en_espera: CuentaBancaria | None
    esperas: tuple[Espera, ...]
    no_antes_de: date | None


def persona_por_cedula(cedula: str) -> Persona | None:
    return Persona.objects.filter(cedula=cedula).first()


def empleador_por_ruc(ruc: str) -> Empleador | None:
    return Empleador.objects.filter(ruc=ruc).first()


def empleadores_de(cedula: str) -> list[Empleador]:
    """The employers whose representative the register says is this person (`Empleador.lo_representa`), by name."""
    en_persona = Q(ruc=f"{cedula}000", representante_cedula="", tipo=Empleador.Tipo.DOMESTICO)
    return list(Empleador.objects.filter(Q(representante_cedula=cedula) | en_persona).order_by("razon_social", "pk"))


def historial_de(persona: Persona) -> list[AporteFila]:
    """Every contribution of a person, newest month first. Reserve funds are no contribution to the time of service."""
    filas = (
        Aporte.objects.filter(persona=persona)
        .exclude(tipo_planilla__in=DE_FONDOS_DE_RESERVA)
        .order_by("-periodo", "ruc", "sucursal", "tipo_planilla")
        .values_list(
            "periodo",
            "ruc",
            "empleador__razon_social",
            "sucursal",
            "dias",
            "sueldo",
            "tipo_planilla",
            "fecha_pago",
            "numero_comprobante",
            "planilla__fecha_vencimiento",
        )
    )
    return [AporteFila(*fila) for fila in filas]


def meses_pagados(persona: Persona) -> int:
    """How many months have something paid: its imposiciones are no more than these. One query, of one row."""
    return Aporte.objects.filter(persona=persona, fecha_pago__isnull=False).aggregate(
        n=Count("periodo", distinct=True)
    )["n"]


# Every home page asks this. The unpaid contributions are found first, and alone, which is what the LIMIT is for: joined
# at once with the rest, the planner of PostgreSQL weighs each partition with each join, at three times the cost of the
# answer itself. Nobody has so many months.
_DE_FONDOS = ", ".join(["%s"] * len(DE_FONDOS_DE_RESERVA))
EN_MORA = f"""
SELECT MIN(impago.id) AS id, impago.ruc, empleador.razon_social, MIN(impago.periodo) AS periodo
  FROM (SELECT id, ruc, empleador_id, planilla_id, periodo
          FROM registro_aporte
         WHERE persona_id = %s AND fecha_pago IS NULL AND tipo_planilla NOT IN ({_DE_FONDOS})
         LIMIT 100000) impago
  JOIN registro_planilla planilla ON planilla.id = impago.planilla_id
  LEFT JOIN registro_empleador empleador ON empleador.id = impago.empleador_id
 WHERE planilla.fecha_vencimiento < %s
 GROUP BY impago.ruc, empleador.razon_social
 ORDER BY MIN(impago.periodo)
"""  # noqa: S608 (only marks are put in)


def aportes_en_mora(persona: Persona, hoy: date) -> list[MoraFila]:
    """The employers that owe contributions of this person past their due date, the oldest debt first."""
    filas: Any = Aporte.objects.raw(EN_MORA, [persona.pk, *sorted(DE_FONDOS_DE_RESERVA), hoy.isoformat()])
    return [MoraFila(fila.ruc, fila.razon_social, fila.periodo) for fila in filas]


def relaciones_de(persona: Persona) -> list[Relacion]:
    """Every affiliation of a person, the running ones first, each with its employer."""
    relaciones = Relacion.objects.filter(persona=persona).select_related("empleador")
    return sorted(relaciones, key=lambda r: (r.fecha_salida is not None, -r.fecha_ingreso.toordinal()))


# Every home page asks this too: one statement, since composing one costs Python more than running it costs the server.
VINCULOS = """
SELECT empleador.razon_social, NULL AS pension, relacion.fecha_ingreso AS desde
  FROM registro_relacion relacion
  LEFT JOIN registro_empleador empleador ON empleador.id = relacion.empleador_id
 WHERE relacion.persona_id = %s AND relacion.fecha_ingreso <= %s
   AND (relacion.fecha_salida IS NULL OR relacion.fecha_salida >= %s)
UNION ALL
SELECT NULL, tipo, fecha_inicio FROM registro_pension WHERE persona_id = %s
 ORDER BY desde DESC
"""


def vinculos_de(persona: Persona, hoy: date) -> list[VinculoFila]:
    """By what a person belongs to the institute today: running affiliations and pensions, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(VINCULOS, [persona.pk, hoy.isoformat(), hoy.isoformat(), persona.pk])
        return [VinculoFila(empleador, pension and Pension.Tipo(pension)) for empleador, pension, _ in cursor]


def cuentas_bancarias_de(persona: Persona) -> list[CuentaBancaria]:
    """Every bank account of a person, the newest first; of one day's, the one whose window ends last."""
    cuentas = CuentaBancaria.objects.filter(persona=persona)
    return list(cuentas.order_by("-vigente_desde", F("ventana_hasta").desc(nulls_last=True), "-pk"))


def cuenta_para_pagos(persona: Persona, fecha: date) -> PagoEn:
    """Which account a payment order of `fecha` takes. None of them: the order waits, and `en_espera` says for what."""
    cuentas = {cuenta.pk: cuenta for cuenta in cuentas_bancarias_de(persona)}
    hecho = destino((_de_pago(cuenta) for cuenta in cuentas.values()), fecha)
    return PagoEn(
        cuenta=cuentas[hecho.cuenta.id] if hecho.cuenta else None,
        en_espera=cuentas[hecho.en_espera.id] if hecho.en_espera else None,
        esperas=hecho.esperas,
        no_antes_de=hecho.en_espera.no_antes_de if hecho.en_espera else None,
    )


def cuentas_para_pagos(fecha: date) -> QuerySet[CuentaBancaria]:
    """The same of everybody at once, to be part of a statement: of each person, the account that an order takes."""
    el_dia = timezone.make_aware(datetime.combine(fecha, time.min))
    ordenadas = [F("vigente_desde").desc(), F("ventana_hasta").desc(nulls_last=True), F("pk").desc()]
    buenas = CuentaBancaria.objects.filter(
        Q(ventana_hasta=None) | Q(ventana_hasta__lt=el_dia),
        estado=CuentaBancaria.Estado.VALIDADA,
        vigente_desde__lte=fecha,
    )
    lugar = Window(RowNumber(), partition_by=F("persona_id"), order_by=ordenadas)
    return buenas.annotate(lugar=lugar).filter(lugar=1).order_by()


def _de_pago(cuenta: CuentaBancaria) -> CuentaDePago:
    return CuentaDePago(
        id=cuenta.pk,
        vigente_desde=cuenta.vigente_desde,
        validada=cuenta.estado == CuentaBancaria.Estado.VALIDADA,
        descartada=cuenta.descartada,
        ventana_hasta=timezone.localdate(cuenta.ventana_hasta) if cuenta.ventana_hasta else None,
    )
