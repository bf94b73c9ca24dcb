"""What people and staff do with a case, in the browser and at the desk."""

from django.core import mail
from django.test import Client
from django.urls import reverse

from nucleo.outbox import drain
from tramites.models import Solicitud

URL = "/afiliado/rectificacion-datos/"
RESPUESTAS = {
    "dato": "apellidos",
    "correcto": "Prueba Ríoz",
    "explicacion": "Mi segundo apellido es con z.",
}


def enviar(client: Client, **respuestas: str) -> Solicitud:
    """From the start to the number, page by page."""
    paso = client.post(URL).url
    revision = client.post(paso, RESPUESTAS | respuestas)
    assert revision.status_code == 302, revision.content.decode()
    fin = client.post(revision.url)
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])


def en_mesa(client: Client, solicitud: Solicitud, accion: str, **datos: str):
    """One act at the desk; the page that answers."""
    url = reverse(f"admin:tramites_solicitud_{accion}", args=[solicitud.pk])
    respuesta = client.post(url, datos, follow=True)
    solicitud.refresh_from_db()
    return respuesta


def correos() -> list:
    """The mails sent since the last look."""
    drain()
    enviados = list(mail.outbox)
    mail.outbox.clear()
    return enviados


def asuntos() -> list[str]:
    return [correo.subject for correo in correos()]
