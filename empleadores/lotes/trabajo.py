"""The work on a file: a thousand lines at a time, each thousand in a transaction of its own with its progress in it.

Whoever is killed in the middle leaves the thousands that are done; the next one goes on after them. What was asked to
stop stops before its next thousand.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import CAMBIO_DE_ESTADO
from cuentas.avisos.services import encolar_aviso
from empleadores.lotes.formatos import FORMATOS
from empleadores.lotes.lectura import Archivo, ArchivoIlegible, Conjunto, Fila, abrir
from empleadores.lotes.lineas import Falla, Lectura
from empleadores.lotes.recibo import emitir_recibo
from empleadores.models import LineaConError, Lote, Novedad
from empleadores.novedades.normas import Normas
from empleadores.novedades.selectors import empresa_de, trabajadores
from empleadores.novedades.services import NovedadesRechazadas
from empleadores.novedades.services import aplicar as aplicar_novedades
from empleadores.reglas.novedades import Pedido, Problema, plazo, ya_consta
from empleadores.reglas.novedades import revisar as revisar_novedad
from nucleo.bitacora import anotar
from nucleo.dinero import CERO
from nucleo.outbox import enqueue
from tramites.transparencia.services import contar_nuevas

logger = logging.getLogger(__name__)

Estado = Lote.Estado
TRAMO = 1_000
POR_TURNO = timedelta(seconds=60)
"""How long one handler works before it lets the next one go on: well below the lease of the outbox."""
SE_PERDIO = "El archivo no se pudo leer. Reinténtelo o súbalo otra vez: lo que ya se registró no se repite."
INESPERADO = "Hubo un error del portal. Reinténtelo: lo que ya se registró no se repite."
Tramo = Callable[[Lote, Lectura, Sequence[Fila]], None]


def revisar(*, lote_id: int, avisar: bool = True) -> None:
    """Judges the lines of a file; nothing of the register changes. Doing it twice changes nothing."""
    terminar = partial(_terminar_revision, avisar=avisar)
    _trabajar(lote_id, "lote.revisar", {Estado.RECIBIDO, Estado.REVISANDO}, _revisar_tramo, terminar)


def aplicar(*, lote_id: int) -> None:
    """Registers the good lines of a file. Doing it twice changes nothing."""
    _trabajar(lote_id, "lote.aplicar", {Estado.APLICANDO}, _aplicar_tramo, _terminar_aplicacion)


def _trabajar(
    lote_id: int, tarea: str, estados: set[Lote.Estado], hacer: Tramo, terminar: Callable[[Lote], None]
) -> None:
    lote = Lote.objects.select_related("empleador", "tramite", "confirmado_por").get(pk=lote_id)
    if lote.estado not in estados:
        return
    hasta = time.monotonic() + POR_TURNO.total_seconds()
    try:
        lectura = _leer(lote)
        for filas in _tramos(lectura.archivo, lote.posicion):
            if not _avanzar(lote, lectura, estados, hacer, filas):
                return
            if time.monotonic() > hasta:
                _dejar_para_otro(lote, tarea)
                return
        with transaction.atomic():
            if _bloquear(lote, estados):
                terminar(lote)
    except (OperationalError, InterfaceError):
        raise  # the outbox tries again
    except (ArchivoIlegible, FileNotFoundError):
        _detener(lote, SE_PERDIO)
    except Exception:
        logger.exception("the file %s stopped", lote.numero)
        _detener(lote, INESPERADO)


def _leer(lote: Lote) -> Lectura:
    with default_storage.open(lote.archivo) as guardado:
        archivo = abrir(guardado.read(), FORMATOS[lote.tipo])
    hoy, normas = timezone.localdate(), Normas.leer()
    return Lectura(archivo, Conjunto.de(archivo), lote.empleador.ruc, normas, normas.del_dia(hoy), hoy)


def _tramos(archivo: Archivo, tras: int) -> Iterator[list[Fila]]:
    faltan = (fila for fila in archivo.filas() if fila.numero > tras)
    while tramo := list(islice(faltan, TRAMO)):
        yield tramo


def _bloquear(lote: Lote, estados: set[Lote.Estado]) -> bool:
    """Holds the row, and reads it as it is now. False when somebody stopped the work, or did it."""
    Lote.objects.select_for_update().get(pk=lote.pk)
    lote.refresh_from_db(fields=["estado", "posicion", "vistas", *_DE_REVISAR, *_DE_APLICAR])
    return lote.estado in estados


_DE_REVISAR = ("buenas", "malas", "tarde", "multas")
_DE_APLICAR = ("aplicadas", "ya_estaban", "rechazadas")


def _avanzar(lote: Lote, lectura: Lectura, estados: set[Lote.Estado], hacer: Tramo, filas: Sequence[Fila]) -> bool:
    with transaction.atomic():
        if not _bloquear(lote, estados):
            return False
        if lote.posicion >= filas[-1].numero:  # another worker, whose lease ran out, did these
            return True
        if lote.estado == Estado.RECIBIDO:
            lote.estado = Estado.REVISANDO
        hacer(lote, lectura, filas)
        lote.posicion, lote.vistas = filas[-1].numero, lote.vistas + len(filas)
        lote.save(update_fields=["estado", "posicion", "vistas", *_DE_REVISAR, *_DE_APLICAR])
    return True


def _dejar_para_otro(lote: Lote, tarea: str) -> None:
    with transaction.atomic():
        enqueue(tarea, f"{lote.numero}:{lote.posicion}", lote_id=lote.pk)


# --- what is done to a thousand lines ---------------------------------------------------------------------------------


def _revisar_tramo(lote: Lote, lectura: Lectura, filas: Sequence[Fila]) -> None:
    fallas: dict[int, list[Falla]] = {}
    pedidos: list[tuple[Pedido, Fila]] = []
    for fila in filas:
        pedido, mal = lectura.interpretar(fila)
        if pedido is None:
            fallas[fila.numero] = mal
        else:
            pedidos.append((pedido, fila))
    de = trabajadores(lote.empleador, {pedido.cedula for pedido, _ in pedidos}, empresa_de(lote.empleador))
    for pedido, fila in pedidos:
        trabajador, norma = de[pedido.cedula], lectura.normas.de(pedido)
        if problemas := revisar_novedad(pedido, trabajador, norma, lectura.hoy):
            fallas[fila.numero] = _como_fallas(lectura, problemas)
        elif ya_consta(pedido, trabajador):
            lote.ya_estaban += 1
        elif (cuando := plazo(pedido, norma, lectura.hoy, trabajador)).dias_tarde:
            lote.tarde += 1
            lote.multas += cuando.multa or CERO
    _guardar_fallas(lote, filas, fallas)
    lote.malas += len(fallas)
    lote.buenas += len(filas) - len(fallas)


def _aplicar_tramo(lote: Lote, lectura: Lectura, filas: Sequence[Fila]) -> None:
    primera, ultima = filas[0].numero, filas[-1].numero
    malas = set(lote.errores.filter(linea__range=(primera, ultima)).values_list("linea", flat=True))
    pedidos: list[tuple[Pedido, int | None]] = []
    fallas: dict[int, list[Falla]] = {}
    for fila in filas:
        if fila.numero in malas:
            continue
        pedido, mal = lectura.interpretar(fila)
        if pedido is None:
            fallas[fila.numero] = mal
        else:
            pedidos.append((pedido, fila.numero))
    novedades = _aplicar(lote, lectura, pedidos, fallas)
    if novedades:
        contar_nuevas(
            tramite=lote.tramite,
            titular=lote.empleador,
            fecha=timezone.localdate(),
            por=Por(lote.por),
            origenes=[f"novedad:{novedad.pk}" for novedad in novedades],
        )
    _guardar_fallas(lote, filas, fallas, al_aplicar=True)
    lote.aplicadas += len(novedades)
    lote.rechazadas += len(fallas)
    lote.ya_estaban += len(filas) - len(malas) - len(fallas) - len(novedades)


def _aplicar(
    lote: Lote, lectura: Lectura, pedidos: list[tuple[Pedido, int | None]], fallas: dict[int, list[Falla]]
) -> list[Novedad]:
    """Registers what is still good: what the register says of a worker may have changed since the file was judged."""
    actuacion = Actuacion(actor=lote.confirmado_por, sujeto=lote.empleador, por=Por(lote.por))
    while pedidos:
        try:
            return aplicar_novedades(actuacion=actuacion, pedidos=pedidos, lote=lote)
        except NovedadesRechazadas as rechazo:
            for indice, problemas in rechazo.problemas.items():
                fallas[pedidos[indice][1] or 0] = _como_fallas(lectura, problemas)
            pedidos = [uno for indice, uno in enumerate(pedidos) if indice not in rechazo.problemas]
    return []


def _como_fallas(lectura: Lectura, problemas: Sequence[Problema]) -> list[Falla]:
    return [Falla(lectura.formato.columna_de(problema.campo), problema.texto) for problema in problemas]


def _guardar_fallas(
    lote: Lote, filas: Sequence[Fila], fallas: dict[int, list[Falla]], al_aplicar: bool = False
) -> None:
    LineaConError.objects.bulk_create(
        LineaConError(
            lote=lote,
            linea=fila.numero,
            campo=falla.campo[:30],
            motivo=falla.motivo[:400],
            texto=fila.texto[:300],
            al_aplicar=al_aplicar,
        )
        for fila in filas
        if fila.numero in fallas
        for falla in fallas[fila.numero]
    )


# --- how it ends ------------------------------------------------------------------------------------------------------


def _terminar_revision(lote: Lote, avisar: bool) -> None:
    lote.estado = Estado.REVISADO
    lote.save(update_fields=["estado"])
    anotar(actor="sistema:lotes", accion="lote.revisado", objeto=f"lote:{lote.numero}", datos=_cifras(lote))
    if avisar:
        informar(lote)


def _terminar_aplicacion(lote: Lote) -> None:
    lote.estado, lote.terminado_en = Estado.APLICADO, timezone.now()
    lote.save(update_fields=["estado", "terminado_en"])
    anotar(actor="sistema:lotes", accion="lote.aplicado", objeto=f"lote:{lote.numero}", datos=_cifras(lote))
    if lote.aplicadas:
        emitir_recibo(lote)
    informar(lote)


def _detener(lote: Lote, razon: str) -> None:
    with transaction.atomic():
        Lote.objects.select_for_update().get(pk=lote.pk)
        lote.refresh_from_db(fields=["estado", *_DE_REVISAR, *_DE_APLICAR])
        if not lote.en_marcha:
            return
        lote.estado, lote.razon, lote.terminado_en = Estado.FALLIDO, razon, timezone.now()
        lote.save(update_fields=["estado", "razon", "terminado_en"])
        anotar(actor="sistema:lotes", accion="lote.detenido", objeto=f"lote:{lote.numero}", datos=_cifras(lote))
        informar(lote)


def informar(lote: Lote) -> None:
    """The report, to the employer: figures and a link, no worker's name."""
    encolar_aviso(
        clase=CAMBIO_DE_ESTADO,
        clave_unica=f"lote:{lote.numero}:{lote.estado}:{lote.terminado_en or ''}",  # it may stop more than once
        titular=lote.empleador,
        asunto=f"Su archivo «{lote.nombre}» está {lote.get_estado_display()}",
        plantilla="lote",
        contexto={"lote": lote},
    )


def _cifras(lote: Lote) -> dict[str, int]:
    return {campo: getattr(lote, campo) for campo in ("lineas", "buenas", "malas", *_DE_APLICAR)}
