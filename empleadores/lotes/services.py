"""The life of a file of notices: received, judged line by line, applied if somebody says so."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from empleadores.lotes import trabajo
from empleadores.lotes.formatos import FORMATOS
from empleadores.lotes.lectura import ArchivoIlegible, Conjunto, abrir
from empleadores.lotes.selectors import lotes_de
from empleadores.models import Lote
from nucleo.bitacora import anotar
from nucleo.formularios import RespuestaRechazada
from nucleo.limpieza import barrer_huerfanos
from nucleo.outbox import enqueue
from registro.models import Empleador
from tramites.adjuntos.services import limpiar_nombre
from tramites.catalogo.models import Tramite

Estado = Lote.Estado
CARPETA = "lotes"
AL_INSTANTE = 200
"""Lines that are judged, or applied, while their sender waits for the answer."""
SIN_USO_SE_BORRA = timedelta(days=30)
AVANCE = ("estado", "posicion", "vistas", "ya_estaban")
YA_NO = "Este archivo está {}: ya no se puede."
HAY_OTRO = "Ya subió el mismo archivo otra vez: siga con ese. Lo que ya se registró no se repite."
CON_ERRORES = "El archivo tiene líneas con errores. Puede registrar solo las buenas."


def recibir(*, actuacion: Actuacion, tramite: Tramite, tipo: str, archivo: UploadedFile) -> tuple[Lote, bool]:
    """(the file, whether it is new): the same file sent again is the one that is there.

    A short one is judged at once, the others in the background. Raises RespuestaRechazada when it can't be read.
    """
    contenido = archivo.read()
    huella = hashlib.sha256(contenido).hexdigest()
    if igual := _igual(actuacion, tipo, huella):
        return igual, False
    try:
        leido = abrir(contenido, FORMATOS[tipo])
    except ArchivoIlegible as rechazo:
        raise RespuestaRechazada(str(rechazo), "archivo") from rechazo
    numero = uuid.uuid4()
    ruta = f"{CARPETA}/{timezone.localdate():%Y/%m/%d}/{numero.hex}.{leido.clase.lower()}"
    ruta = default_storage.save(ruta, ContentFile(contenido))
    anio, mes = Conjunto.de(leido).mes
    nuevo = Lote(
        numero=numero,
        empleador=actuacion.empleador,
        tramite=tramite,
        tipo=tipo,
        nombre=limpiar_nombre(archivo.name or ""),
        formato=leido.clase,
        tamano=len(contenido),
        sha256=huella,
        archivo=ruta,
        periodo=f"{anio}-{mes}"[:7],
        lineas=sum(1 for _ in leido.filas()),
        subido_por=actuacion.actor,
        por=actuacion.por,
    )
    try:
        lote = _guardar(actuacion, nuevo)
    except (OperationalError, InterfaceError):
        raise  # perhaps after the commit: the row may name the file. If it doesn't, the sweep finds it.
    except BaseException:
        default_storage.delete(ruta)
        raise
    if lote is not nuevo:
        default_storage.delete(ruta)
    elif lote.lineas <= AL_INSTANTE:
        trabajo.revisar(lote_id=lote.pk, avisar=False)
        lote.refresh_from_db()
    return lote, lote is nuevo


def _igual(actuacion: Actuacion, tipo: str, huella: str) -> Lote | None:
    sirven = lotes_de(actuacion, tipo).exclude(estado__in=[Estado.CANCELADO, Estado.FALLIDO])
    return sirven.filter(sha256=huella).first()


def _guardar(actuacion: Actuacion, nuevo: Lote) -> Lote:
    """The row that stays: the new one, or that of the same file sent by another click meanwhile."""
    with transaction.atomic():
        Empleador.objects.select_for_update().get(pk=nuevo.empleador_id)
        if igual := _igual(actuacion, nuevo.tipo, nuevo.sha256):
            return igual
        nuevo.save(force_insert=True)
        _anotar(nuevo, actuacion, "lote.recibido")
        if nuevo.lineas > AL_INSTANTE:
            enqueue("lote.revisar", str(nuevo.numero), lote_id=nuevo.pk)
    return nuevo


def confirmar(*, actuacion: Actuacion, lote_id: int, solo_buenas: bool) -> Lote:
    """Applies what is good. All of it is only where nothing is wrong. Doing it twice changes nothing.

    Raises RespuestaRechazada.
    """
    with transaction.atomic():
        lote = bloqueado(lote_id)
        if lote.estado in {Estado.APLICANDO, Estado.APLICADO}:
            return lote
        if lote.estado != Estado.REVISADO or not lote.buenas:
            raise RespuestaRechazada(YA_NO.format(lote.get_estado_display()))
        if lote.malas and not solo_buenas:
            raise RespuestaRechazada(CON_ERRORES)
        lote.estado, lote.posicion, lote.vistas, lote.ya_estaban = Estado.APLICANDO, 0, 0, 0
        lote.confirmado_en, lote.confirmado_por, lote.por = timezone.now(), actuacion.actor, actuacion.por
        lote.save(update_fields=[*AVANCE, "confirmado_en", "confirmado_por", "por"])
        _anotar(lote, actuacion, "lote.confirmado")
        if lote.lineas > AL_INSTANTE:
            enqueue("lote.aplicar", str(lote.numero), lote_id=lote.pk)
    if lote.lineas <= AL_INSTANTE:
        trabajo.aplicar(lote_id=lote.pk)
    lote.refresh_from_db()
    return lote


def reintentar(*, actuacion: Actuacion, lote_id: int) -> Lote:
    """Goes on with a file whose work stopped, after the lines that are done. Doing it twice changes nothing.

    Raises RespuestaRechazada.
    """
    with transaction.atomic():
        lote = bloqueado(lote_id)
        if lote.estado != Estado.FALLIDO:
            if lote.estado == Estado.CANCELADO:
                raise RespuestaRechazada(YA_NO.format(lote.get_estado_display()))
            return lote
        Empleador.objects.select_for_update().get(pk=lote.empleador_id)  # as whoever sends the same file does
        if _igual(actuacion, lote.tipo, lote.sha256):
            raise RespuestaRechazada(HAY_OTRO)
        tarea, seguir = ("lote.aplicar", trabajo.aplicar) if lote.confirmado_en else ("lote.revisar", trabajo.revisar)
        if lote.lineas > AL_INSTANTE:
            enqueue(tarea, f"{lote.numero}:{lote.terminado_en}", lote_id=lote.pk)
        lote.estado = Estado.APLICANDO if lote.confirmado_en else Estado.REVISANDO
        lote.razon, lote.terminado_en = "", None
        lote.save(update_fields=["estado", "razon", "terminado_en"])
        _anotar(lote, actuacion, "lote.reintentado")
    if lote.lineas <= AL_INSTANTE:
        seguir(lote_id=lote.pk)
    lote.refresh_from_db()
    return lote


def cancelar(*, actuacion: Actuacion, lote_id: int) -> Lote:
    """Stops the work after the lines at which it is, or discards what was only judged. What was applied stays.

    Raises RespuestaRechazada.
    """
    with transaction.atomic():
        lote = bloqueado(lote_id)
        if lote.estado == Estado.CANCELADO:
            return lote
        if lote.estado in {Estado.APLICADO, Estado.FALLIDO}:
            raise RespuestaRechazada(YA_NO.format(lote.get_estado_display()))
        aplicaba = lote.estado == Estado.APLICANDO
        lote.estado, lote.terminado_en = Estado.CANCELADO, timezone.now()
        lote.save(update_fields=["estado", "terminado_en"])
        _anotar(lote, actuacion, "lote.cancelado", aplicadas=lote.aplicadas)
        if aplicaba:
            trabajo.informar(lote)
        if not lote.aplicadas:
            _olvidar(lote)
    return lote


def bloqueado(lote_id: int) -> Lote:
    return Lote.objects.select_for_update(of=("self",)).select_related("empleador", "tramite").get(pk=lote_id)


def _olvidar(lote: Lote) -> None:
    """Of a file that changed nothing, neither itself nor what its lines said is kept."""
    ruta, lote.archivo = lote.archivo, ""
    lote.save(update_fields=["archivo"])
    lote.errores.all().delete()
    if ruta:
        transaction.on_commit(lambda: default_storage.delete(ruta))


def limpiar_lotes(ahora: datetime) -> None:
    """Files that nobody applied in a month, and those whose row never came to be."""
    viejos = Lote.objects.filter(
        subido_en__lt=ahora - SIN_USO_SE_BORRA, estado__in=[Estado.REVISADO, Estado.FALLIDO], aplicadas=0
    ).exclude(archivo="")
    for pk in list(viejos.values_list("pk", flat=True)):
        with transaction.atomic():
            lote = bloqueado(pk)
            if lote.estado not in {Estado.REVISADO, Estado.FALLIDO}:
                continue
            lote.estado, lote.terminado_en = Estado.CANCELADO, ahora
            lote.save(update_fields=["estado", "terminado_en"])
            _olvidar(lote)
            anotar(actor="sistema:limpieza", accion="lote.caducado", objeto=f"lote:{lote.numero}")
    barrer_huerfanos(CARPETA, Lote.objects.all(), ahora)


def _anotar(lote: Lote, actuacion: Actuacion, accion: str, **datos: object) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        objeto=f"lote:{lote.numero}",
        por=actuacion.por,
        datos={"tipo": lote.tipo, "sha256": lote.sha256, "lineas": lote.lineas, **datos},
    )
