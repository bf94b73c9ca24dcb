"""What a browser does with the pages of an act."""

import re
import uuid

from django.core import mail
from django.test import Client

from nucleo.outbox import drain


def continuar(client: Client, url: str, **datos: str) -> str:
    """Sends the form; the page that answers."""
    respuesta = client.post(url, {"peticion": str(uuid.uuid4()), "paso": "0", **datos})
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def confirmar(client: Client, url: str, peticion: uuid.UUID | None = None, **datos: str) -> str:
    """Confirms; the page of the confirmation."""
    enviado = {"peticion": str(peticion or uuid.uuid4()), "accion": "confirmar", **datos}
    respuesta = client.post(url, enviado, follow=True)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def correos() -> list:
    """The mails sent since the last look."""
    drain()
    enviados = list(mail.outbox)
    mail.outbox.clear()
    return enviados


def para(client: Client) -> dict[str, str]:
    """What every form of this session carries: for whom it was drawn, when that isn't the account itself."""
    encontrado = re.search(r'name="_sujeto" value="([^"]+)"', client.get("/tramites/").content.decode())
    return {"_sujeto": encontrado[1]} if encontrado else {}


def codigo_de(correo) -> str:
    return re.search(r"\b\d{6}\b", correo.body)[0]


def enlace_de(correo) -> str:
    return re.search(r"https?://[^/]+(/cuenta/cambios/\S+)", correo.body)[1]
