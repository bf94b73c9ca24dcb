"""The two files between the portal and the core system: what it must pay, and what became of it."""

import csv
from datetime import date
from pathlib import Path

from django.utils import timezone

from nucleo.csv import entero
from nucleo.escritura import iso
from registro.importacion.banco import Formato, respuestas
from registro.importacion.errores import CargaRechazada, ErrorDeCarga
from tramites.pagos.models import REFERENCIA, OrdenPago
from tramites.pagos.services import EN_CAMINO, Respuesta

COLUMNAS = (
    "orden",
    "solicitud",
    "concepto",
    "cedula",
    "titular",
    "institucion",
    "tipo_cuenta",
    "numero_cuenta",
    "valor",
    "fecha",
)
FORMATO = Formato(
    referencia="orden",
    resultado="estado",
    detalle="detalle",
    columnas=("orden", "estado", "fecha", "detalle"),
    patron=REFERENCIA,
    sin_referencia="no es la referencia de una orden, como OP000000012-1",
    resultados={"PAGADA": True, "DEVUELTA": False},
    sin_detalle="diga por qué la devolvió el banco",
)


def escribir(lote: int, destino: Path) -> int:
    """Writes one batch as it was sent, and returns how many orders it has: the same file whenever it is asked for.

    An order that was returned and sent again is in its newest batch only.
    """
    ordenes = OrdenPago.objects.filter(lote=lote, estado__in=EN_CAMINO).select_related("persona", "cuenta", "solicitud")
    filas = [_fila(orden) for orden in ordenes.order_by("pk")]
    with entero(destino) as archivo:
        escritor = csv.writer(archivo, lineterminator="\n")
        escritor.writerow(COLUMNAS)
        escritor.writerows(filas)
    return len(filas)


def _fila(orden: OrdenPago) -> list[str]:
    assert orden.cuenta
    return [
        orden.referencia,
        orden.solicitud.numero or "",
        orden.concepto,
        orden.persona.cedula,
        orden.persona.nombre_completo,
        orden.cuenta.institucion,
        orden.cuenta.tipo,
        orden.cuenta.numero,
        str(orden.valor),
        iso(timezone.localdate(orden.enviada_en)),
    ]


def leer(ruta: Path, hoy: date) -> list[Respuesta]:
    """The answers of one file. Raises CargaRechazada with all that is wrong in it, by line and column."""
    errores: list[ErrorDeCarga] = []
    with ruta.open("rb") as archivo:
        leidas = list(respuestas(FORMATO, ruta.name, archivo, hoy, errores))
    enviadas = OrdenPago.objects.filter(estado__in=EN_CAMINO).in_bulk([una.referencia[0] for una in leidas])
    vistas: dict[tuple[int, ...], int] = {}
    for una in leidas:
        pk, envio = una.referencia
        orden, primera = enviadas.get(pk), vistas.setdefault(una.referencia, una.linea)
        if orden is None or not 1 <= envio <= orden.envio:
            errores.append(ErrorDeCarga(ruta.name, una.linea, "orden", "no es una orden que el portal haya enviado"))
        elif primera != una.linea:
            errores.append(ErrorDeCarga(ruta.name, una.linea, "orden", f"ya tiene respuesta en la línea {primera}"))
        elif envio == orden.envio and una.fecha < timezone.localdate(orden.enviada_en):
            errores.append(ErrorDeCarga(ruta.name, una.linea, "fecha", "es anterior al envío de la orden"))
    if errores:
        raise CargaRechazada(sorted(errores))
    return [
        Respuesta(pk=pk, envio=envio, pagada=una.pagada, fecha=una.fecha, detalle=una.detalle)
        for una in leidas
        for pk, envio in [una.referencia]
    ]
