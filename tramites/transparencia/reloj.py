"""The months close by themselves, on the first business days of the next one."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros
from registro.reglas.puertas import mover
from tramites.transparencia.conteo import primer_mes
from tramites.transparencia.models import CierreMensual
from tramites.transparencia.services import cerrar_mes

DIA: Final = "transparencia_cierre_dia_habil"


def cerrar_los_terminados(hoy: date) -> list[date]:
    """Closes every month whose day has come and that nobody closed: a portal that was down makes up for it."""
    cerrados = [date(*periodo, 1) for periodo in CierreMensual.objects.filter(version=1).values_list("anio", "mes")]
    faltan = [mes for mes in _terminados(hoy) if mes not in cerrados]
    for mes in faltan:
        cerrar_mes(anio=mes.year, mes=mes.month, hoy=hoy)
    return faltan


def _terminados(hoy: date) -> Iterator[date]:
    """From the first in which anything happened to the last that may be closed on that day."""
    mes = primer_mes()
    hasta = _hasta(hoy)
    while mes and mes < hasta:
        yield mes
        mes = mover(mes, 1)


def _hasta(hoy: date) -> date:
    """The first month that may not be closed yet."""
    este = hoy.replace(day=1)
    habiles = Parametros.de_cada_fecha(DIA)(hoy).entero(DIA)
    dia = DiasHabiles.nacionales().sumar(este - timedelta(days=1), habiles)
    return este if hoy >= dia else mover(este, -1)
