"""What the portal needs to do all its work, each with whether it is there; told to anybody, so it names no path."""

import functools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from nucleo import pdf
from nucleo.outbox.selectors import Waiting, abandoned, late, waiting
from nucleo.pdf import clave

ESPACIO_MINIMO = 200 * 1024 * 1024
AVISO_DE_VENCIMIENTO = 30  # days
FUENTES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf")


@dataclass(frozen=True)
class Parte:
    """Whether one thing is there; `porque` says what is wrong with it, or what soon will be."""

    bien: bool
    porque: str = ""


@dataclass(frozen=True)
class Disposicion:
    partes: dict[str, Parte]
    tarde: Waiting | None
    abandonados: Waiting | None

    @property
    def listo(self) -> bool:
        return all(parte.bien for parte in self.partes.values())


_candado = threading.Lock()
_vista: tuple[float, Disposicion] | None = None


def disposicion() -> Disposicion:
    """As it is, or as it was SALUD_SEGUNDOS ago at most: a thousand questions cost what one costs."""
    global _vista  # noqa: PLW0603
    with _candado:
        if _vista is None or time.monotonic() - _vista[0] >= settings.SALUD_SEGUNDOS:
            _vista = (time.monotonic(), _mirar())
        return _vista[1]


def _mirar() -> Disposicion:
    partes = {nombre: mirar() for nombre, mirar in PARTES.items()}
    try:
        filas = waiting(tarde=late(), abandonados=abandoned())
    except DatabaseError:
        return Disposicion(partes, None, None)
    return Disposicion(partes, **filas)


def _base_de_datos() -> Parte:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Parte(False, "fuera de alcance")
    return Parte(True)


@functools.cache
def _ultimas() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as the code has them: they don't change while it runs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _migraciones() -> Parte:
    try:
        aplicadas = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return Parte(False, "no se pudo preguntar a la base de datos")
    faltan = _ultimas() - aplicadas.keys()
    return Parte(
        not faltan, f"faltan por aplicar las de {', '.join(sorted(app for app, _ in faltan))}" if faltan else ""
    )


def _redis() -> Parte:
    if not settings.REDIS_URL:
        return Parte(True, "no se usa")
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as cliente:
            cliente.ping()
    except (redis.RedisError, OSError):
        return Parte(False, "fuera de alcance")
    return Parte(True)


def _documentos() -> Parte:
    """Asks where files are kept and writes none: a GET changes nothing."""
    if isinstance(default_storage, FileSystemStorage):
        return _carpeta(Path(default_storage.location))
    try:
        default_storage.exists("salud")
    except Exception:  # noqa: BLE001 (each kind of storage fails in its own way)
        return Parte(False, "fuera de alcance")
    return Parte(True)


def _carpeta(carpeta: Path) -> Parte:
    existente = next(lugar for lugar in (carpeta, *carpeta.parents) if lugar.is_dir())  # it is made for its first file
    if not os.access(existente, os.W_OK | os.X_OK):
        return Parte(False, "no se puede escribir")
    espacio = os.statvfs(existente)
    libre = espacio.f_bavail * espacio.f_frsize
    return Parte(libre >= ESPACIO_MINIMO, "" if libre >= ESPACIO_MINIMO else "casi no queda espacio")


def _firma() -> Parte:
    try:
        desde, hasta = clave.vigencia()
    except pdf.FirmaNoDisponible:
        return Parte(False, "no hay clave de firma, o no se puede abrir")
    ahora = timezone.now()
    if not desde <= ahora < hasta:
        return Parte(False, "el certificado no está vigente")
    if settings.PKI_P12 and not (settings.PKI_ROOTS and Path(settings.PKI_ROOTS).is_file()):
        return Parte(False, "faltan las raíces en que se confía")
    dias = (hasta - ahora).days
    return Parte(True, f"el certificado vence en {dias} días" if dias < AVISO_DE_VENCIMIENTO else "")


def _motor_pdf() -> Parte:
    if not all((Path(pdf.__file__).parent / "recursos" / fuente).is_file() for fuente in FUENTES):
        return Parte(False, "falta una fuente tipográfica")
    return Parte(True) if pdf.disponible()[0] else Parte(False, "falta una biblioteca del sistema")


PARTES: dict[str, Callable[[], Parte]] = {
    "base_de_datos": _base_de_datos,
    "migraciones": _migraciones,
    "redis": _redis,
    "documentos": _documentos,
    "firma": _firma,
    "motor_pdf": _motor_pdf,
}
