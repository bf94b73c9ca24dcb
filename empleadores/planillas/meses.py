"""Which months of an employer are open: their notices can be undone, and their planillas made again.

No source says when a month closes. Here it stays open until its planillas fall due, unless something of them is paid
before; staff may open it again, until a day and with a reason.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone

from empleadores.models import MesReabierto
from registro.models import Empleador, Planilla
from registro.parametros import Parametros
from registro.reglas.vencimiento import vencimiento_planilla


@dataclass(frozen=True, slots=True)
class Mes:
    """`hasta` is the last day on which it is open, past where it is closed; `por_que` says why it is closed."""

    periodo: date
    hasta: date
    reabierto: bool = False
    por_que: str = ""

    @property
    def abierto(self) -> bool:
        return not self.por_que


def vence(periodo: date) -> date:
    """The last day to pay the planillas of a month, by the parameters of that month."""
    parametros = Parametros.de_cada_fecha("planilla_dia_vencimiento", "ajuste_dia_inhabil")(periodo)
    return vencimiento_planilla(
        periodo, dia=parametros.entero("planilla_dia_vencimiento"), ajuste=parametros.texto("ajuste_dia_inhabil")
    )


def mes_de(empleador: Empleador, periodo: date, hoy: date | None = None) -> Mes:
    """Three queries. `periodo` is a first day of month."""
    hoy = hoy or timezone.localdate()
    hechas = Planilla.objects.filter(empleador=empleador, periodo=periodo)
    algo_pagado = hechas.filter(Q(fecha_pago__isnull=False) | Q(pagos__isnull=False) | ~Q(convenio="")).exists()
    vencimiento = vence(periodo)
    reabierto = MesReabierto.objects.filter(
        empleador=empleador, periodo=periodo, hasta__gte=hoy, cerrado_en__isnull=True
    ).aggregate(hasta=Max("hasta"))["hasta"]
    if algo_pagado:
        return Mes(periodo, vencimiento, por_que="Ya se pagó algo de sus planillas.")
    if reabierto:
        return Mes(periodo, reabierto, reabierto=True)
    if hoy > vencimiento:
        return Mes(periodo, vencimiento, por_que="Ya pasó su fecha máxima de pago.")
    return Mes(periodo, vencimiento)
