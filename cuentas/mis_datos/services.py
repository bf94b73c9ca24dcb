"""Asked for, prepared in the background, taken away after a day."""

import json
import tempfile
import zipfile
from datetime import datetime, timedelta
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import DATOS_PEDIDOS
from cuentas.avisos.services import encolar_aviso
from cuentas.mis_datos.secciones import Fila, Seccion, secciones
from cuentas.models import Cuenta, ExportacionDeDatos
from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.csv import Csv, lineas
from nucleo.outbox import enqueue

VIGENCIA = timedelta(hours=24)
POR_DIA = 5


class DemasiadasExportaciones(Exception):
    """The account asked for its data too often; the message says when it may again."""


def pedir(*, actuacion: Actuacion) -> ExportacionDeDatos:
    """Promises the file, by mail when it is ready. Asked twice while it is being prepared, it is the same one."""
    cuenta = actuacion.actor
    assert cuenta is not None, "the permission of the page asks for a person's own account"
    with transaction.atomic():
        Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)
        pendiente = cuenta.exportaciones.filter(lista_en__isnull=True).first()
        if pendiente:
            return pendiente
        cuantas, hasta = throttle.hit("mis-datos", cuenta.identificador, timedelta(days=1))
        if cuantas > POR_DIA:
            raise DemasiadasExportaciones(
                f"Ya pidió sus datos {POR_DIA} veces. Podrá pedirlos otra vez desde el"
                f" {timezone.localtime(hasta):%d/%m/%Y a las %H:%M}."
            )
        exportacion = ExportacionDeDatos.objects.create(cuenta=cuenta)
        _anotar(exportacion, actor=actuacion.nombre_actor, accion="mis_datos.pedidos")
        enqueue("mis_datos.preparar", str(exportacion.pk), exportacion_id=exportacion.pk)
    return exportacion


def preparar(*, exportacion_id: int) -> None:
    """Writes the file and tells the person. Doing it twice changes nothing."""
    exportacion = ExportacionDeDatos.objects.select_related("cuenta__persona").get(pk=exportacion_id)
    if exportacion.lista_en:
        return
    with tempfile.TemporaryFile() as archivo:
        escribir(archivo, exportacion.cuenta, timezone.localtime())
        tamano = archivo.tell()
        archivo.seek(0)
        nombre = default_storage.save(f"mis-datos/{exportacion.pk}.zip", File(archivo))
    with transaction.atomic():
        ahora = timezone.now()
        propia = ExportacionDeDatos.objects.filter(pk=exportacion.pk, lista_en__isnull=True).update(
            lista_en=ahora, vence_en=ahora + VIGENCIA, archivo=nombre, tamano=tamano
        )
        if propia:
            _anotar(exportacion, actor="sistema:mis_datos", accion="mis_datos.listos")
            _avisar(exportacion, ahora + VIGENCIA)
    if not propia:
        default_storage.delete(nombre)


def anotar_descarga(*, actuacion: Actuacion, exportacion: ExportacionDeDatos) -> None:
    _anotar(exportacion, actor=actuacion.nombre_actor, accion="mis_datos.descargados")


def borrar_vencidas(ahora: datetime) -> None:
    """The file goes; that it was asked for stays."""
    for exportacion in ExportacionDeDatos.objects.filter(vence_en__lt=ahora).exclude(archivo=""):
        default_storage.delete(exportacion.archivo)
        ExportacionDeDatos.objects.filter(pk=exportacion.pk).update(archivo="", tamano=0)


def escribir(archivo: IO[bytes], cuenta: Cuenta, ahora: datetime) -> None:
    """A zip with LEEME.txt, datos.json (all sections) and a CSV of each section that has rows."""
    with zipfile.ZipFile(archivo, "w", zipfile.ZIP_DEFLATED) as comprimido:
        leidas = [(seccion, list(seccion.filas(cuenta))) for seccion in secciones()]
        contexto = {"cuenta": cuenta, "ahora": ahora, "secciones": [(s, len(filas)) for s, filas in leidas]}
        comprimido.writestr("LEEME.txt", render_to_string("cuentas/mis-datos-leeme.txt", contexto))
        datos = {
            "generado": ahora,
            "identificacion": cuenta.identificador,
            "secciones": {seccion.nombre: {"titulo": seccion.titulo, "filas": filas} for seccion, filas in leidas},
        }
        comprimido.writestr("datos.json", json.dumps(datos, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for seccion, filas in leidas:
            if filas:
                comprimido.writestr(f"csv/{seccion.nombre}.csv", "".join(lineas(_csv(seccion, filas))))


def _csv(seccion: Seccion, filas: list[Fila]) -> Csv:
    columnas = list(seccion.columnas)
    return Csv(f"{seccion.nombre}.csv", columnas, ([_texto(fila[c]) for c in columnas] for fila in filas))


def _texto(valor: object) -> object:
    """Lists and objects as JSON; the rest as it is."""
    compuesto = isinstance(valor, list | dict)
    return json.dumps(valor, cls=DjangoJSONEncoder, ensure_ascii=False) if compuesto else valor


def _anotar(exportacion: ExportacionDeDatos, *, actor: str, accion: str) -> None:
    anotar(
        actor=actor,
        accion=accion,
        persona_id=exportacion.cuenta.persona_id,
        objeto=f"exportacion:{exportacion.pk}",
    )


def _avisar(exportacion: ExportacionDeDatos, vence: datetime) -> None:
    encolar_aviso(
        clase=DATOS_PEDIDOS,
        clave_unica=f"mis_datos:{exportacion.pk}",
        titular=exportacion.cuenta,
        asunto="Sus datos están listos para descargar",
        plantilla="mis_datos_listos",
        contexto={"vence": vence, "ruta": reverse("cuentas:mis_datos")},
    )
