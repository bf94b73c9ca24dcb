"""The addresses of the settings that name another service: read at the start, or the start stops and says why."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from nucleo.antivirus import direccion

VEA = "Vea .env.example."
# What an address of S3 may say besides the bucket, and what django-storages calls it.
OPCIONES_S3 = {"region": "region_name", "endpoint": "endpoint_url"}


def almacen(url: str, carpeta: str) -> dict[str, Any]:
    """STORAGES["default"] of STORAGE_URL: a folder, or a bucket that nobody else can read. Without one, `carpeta`."""
    partes = urlsplit(url)
    es_carpeta = partes.scheme == "file" and partes.path.startswith("/") and not partes.netloc
    if not url or es_carpeta:
        ubicacion = unquote(partes.path) if url else carpeta
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ubicacion}}
    if partes.scheme != "s3" or not partes.netloc:
        raise ImproperlyConfigured(f"STORAGE_URL debe ser file:///carpeta o s3://cubo/prefijo, no {url!r}. {VEA}")
    pedidas = dict(parse_qsl(partes.query, keep_blank_values=True))
    if desconocidas := sorted(pedidas.keys() - OPCIONES_S3.keys()):
        raise ImproperlyConfigured(f"STORAGE_URL no entiende {', '.join(desconocidas)}. {VEA}")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "STORAGE_URL pide guardar los documentos en S3 y falta el paquete que lo hace. Instálelo con "
            "pip install 'django-storages[s3]', o quite STORAGE_URL para guardarlos en MEDIA_ROOT."
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": partes.netloc,
            "location": unquote(partes.path).strip("/"),
            "default_acl": None,  # the bucket's own, which is private; the portal alone hands files out
            "file_overwrite": False,
            **{OPCIONES_S3[nombre]: valor for nombre, valor in pedidas.items() if valor},
        },
    }


def antivirus(url: str) -> str:
    """CLAMAV_URL as it is, once it is known to be one."""
    try:
        if url:
            direccion(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"CLAMAV_URL debe ser unix:/ruta o tcp://equipo:3310, no {url!r}. {VEA}") from error
    return url
