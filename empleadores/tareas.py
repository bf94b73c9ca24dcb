from datetime import datetime
from typing import Any

import empleadores.novedades.avisos  # noqa: F401 (registers its handler)
from empleadores.lotes.services import limpiar_lotes
from empleadores.lotes.trabajo import aplicar, revisar
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler


@handler("lote.revisar")
def revisar_lote(payload: dict[str, Any]) -> None:
    revisar(lote_id=payload["lote_id"])


@handler("lote.aplicar")
def aplicar_lote(payload: dict[str, Any]) -> None:
    aplicar(lote_id=payload["lote_id"])


@al_limpiar
def limpiar_archivos_de_avisos(ahora: datetime) -> None:
    limpiar_lotes(ahora)
