"""The life of a document that somebody hands in: received, looked at by the antivirus, used, withdrawn."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import DOCUMENTOS_REQUERIDOS
from cuentas.avisos.services import encolar_aviso
from nucleo import antivirus, throttle
from nucleo.archivos import EXTENSIONES, ArchivoRechazado, juzgar
from nucleo.bitacora import anotar
from nucleo.formularios import RespuestaRechazada
from nucleo.limpieza import barrer_huerfanos
from nucleo.outbox import enqueue
from registro.models import Empleador, Persona
from tramites.adjuntos.models import Adjunto, Respaldo
from tramites.adjuntos.selectors import adjunto_de, adjuntos_de, sin_uso
from tramites.catalogo.models import Tramite

Estado = Adjunto.Estado

HORA = timedelta(hours=1)
LARGO_DEL_NOMBRE = 120
CARPETA = "presentados"
# A person's papers that no procedure took are not kept for longer.
SIN_USO_SE_BORRA = timedelta(days=30)
VIRUS = "El antivirus halló en él un programa dañino."
YA_NO_ESTA = "Uno de los archivos ya no está. Revise la lista y súbalo otra vez si hace falta."
EN_USO = "Ese documento ya es parte de un trámite y no se puede quitar."


def recibir(
    *, actuacion: Actuacion, tramite: Tramite | None, clase: str, archivo: UploadedFile, quien: str = ""
) -> Adjunto:
    """Takes a file for the subject of the act. The same file handed in twice for the same thing is the same document.

    `tramite` None: it is for a complaint. `quien`: whose files are counted, where no account hands them in.
    Raises RespuestaRechazada, with the name of the file and what to do.
    """
    nombre = limpiar_nombre(archivo.name or "")
    _exigir_limites(actuacion, archivo, nombre, quien or actuacion.nombre_actor)
    recibido = archivo.read()
    try:
        juicio = juzgar(recibido)
    except ArchivoRechazado as rechazo:
        raise RespuestaRechazada(f"«{nombre}»: {rechazo}") from rechazo
    extension = EXTENSIONES[juicio.tipo]
    ruta = default_storage.save(
        f"{CARPETA}/{timezone.localdate():%Y/%m/%d}/{uuid.uuid4().hex}.{extension}", ContentFile(juicio.contenido)
    )
    nuevo = Adjunto(
        tramite=tramite,
        **actuacion.titular,
        clase=clase,
        nombre=con_extension(nombre, extension),
        tipo=juicio.tipo.value,
        tamano=len(juicio.contenido),
        sha256_recibido=hashlib.sha256(recibido).hexdigest(),
        sha256=hashlib.sha256(juicio.contenido).hexdigest(),
        archivo=ruta,
        estado=Estado.EN_CUARENTENA if settings.CLAMAV_URL else Estado.DISPONIBLE,
        subido_por=actuacion.actor,
        por=actuacion.por,
    )
    try:
        adjunto = _guardar(actuacion, nuevo)
    except (OperationalError, InterfaceError):
        raise  # perhaps after the commit: the row may name the file. If it doesn't, the sweep finds it.
    except BaseException:
        default_storage.delete(ruta)
        raise
    if adjunto.archivo != ruta:
        default_storage.delete(ruta)
    return adjunto


def _guardar(actuacion: Actuacion, nuevo: Adjunto) -> Adjunto:
    """The row that stays: the new one, or that of the same file handed in before."""
    with transaction.atomic():
        if nuevo.titular is not None and (igual := _el_mismo(nuevo.titular, nuevo)) is not None:
            return igual
        nuevo.save(force_insert=True)
        _anotar(nuevo, actuacion.nombre_actor, "adjunto.recibido", por=actuacion.por)
        if nuevo.estado == Estado.EN_CUARENTENA:
            enqueue("adjunto.examinar", str(nuevo.numero), adjunto_id=nuevo.pk)
    return nuevo


def _el_mismo(titular: Persona | Empleador, nuevo: Adjunto) -> Adjunto | None:
    """The same file for the same thing. Of two clicks at once, the second one finds what the first one stored."""
    type(titular)._default_manager.select_for_update(of=("self",)).get(pk=titular.pk)
    mismos = adjuntos_de(titular, nuevo.clase).filter(tramite=nuevo.tramite, sha256_recibido=nuevo.sha256_recibido)
    return mismos.exclude(estado=Estado.RECHAZADO).first()


def examinar(*, adjunto_id: int) -> None:
    """Asks the antivirus about one document in quarantine. Doing it twice changes nothing.

    Raises nucleo.antivirus.AntivirusNoDisponible: the outbox tries again, and the document stays where it is.
    """
    adjunto = Adjunto.objects.filter(pk=adjunto_id, estado=Estado.EN_CUARENTENA).first()
    if adjunto is None:
        return
    amenaza = ""
    if settings.CLAMAV_URL:  # whoever took the antivirus away did not mean that documents should wait for it
        with default_storage.open(adjunto.archivo) as archivo:
            amenaza = antivirus.examinar(archivo.chunks(), settings.CLAMAV_URL)
    with transaction.atomic():
        adjunto = Adjunto.objects.select_for_update(of=("self",)).filter(pk=adjunto_id).first()
        if adjunto is None or adjunto.estado != Estado.EN_CUARENTENA:
            return
        if amenaza:
            _rechazar(adjunto, amenaza)
        else:
            adjunto.estado = Estado.DISPONIBLE
            adjunto.save(update_fields=["estado"])
            _anotar(adjunto, "sistema:antivirus", "adjunto.revisado")


def _rechazar(adjunto: Adjunto, amenaza: str) -> None:
    ruta, adjunto.archivo = adjunto.archivo, ""
    adjunto.estado, adjunto.razon = Estado.RECHAZADO, VIRUS
    adjunto.save(update_fields=["archivo", "estado", "razon"])
    _anotar(adjunto, "sistema:antivirus", "adjunto.rechazado", amenaza=amenaza[:200])
    encolar_aviso(
        clase=DOCUMENTOS_REQUERIDOS,
        clave_unica=f"adjunto_rechazado:{adjunto.numero}",
        titular=adjunto.titular,
        para=None if adjunto.titular else list(adjunto.pruebas.values_list("queja__correo", flat=True)),
        asunto="Un documento que entregó no se pudo aceptar",
        plantilla="adjunto_rechazado",
        contexto={"adjunto": adjunto, "quejas": list(adjunto.pruebas.values_list("queja__numero", flat=True))},
    )
    transaction.on_commit(lambda: default_storage.delete(ruta))


def bloquear(*, actuacion: Actuacion, adjuntos: Iterable[Adjunto]) -> list[Adjunto]:
    """These documents of the subject, locked until the transaction ends, so that they can be made part of something.

    Raises RespuestaRechazada when one of them was taken back, or refused by the antivirus, meanwhile.
    """
    numeros = {adjunto.numero for adjunto in adjuntos}
    suyos = Adjunto.objects.select_for_update(of=("self",)).filter(numero__in=numeros, **actuacion.titular)
    filas = list(suyos.exclude(estado=Estado.RECHAZADO))
    if len(filas) < len(numeros):
        raise RespuestaRechazada(YA_NO_ESTA)
    return filas


def respaldar(*, actuacion: Actuacion, adjuntos: Iterable[Adjunto], objeto: str) -> None:
    """Ties documents of the subject to what an act made: from here on they stay. Raises RespuestaRechazada."""
    with transaction.atomic():
        filas = bloquear(actuacion=actuacion, adjuntos=adjuntos)
        Respaldo.objects.bulk_create(
            [Respaldo(adjunto=adjunto, objeto=objeto) for adjunto in filas], ignore_conflicts=True
        )


def retirar(*, actuacion: Actuacion, numero: uuid.UUID) -> None:
    """Takes back a document that nothing uses. Raises RespuestaRechazada when something does.

    Raises Adjunto.DoesNotExist when the subject has no such document.
    """
    with transaction.atomic():
        adjunto = adjunto_de(actuacion, numero)
        if adjunto is None:
            raise Adjunto.DoesNotExist
        if not _borrar(adjunto.pk):
            raise RespuestaRechazada(EN_USO)
        _anotar(adjunto, actuacion.nombre_actor, "adjunto.retirado", por=actuacion.por)


def limpiar_adjuntos(ahora: datetime) -> None:
    """Documents that were never used, and files whose row never came to be."""
    for adjunto in list(sin_uso(Adjunto.objects.filter(subido_en__lt=ahora - SIN_USO_SE_BORRA))):
        with transaction.atomic():
            if _borrar(adjunto.pk):
                _anotar(adjunto, "sistema:limpieza", "adjunto.caducado")
    barrer_huerfanos(CARPETA, Adjunto.objects.all(), ahora)


def _borrar(pk: int) -> bool:
    """Deletes the row, and its file once that is certain. False when a table points at it."""
    bloqueado = Adjunto.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if bloqueado is None or not sin_uso(Adjunto.objects.filter(pk=pk)).exists():
        return False
    ruta = bloqueado.archivo
    bloqueado.delete()
    if ruta:
        transaction.on_commit(lambda: default_storage.delete(ruta))
    return True


def limpiar_nombre(nombre: str) -> str:
    """The name as people may read it: no folders, no signs that can't be seen or that turn the writing around."""
    base = unicodedata.normalize("NFC", nombre.replace("\\", "/").rpartition("/")[2])
    visible = "".join(signo if unicodedata.category(signo)[0] not in "CZ" else " " for signo in base)
    limpio = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", visible)).strip(" .")
    return limpio[-LARGO_DEL_NOMBRE:] if len(limpio) > LARGO_DEL_NOMBRE else limpio or "documento"


def con_extension(nombre: str, extension: str) -> str:
    """The name with the extension of what the file is, whatever it called itself."""
    partido = PurePath(nombre)
    propias = {extension, "jpeg"} if extension == "jpg" else {extension}
    if partido.suffix.lower().lstrip(".") in propias:
        return nombre
    # Only what looks like an extension is dropped: «Acta No. 5» keeps its number.
    tronco = partido.stem if re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{1,4}", partido.suffix) else nombre
    return f"{tronco[: LARGO_DEL_NOMBRE - len(extension) - 1]}.{extension}"


def _exigir_limites(actuacion: Actuacion, archivo: UploadedFile, nombre: str, quien: str) -> None:
    tamano = archivo.size or 0
    if tamano > settings.ADJUNTO_TOPE:
        peso, tope = filesizeformat(tamano), filesizeformat(settings.ADJUNTO_TOPE)
        raise RespuestaRechazada(f"«{nombre}»: pesa {peso} y el máximo es {tope}. Suba uno más pequeño.")
    if getattr(archivo, "left_out", False):
        raise RespuestaRechazada(f"«{nombre}»: no cupo con los demás. Súbalo aparte.")
    if actuacion.por is Por.VENTANILLA:
        return
    cuantos, hasta = throttle.hit("adjunto", quien, HORA)
    if cuantos > settings.ADJUNTOS_POR_HORA:
        hora = f"{timezone.localtime(hasta):%H:%M}"
        raise RespuestaRechazada(f"«{nombre}»: subió muchos archivos en la última hora. Podrá subir más a las {hora}.")


def _anotar(adjunto: Adjunto, actor: str, accion: str, *, por: str = "", **datos: object) -> None:
    anotar(
        actor=actor,
        accion=accion,
        persona_id=adjunto.persona_id,
        objeto=f"adjunto:{adjunto.numero}",
        por=por,
        datos={"clase": adjunto.clase, "sha256": adjunto.sha256, **datos},
    )
