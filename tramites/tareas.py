from datetime import datetime
from typing import Any

from nucleo import pdf
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler, on_worker_start
from tramites.adjuntos.services import examinar, limpiar_adjuntos
from tramites.certificados.services import firmar


@handler("certificado.firmar")
def firmar_certificado(payload: dict[str, Any]) -> None:
    firmar(certificado_id=payload["certificado_id"])


@handler("adjunto.examinar")
def examinar_adjunto(payload: dict[str, Any]) -> None:
    examinar(adjunto_id=payload["adjunto_id"])


@al_limpiar
def limpiar_documentos_entregados(ahora: datetime) -> None:
    limpiar_adjuntos(ahora)


@on_worker_start
def calentar_firma() -> None:
    """Importing the engine and loading the key takes longer than a certificate."""
    if pdf.disponible()[0]:
        pdf.precalentar()
