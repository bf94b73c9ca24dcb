"""What people and staff do with a complaint, in the browser and at the desk."""

import re
import uuid

from django.test import Client
from django.urls import reverse

from cuentas.models import Cuenta
from tests.actos import para
from tramites.models import Queja

URL = "/quejas/"
TEXTO = "Esperé tres horas y nadie me llamó."
FUERA = "vecina@correo.ec"


def presentar(client: Client, sobre: str = "SERVICIO", *, peticion: uuid.UUID | None = None, desde: str = "", **datos):
    """One POST of the form; the answer."""
    propios = {"TRAMITE": {"tramite": "fondos-reserva"}, "SERVICIO": {"servicio": "ESPERA"}}.get(sobre, {})
    enviado = {"peticion": str(peticion or uuid.uuid4()), "texto": TEXTO, **propios, **para(client), **datos}
    return client.post(f"{URL}?sobre={sobre}&desde={desde}", enviado)


def presentada(client: Client, sobre: str = "SERVICIO", **datos) -> Queja:
    respuesta = presentar(client, sobre, **datos)
    assert respuesta.status_code == 302, respuesta.content.decode()
    return Queja.objects.get(numero=respuesta.url.split("/")[2])


def codigo_de(correo) -> str:
    return re.search(r"\b\d{6}\b", correo.body)[0]


def en_mesa(client: Client, queja: Queja, accion: str, **datos):
    """One act at the desk; the page that answers."""
    respuesta = client.post(reverse(f"admin:tramites_queja_{accion}", args=[queja.pk]), datos, follow=True)
    queja.refresh_from_db()
    return respuesta


def responder(client: Client, queja: Queja, texto: str = "Faltó personal ese día. Ya hay una ventanilla más.") -> None:
    en_mesa(client, queja, "tomar")
    en_mesa(client, queja, "responder", texto=texto)
    assert queja.estado == "RESPONDIDA"


def sin_numero(respuesta, *palabras: str) -> str:
    """A page without what was typed, and without what differs in every page."""
    pagina = re.sub(r'(csrfmiddlewaretoken" value=)"[^"]+"', r"\1", respuesta.content.decode())
    for palabra in palabras:
        pagina = pagina.replace(palabra, "…")
    return pagina


def otro_dia(time_machine, cuando: str, *clients: Client) -> None:
    """Time goes by, and whoever goes on has logged in again."""
    quienes = [Cuenta.objects.get(pk=client.session["_auth_user_id"]) for client in clients]
    time_machine.move_to(cuando)
    for client, cuenta in zip(clients, quienes, strict=True):
        client.force_login(cuenta)
