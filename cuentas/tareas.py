from datetime import datetime
from typing import Any

from cuentas.accesos.services import olvidar_sesiones
from cuentas.avisos import rechazos
from cuentas.borradores import limpiar_borradores
from cuentas.codigos import limpiar_codigos
from cuentas.mis_datos.services import borrar_vencidas, preparar
from nucleo.correo import al_devolver, al_entregar, al_rechazar
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler


@handler("mis_datos.preparar")
def preparar_mis_datos(payload: dict[str, Any]) -> None:
    preparar(exportacion_id=payload["exportacion_id"])


@al_rechazar
def marcar_rechazado(correo: str, razon: str) -> None:
    rechazos.marcar(correo=correo, razon=razon)


@al_devolver
def marcar_devuelto(correo: str, razon: str) -> None:
    rechazos.marcar(correo=correo, razon=razon, devuelto=True)


@al_entregar
def olvidar_rechazo(correo: str) -> None:
    rechazos.olvidar(correo=correo)


@al_limpiar
def limpiar_cuentas(ahora: datetime) -> None:
    limpiar_codigos(ahora)
    borrar_vencidas(ahora)
    limpiar_borradores(ahora)
    rechazos.limpiar(ahora)
    olvidar_sesiones(ahora)
