"""The two files between the portal and the core system: what it must pay, and what became of it."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from nucleo.escritura import iso
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
RESPUESTAS = ["orden", "estado", "fecha", "detalle"]
ESTADOS = {"PAGADA": True, "DEVUELTA": False}


def escribir(lote: int, destino: Path) -> int:
    """Writes one batch as it was sent, and returns how many orders it has: the same file whenever it is asked for.

    An order that was returned and sent again is in its newest batch only.
    """
    ordenes = OrdenPago.objects.filter(lote=lote, estado__in=EN_CAMINO).select_related("persona", "cuenta", "solicitud")
    filas = [_fila(orden) for orden in ordenes.order_by("pk")]
    parcial = destino.with_name(f"{destino.name}.parcial")
    with parcial.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.writer(archivo, lineterminator="\n")
        escritor.writerow(COLUMNAS)
        escritor.writerows(filas)
    parcial.replace(destino)  # whoever collects the file never finds half of it
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


class _Linea(NamedTuple):
    numero: int
    celdas: dict[str, str]


def leer(ruta: Path, hoy: date) -> list[Respuesta]:
    """The answers of one file. Raises CargaRechazada with all that is wrong in it, by line and column."""
    errores: list[ErrorDeCarga] = []
    lineas = list(_lineas(ruta, errores))
    leidas = [(linea, _respuesta(ruta.name, linea, hoy, errores)) for linea in lineas]
    enviadas = OrdenPago.objects.filter(estado__in=EN_CAMINO).in_bulk([una.pk for _, una in leidas if una])
    vistas: dict[tuple[int, int], int] = {}
    for linea, una in leidas:
        if una is None:
            continue
        orden, primera = enviadas.get(una.pk), vistas.setdefault((una.pk, una.envio), linea.numero)
        if orden is None or not 1 <= una.envio <= orden.envio:
            errores.append(ErrorDeCarga(ruta.name, linea.numero, "orden", "no es una orden que el portal haya enviado"))
        elif primera != linea.numero:
            errores.append(ErrorDeCarga(ruta.name, linea.numero, "orden", f"ya tiene respuesta en la línea {primera}"))
        elif una.envio == orden.envio and una.fecha < timezone.localdate(orden.enviada_en):
            errores.append(ErrorDeCarga(ruta.name, linea.numero, "fecha", "es anterior al envío de la orden"))
    if errores:
        raise CargaRechazada(sorted(errores))
    return [una for _, una in leidas if una]


def _lineas(ruta: Path, errores: list[ErrorDeCarga]) -> Iterator[_Linea]:
    try:
        texto = ruta.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        errores.append(ErrorDeCarga(ruta.name, 1, "archivo", f"no está en UTF-8 (byte {error.start})"))
        return
    lector = csv.reader(texto.replace("\0", "\ufffd").splitlines() or [""])
    for celdas in lector:
        if lector.line_num == 1:
            if celdas != RESPUESTAS:
                errores.append(ErrorDeCarga(ruta.name, 1, "encabezado", f"se espera {','.join(RESPUESTAS)}"))
                return
        elif len(celdas) != len(RESPUESTAS):
            motivo = f"tiene {len(celdas)} columnas y son {len(RESPUESTAS)}"
            errores.append(ErrorDeCarga(ruta.name, lector.line_num, "línea", motivo))
        else:
            yield _Linea(lector.line_num, dict(zip(RESPUESTAS, map(str.strip, celdas), strict=True)))


def _respuesta(archivo: str, linea: _Linea, hoy: date, errores: list[ErrorDeCarga]) -> Respuesta | None:
    malas: dict[str, str] = {}
    orden = REFERENCIA.fullmatch(linea.celdas["orden"])
    if orden is None:
        malas["orden"] = "no es la referencia de una orden, como OP000000012-1"
    if linea.celdas["estado"] not in ESTADOS:
        malas["estado"] = f"debe ser {' o '.join(ESTADOS)}"
    try:
        fecha = date.fromisoformat(linea.celdas["fecha"])
    except ValueError:
        malas["fecha"] = "no es una fecha, como 2026-11-20"
    else:
        if fecha > hoy:
            malas["fecha"] = "todavía no llega"
    if linea.celdas["estado"] == "DEVUELTA" and not linea.celdas["detalle"]:
        malas["detalle"] = "diga por qué la devolvió el banco"
    if len(linea.celdas["detalle"]) > 200:
        malas["detalle"] = "tiene más de 200 letras"
    errores += [ErrorDeCarga(archivo, linea.numero, columna, motivo) for columna, motivo in malas.items()]
    if malas or orden is None:
        return None
    return Respuesta(
        pk=int(orden[1]),
        envio=int(orden[2]),
        pagada=ESTADOS[linea.celdas["estado"]],
        fecha=fecha,
        detalle=linea.celdas["detalle"],
    )
