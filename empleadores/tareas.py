from datetime import date, datetime
from typing import Any

from django.utils import timezone

import empleadores.novedades.avisos  # noqa: F401 (registers its handler)
from empleadores.lotes import trabajo
from empleadores.lotes.services import limpiar_lotes
from empleadores.planillas import reloj, services
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler


@handler("lote.revisar")
def revisar_lote(payload: dict[str, Any]) -> None:
    trabajo.revisar(lote_id=payload["lote_id"])


@handler("lote.aplicar")
def aplicar_lote(payload: dict[str, Any]) -> None:
    trabajo.aplicar(lote_id=payload["lote_id"])


@handler(services.TAREA)
def generar_las_planillas_de_uno(payload: dict[str, Any]) -> None:
    services.hacer(generacion_id=payload["generacion_id"])


@handler(reloj.TAREA)
def generar_las_planillas_de_todos(payload: dict[str, Any]) -> None:
    reloj.generar_una_parte(periodo=date.fromisoformat(payload["periodo"]), desde=payload["desde"])


@al_limpiar
def limpiar_archivos_de_avisos(ahora: datetime) -> None:
    limpiar_lotes(ahora)


@al_limpiar
def pedir_las_planillas_del_mes_pasado(ahora: datetime) -> None:
    reloj.pedir_el_mes_pasado(timezone.localdate(ahora))
