"""On the day of the parameter, and not before, the planillas of last month for all employers, each month once."""

import time
from datetime import date
from typing import Final

from django.db import transaction

from empleadores.planillas.generacion import Resultado, generar
from nucleo.bitacora import anotar
from nucleo.outbox import enqueue
from registro.parametros import Parametros
from registro.reglas.puertas import mover

DIA: Final = "planilla_dia_generacion"
TAREA: Final = "planillas.mes"
SEGUNDOS: Final = 45.0
"""Of one piece of the work: a worker may hold it for two minutes, and a chunk takes some of them."""


def pedir_el_mes_pasado(hoy: date) -> None:
    """Promise it, from its day to the end of the month: a portal that was down that day makes up for it."""
    if hoy.day < Parametros.de_cada_fecha(DIA)(hoy).entero(DIA):
        return
    with transaction.atomic():
        _prometer(mover(hoy, -1), 0)


def generar_una_parte(*, periodo: date, desde: int) -> Resultado:
    """For the employers from number `desde`, as many as fit in SEGUNDOS; the rest is promised anew."""
    fin, ultimo, sigue = time.monotonic() + SEGUNDOS, desde, True

    def al_avanzar(_: Resultado, empleador: int) -> bool:
        nonlocal ultimo, sigue
        ultimo, sigue = empleador, time.monotonic() < fin
        return sigue

    resultado = generar(periodo, desde=desde, al_avanzar=al_avanzar)
    with transaction.atomic():
        anotar_el_mes(resultado, actor="sistema:planillas")
        if not sigue:
            _prometer(periodo, ultimo + 1)
    return resultado


def anotar_el_mes(resultado: Resultado, *, actor: str) -> None:
    datos = {**resultado.datos, "omitidos": dict(resultado.omitidos)}
    anotar(actor=actor, accion="planillas.mes_generado", objeto=f"mes:{resultado.periodo:%Y-%m}", datos=datos)


def _prometer(periodo: date, desde: int) -> None:
    enqueue(TAREA, f"{periodo:%Y-%m}:{desde}", periodo=periodo.isoformat(), desde=desde)
