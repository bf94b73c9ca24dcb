"""What is kept enciphered: a copy of the database alone gives away no secret. AES-GCM under the server's key."""

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
    """Raises NoSePuedeLeer. A key that was replaced still opens while it is in SECRET_KEY_FALLBACKS."""
    try:
        crudo = b64decode(cifrado, validate=True)
    except ValueError as error:
        raise NoSePuedeLeer from error
    for secreto in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _llave(secreto, proposito).decrypt(crudo[:NONCE], crudo[NONCE:], para.encode())
        except (InvalidTag, ValueError):
            continue
    raise NoSePuedeLeer


def _llave(secreto: str | bytes, proposito: str) -> AESGCM:
    return AESGCM(hmac.new(force_bytes(secreto), f"cuentas.cifrado\0{proposito}".encode(), hashlib.sha256).digest())
