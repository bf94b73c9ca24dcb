from datetime import datetime
from typing import Any

from django.utils import timezone

from nucleo import pdf
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler, on_worker_start
from tramites.adjuntos.services import examinar, limpiar_adjuntos
from tramites.casos.relojes import mover_relojes
from tramites.casos.services import documento_listo
from tramites.certificados.services import firmar
from tramites.quejas import relojes as de_las_quejas
from tramites.quejas.confirmacion import mandar_codigo, olvidar
from tramites.transparencia.reloj import cerrar_los_terminados
from tramites.vigilancia import avisar_al_personal


@handler("certificado.firmar")
def firmar_certificado(payload: dict[str, Any]) -> None:
    firmar(certificado_id=payload["certificado_id"])


@handler("adjunto.examinar")
def examinar_adjunto(payload: dict[str, Any]) -> None:
    examinar(adjunto_id=payload["adjunto_id"])


@al_limpiar
def limpiar_documentos_entregados(ahora: datetime) -> None:
    limpiar_adjuntos(ahora)


@handler("caso.documento_listo")
def seguir_con_el_caso(payload: dict[str, Any]) -> None:
    documento_listo(certificado_id=payload["certificado_id"])


@al_limpiar
def mover_los_relojes_de_los_casos(ahora: datetime) -> None:
    hoy = timezone.localdate(ahora)
    mover_relojes(hoy)
    avisar_al_personal(hoy)


@handler("queja.codigo")
def mandar_codigo_de_queja(payload: dict[str, Any]) -> None:
    mandar_codigo(payload)


@al_limpiar
def mover_los_relojes_de_las_quejas(ahora: datetime) -> None:
    de_las_quejas.mover_relojes(timezone.localdate(ahora))
    olvidar(ahora)


@al_limpiar
def cerrar_los_meses_terminados(ahora: datetime) -> None:
    cerrar_los_terminados(timezone.localdate(ahora))


@on_worker_start
def calentar_firma() -> None:
    """Importing the engine and loading the key takes longer than a certificate."""
    if pdf.disponible()[0]:
        pdf.precalentar()
