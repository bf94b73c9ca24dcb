from typing import Any

from nucleo import pdf
from nucleo.outbox import handler, on_worker_start
from tramites.certificados.services import firmar


@handler("certificado.firmar")
def firmar_certificado(payload: dict[str, Any]) -> None:
    firmar(certificado_id=payload["certificado_id"])


@on_worker_start
def calentar_firma() -> None:
    """Importing the engine and loading the key takes longer than a certificate."""
    if pdf.disponible()[0]:
        pdf.precalentar()
