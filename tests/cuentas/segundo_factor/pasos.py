"""Clave, code and the page that turns it on, as a browser sends them."""

import re

from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas import dispositivos
from tests import mundo

BASE = "/cuenta/segundo-factor/"
PASO = "/ingresar/codigo/"


def con_clave(client, **datos):
    return client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE, **datos})


def con_codigo(client, codigo, **datos):
    return client.post(PASO, {"codigo": codigo, **datos})


def por_confirmar(cuenta) -> str:
    """The code that an app shows that has just read the QR code."""
    totp = dispositivos._totp(cuenta, TOTPDevice.objects.get(user=cuenta, confirmed=False))
    return f"{totp.token():06d}"


def activar(client, cuenta) -> list[str]:
    """Turns it on as a person does; gives the recovery codes of the page."""
    client.post(BASE)
    html = client.post(f"{BASE}activar/", {"codigo": por_confirmar(cuenta)}).content.decode()
    return re.findall(r"<li><code>([a-z2-9]{5}-[a-z2-9]{5})</code>", html)


def adentro(client) -> bool:
    return client.get("/inicio/").status_code == 200
