"""What people and staff do with a case, in the browser and at the desk."""

from django.core import mail
from django.test import Client
from django.urls import reverse

from iess_portal.roles import Rol
from nucleo.outbox import drain
from tests import mesa, mundo
from tramites.models import Solicitud

URL = "/afiliado/rectificacion-datos/"
MOTIVO = "Cumple todos los requisitos."
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


# --- a decision between two, and after an objection


def hasta_aprobar(analista: Client, solicitud: Solicitud, propone: str = "concesion", motivo: str = MOTIVO) -> None:
    """The analyst takes, calculates and proposes."""
    en_mesa(analista, solicitud, "tomar")
    _proponer(analista, solicitud, propone, motivo)


def otra_vez(analista: Client, solicitud: Solicitud, propone: str) -> None:
    """The same, of what was reopened."""
    en_mesa(analista, solicitud, "retomar")
    _proponer(analista, solicitud, propone, "Revisado otra vez.")


def _proponer(analista: Client, solicitud: Solicitud, propone: str, motivo: str) -> None:
    en_mesa(analista, solicitud, "calcular")
    en_mesa(analista, solicitud, f"proponer_{propone}", motivo=motivo)
    assert solicitud.estado == "EN_APROBACION"


def conceder(analista: Client, aprobadora: Client, solicitud: Solicitud) -> str:
    """Proposed and approved; the page of the desk that answers."""
    hasta_aprobar(analista, solicitud)
    return en_mesa(aprobadora, solicitud, "aprobar_concesion").content.decode()


def reabrir(de_quien: Client, solicitud: Solicitud) -> Client:
    """The person objects, and somebody who had no part in it admits that; the browser of that one."""
    drain()
    solicitud.refresh_from_db()
    de_quien.post(f"{solicitud.get_absolute_url()}impugnar/", {"motivo": "No es lo que pedí."})
    revisora = mundo.navegador(mesa.con_rol(Rol.APROBADOR, "revisora"))
    en_mesa(revisora, solicitud, "reabrir", motivo="Se revisa.")
    assert solicitud.estado == "EN_REVISION"
    return revisora
