"""The devices of a second factor: an authenticator app and ten recovery codes. The only module that knows django-otp.

django-otp keeps the rows and computes the codes. The secret of the app is enciphered, and of a recovery code only an
HMAC is kept. Whoever calls what writes here holds the account locked.
"""

import re
import secrets
import time
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas.cifrado import NoSePuedeLeer, cifrar, descifrar, resumenes, resumir
from cuentas.models import Cuenta

EMISOR = "Portal IESS"
CODIGOS = 10
LARGO = 10
LETRAS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
PROPOSITO = "segundo_factor"

# Their pages in the admin would show secrets.
MODELOS = (TOTPDevice, StaticDevice)


class Medio(StrEnum):
    """With what the second step was passed."""

    APLICACION = "aplicacion"
    RECUPERACION = "recuperacion"


@dataclass(frozen=True)
class Secreto:
    """What an authenticator app is told: by its address in a QR code, or typed in groups of four letters."""

    direccion: str
    en_grupos: str


def crear(cuenta: Cuenta, *, confirmado: bool) -> None:
    """A new secret, in the place of any other."""
    TOTPDevice.objects.filter(user=cuenta).delete()
    llave = _cifrada(cuenta, secrets.token_bytes(20))
    TOTPDevice.objects.create(user=cuenta, name=EMISOR, confirmed=confirmado, key=llave)


def borrar(cuenta: Cuenta) -> None:
    TOTPDevice.objects.filter(user=cuenta).delete()
    StaticDevice.objects.filter(user=cuenta).delete()


def por_confirmar(cuenta: Cuenta) -> Secreto | None:
    """The secret that waits for its first code."""
    return _secreto(cuenta, confirmado=False)


def direccion_de(cuenta: Cuenta) -> str:
    """The otpauth address of a confirmed second factor, or "": the demonstration prints it."""
    secreto = _secreto(cuenta, confirmado=True)
    return secreto.direccion if secreto else ""


def codigo_actual(cuenta: Cuenta) -> str | None:
    """The first code that is still good: the next one where the one of now was used already. None: no factor."""
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=True).first()
    if dispositivo is None:
        return None
    totp = _totp(cuenta, dispositivo)
    paso = max(totp.t(), dispositivo.last_t + 1)
    totp.time = paso * dispositivo.step
    return f"{totp.token():06d}"


def espera_su_primer_codigo(cuenta: Cuenta) -> bool:
    return TOTPDevice.objects.filter(user=cuenta, confirmed=False).exists()


def confirmar(cuenta: Cuenta, codigo: str) -> bool:
    """Whether it was the first code of the secret that waits for it, which counts from now on."""
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=False).first()
    if dispositivo is None or not _acierta(cuenta, dispositivo, _limpio(codigo)):
        return False
    TOTPDevice.objects.filter(pk=dispositivo.pk).update(confirmed=True)
    return True


def usar(cuenta: Cuenta, codigo: str) -> Medio | None:
    """Uses up a code of the app or a recovery code. None: it is neither."""
    codigo = _limpio(codigo)
    if len(codigo) == LARGO:
        posibles = [_en_letras(resumen) for resumen in resumenes(_mensaje(cuenta, codigo))]
        borrados, _ = StaticToken.objects.filter(device__user=cuenta, token__in=posibles).delete()
        return Medio.RECUPERACION if borrados else None
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=True).first()
    return Medio.APLICACION if dispositivo and _acierta(cuenta, dispositivo, codigo) else None


def renovar_codigos(cuenta: Cuenta) -> list[str]:
    StaticDevice.objects.filter(user=cuenta).delete()
    dispositivo = StaticDevice.objects.create(user=cuenta, name=EMISOR)
    codigos = ["".join(secrets.choice(LETRAS) for _ in range(LARGO)) for _ in range(CODIGOS)]
    StaticToken.objects.bulk_create(
        StaticToken(device=dispositivo, token=_en_letras(resumir(_mensaje(cuenta, codigo)))) for codigo in codigos
    )
    return [f"{codigo[:5]}-{codigo[5:]}" for codigo in codigos]


def codigos_restantes(cuenta: Cuenta) -> int:
    return StaticToken.objects.filter(device__user=cuenta).count()


def _acierta(cuenta: Cuenta, dispositivo: TOTPDevice, codigo: str) -> bool:
    """Whether the app shows this code now, or showed it one step ago or will; a code of a used step is none."""
    if not re.fullmatch(r"[0-9]{6}", codigo):
        return False
    try:
        totp = _totp(cuenta, dispositivo)
    except NoSePuedeLeer:
        return False
    if not totp.verify(int(codigo), dispositivo.tolerance, dispositivo.last_t + 1):
        return False
    TOTPDevice.objects.filter(pk=dispositivo.pk).update(
        last_t=totp.t(),
        last_used_at=timezone.now(),
        key=_cifrada(cuenta, totp.key),  # under the server's key of now, where it was replaced
    )
    return True


def _secreto(cuenta: Cuenta, *, confirmado: bool) -> Secreto | None:
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=confirmado).first()
    try:
        secreto = b32encode(_llave(cuenta, dispositivo)).decode() if dispositivo else ""
    except NoSePuedeLeer:  # made under a key of the server that is gone
        secreto = ""
    if not secreto:
        return None
    etiqueta = quote(f"{EMISOR}:{cuenta.identificador}")
    datos = urlencode({"secret": secreto, "issuer": EMISOR}, quote_via=quote)
    return Secreto(f"otpauth://totp/{etiqueta}?{datos}", " ".join(re.findall(".{4}", secreto)))


def _totp(cuenta: Cuenta, dispositivo: TOTPDevice) -> TOTP:
    totp = TOTP(_llave(cuenta, dispositivo), dispositivo.step, dispositivo.t0, dispositivo.digits)
    totp.time = time.time()
    return totp


def _llave(cuenta: Cuenta, dispositivo: TOTPDevice) -> bytes:
    return descifrar(PROPOSITO, str(cuenta.pk), dispositivo.key)


def _cifrada(cuenta: Cuenta, llave: bytes) -> str:
    return cifrar(PROPOSITO, str(cuenta.pk), llave)


def _mensaje(cuenta: Cuenta, codigo: str) -> str:
    return f"{PROPOSITO}\0{cuenta.pk}\0{codigo}"


def _en_letras(resumen: bytes) -> str:
    """As long as the column is: 80 bits of an HMAC."""
    return b32encode(resumen[:10]).decode()


def _limpio(codigo: str) -> str:
    return re.sub(r"[\s-]", "", codigo).lower()
