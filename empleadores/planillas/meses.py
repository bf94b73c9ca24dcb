"""Which months of an employer are open: their notices can be undone, and their planillas made again.

No source says when a month closes. Here it stays open until its planillas fall due, unless something of them is paid
before; staff may open it again, until a day and with a reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from empleadores.models import MesReabierto
from registro.models import Aporte, Empleador, Pago, Planilla
from registro.parametros import Parametros
from registro.reglas.planillas import AJUSTE
from registro.reglas.puertas import mover
from registro.reglas.vencimiento import vencimiento_planilla

CON_COBRO = (
    Q(fecha_pago__isnull=False)
    | ~Q(convenio="")
    | Q(capital_pagado__gt=0)
    | Q(aportes_impagos__lt=F("trabajadores"))
    | Exists(Pago.objects.filter(planilla=OuterRef("pk")))
)
"""Of a planilla of which something was paid, or is being paid by an agreement: it is never touched again."""


class Cierre(StrEnum):
    """Why a month is closed, in words for whoever wanted to change it."""

    COBRADO = "Ya se pagó algo de sus planillas."
    AJUSTADO = "Ya tiene una planilla de ajuste."
    ENTREGADO = "Sus planillas las entregó el sistema central."
    VENCIDO = "Ya pasó su fecha máxima de pago."


@dataclass(frozen=True, slots=True)
class Mes:
    """`hasta` is the last day on which it is open, past where it is closed; `por_que` says why it is closed."""

    periodo: date
    hasta: date
    reabierto: bool = False
    por_que: str = ""
    sin_generar: bool = False
    """No planilla of it was ever made, or all were annulled."""

    @property
    def abierto(self) -> bool:
        return not self.por_que

    @property
    def generable(self) -> bool:
        """Whether its planillas may be made: also late, where they never were."""
        return self.abierto or (self.sin_generar and self.por_que == Cierre.VENCIDO)


def vence(periodo: date) -> date:
    """The last day to pay the planillas of a month, by the parameters of that month."""
    parametros = Parametros.de_cada_fecha("planilla_dia_vencimiento", "ajuste_dia_inhabil")(periodo)
    return vencimiento_planilla(
        periodo, dia=parametros.entero("planilla_dia_vencimiento"), ajuste=parametros.texto("ajuste_dia_inhabil")
    )


def termino(periodo: date, hoy: date) -> bool:
    """Whether the month is over: only then its planillas are made."""
    return hoy >= mover(periodo, 1)


def mes_de(
    empleador: Empleador, periodo: date, hoy: date | None = None, reabiertos: Mapping[date, date] | None = None
) -> Mes:
    """`periodo` is a first day of month; `reabiertos`: `reabiertos_de`, of whoever has them. Three queries without."""
    hoy = hoy or timezone.localdate()
    vencimiento = vence(periodo)
    reabierto = (reabiertos_de(empleador, hoy) if reabiertos is None else reabiertos).get(periodo)
    cierre, generado = _estado([empleador.pk], periodo).get(empleador.pk, (None, False))
    if cierre is None and hoy > vencimiento and not reabierto:
        cierre = Cierre.VENCIDO
    return Mes(
        periodo,
        hasta=reabierto if reabierto and not cierre else vencimiento,
        reabierto=bool(reabierto and not cierre),
        por_que=cierre or "",
        sin_generar=not generado,
    )


def cerrados(empleadores: Collection[int], periodo: date, hoy: date) -> dict[int, Cierre]:
    """Of those employers, the ones whose planillas of that month may not be made, each with its reason. Three queries.

    A month that fell due and has no planilla yet is made, however late: its contributions are owed all the same.
    """
    estado = _estado(empleadores, periodo)
    cierres = {pk: cierre for pk, (cierre, _) in estado.items() if cierre}
    if hoy > vence(periodo):
        reabiertos = set(
            _reabiertos(hoy).filter(periodo=periodo, empleador__in=empleadores).values_list("empleador", flat=True)
        )
        for pk, (_, generado) in estado.items():
            if generado and pk not in reabiertos:
                cierres.setdefault(pk, Cierre.VENCIDO)
    return cierres


def reabiertos_de(empleador: Empleador, hoy: date) -> dict[date, date]:
    """Until which day each month is open that staff opened again. One query."""
    suyos = _reabiertos(hoy).filter(empleador=empleador)
    return dict(suyos.values("periodo").annotate(ultimo=Max("hasta")).values_list("periodo", "ultimo"))


def _reabiertos(hoy: date) -> QuerySet[MesReabierto]:
    return MesReabierto.objects.filter(hasta__gte=hoy, cerrado_en__isnull=True)


def _estado(empleadores: Collection[int], periodo: date) -> dict[int, tuple[Cierre | None, bool]]:
    """Of each employer with a planilla of that month: what closes it whatever the day, and whether it has rows."""
    con_filas = Exists(Aporte.objects.filter(planilla=OuterRef("pk"), periodo=periodo))
    hechas = (
        Planilla.objects.filter(empleador__in=empleadores, periodo=periodo)
        .annotate(cobrada=CON_COBRO, con_filas=con_filas)
        .values_list("empleador", "tipo", "generada_en", "cobrada", "con_filas")
    )
    estado: dict[int, tuple[Cierre | None, bool]] = {}
    for pk, tipo, generada_en, cobrada, llena in hechas:
        cierre, generado = estado.get(pk, (None, False))
        if cobrada:
            cierre = Cierre.COBRADO
        elif llena and tipo.startswith(AJUSTE):
            cierre = cierre or Cierre.AJUSTADO
        elif llena and generada_en is None:
            cierre = cierre or Cierre.ENTREGADO
        estado[pk] = cierre, generado or llena
    return estado
