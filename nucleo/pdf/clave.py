"""Which files hold the signing key, and until when its certificate is good; without pyHanko, slow to import."""

import functools
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from nucleo.pdf import pki
from nucleo.pdf.tipos import FirmaNoDisponible


def archivos() -> tuple[tuple[Path, ...], tuple[int, ...]]:
    """The files of the key, and when each was written: PKI_P12, or where it is allowed the development PKI.

    Raises FirmaNoDisponible: a document is never issued unsigned.
    """
    rutas: tuple[Path, ...]
    if settings.PKI_P12:
        rutas = (Path(settings.PKI_P12),)
    elif settings.DESARROLLO_PKI_PERMITIDA and pki.existe(Path(settings.PKI_DIR)):
        rutas = tuple(Path(settings.PKI_DIR) / n for n in (pki.FIRMANTE, pki.CLAVES[pki.FIRMANTE], pki.EMISORA))
    else:
        raise FirmaNoDisponible(
            "No hay clave de firma: configure PKI_P12, o en desarrollo ejecute «manage.py pki iniciar»."
        )
    try:
        return rutas, tuple(ruta.stat().st_mtime_ns for ruta in rutas)
    except OSError as error:
        raise FirmaNoDisponible(f"No se puede leer la clave de firma: {error}") from error


def vigencia() -> tuple[datetime, datetime]:
    """From when and until when the certificate is valid. That its chain holds is judged by whoever signs."""
    rutas, fechas = archivos()
    return _leer(rutas[0], settings.PKI_P12_PASSWORD if settings.PKI_P12 else None, fechas)


@functools.lru_cache(maxsize=2)
def _leer(ruta: Path, contrasena: str | None, fechas: tuple[int, ...]) -> tuple[datetime, datetime]:
    try:
        contenido = ruta.read_bytes()
        certificado = (
            x509.load_pem_x509_certificate(contenido) if contrasena is None else _de_p12(contenido, contrasena)
        )
    except (OSError, ValueError) as error:
        raise FirmaNoDisponible(f"No se puede abrir la clave de firma: {error}") from error
    return certificado.not_valid_before_utc, certificado.not_valid_after_utc


def _de_p12(contenido: bytes, contrasena: str) -> x509.Certificate:
    certificado = pkcs12.load_pkcs12(contenido, contrasena.encode() or None).cert
    if certificado is None:
        raise ValueError("el PKCS#12 no contiene un certificado")
    return certificado.certificate
