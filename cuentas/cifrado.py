"""What is kept enciphered or as an HMAC: a copy of the database alone gives away no secret.

New things are made with the server's key of now. While a former one is in SECRET_KEY_FALLBACKS, what was made with it
is still read and recognised.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE = 12


class NoSePuedeLeer(Exception):
    """Enciphered under a key that is gone, for another purpose or subject, or changed since."""


def cifrar(proposito: str, para: str, claro: bytes) -> str:
    """Readable for the same purpose and subject alone: a row copied to another account opens nothing."""
    nonce = secrets.token_bytes(NONCE)
    return b64encode(nonce + _llave(settings.SECRET_KEY, proposito).encrypt(nonce, claro, para.encode())).decode()


def descifrar(proposito: str, para: str, cifrado: str) -> bytes:
    """Raises NoSePuedeLeer."""
    try:
        crudo = b64decode(cifrado, validate=True)
    except ValueError as error:
        raise NoSePuedeLeer from error
    for secreto in _secretos():
        try:
            return _llave(secreto, proposito).decrypt(crudo[:NONCE], crudo[NONCE:], para.encode())
        except (InvalidTag, ValueError):
            continue
    raise NoSePuedeLeer


def resumir(mensaje: str) -> bytes:
    """The HMAC of a secret, to be kept in its place."""
    return resumenes(mensaje)[0]


def resumenes(mensaje: str) -> list[bytes]:
    """All the HMACs by which a secret may have been kept."""
    return [hmac.digest(force_bytes(secreto), mensaje.encode(), "sha256") for secreto in _secretos()]


def _secretos() -> tuple[str | bytes, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _llave(secreto: str | bytes, proposito: str) -> AESGCM:
    return AESGCM(hmac.new(force_bytes(secreto), f"cuentas.cifrado\0{proposito}".encode(), hashlib.sha256).digest())
