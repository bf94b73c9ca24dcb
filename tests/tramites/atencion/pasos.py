"""What the counter does in a browser, and what its pages say of whom it attends."""

import uuid

from registro.models import Persona
from tests.mesa import pagina

MOTIVO = "Viene por su certificado, turno A-14"
INICIO, MESA, TERMINAR = "/inicio/", "/admin/", "/atencion/terminar/"
HISTORIAL, CERTIFICADO = "/afiliado/historial-laboral/", "/afiliado/certificado-afiliacion/"
DATOS, BANCO = "/afiliado/actualizacion-datos/", "/afiliado/cuenta-bancaria/"
CONTACTO = {"direccion": "Calle Sucre 4-31, Ibarra", "telefono": "0991234567", "telefono_convencional": ""}


def abrir(client, persona: Persona) -> None:
    assert client.post(pagina(persona, "expediente"), {"motivo": MOTIVO}).status_code == 302


def atender(client, persona: Persona) -> str:
    abrir(client, persona)
    return client.post(f"/atencion/persona/{persona.pk}/", follow=True).content.decode()


def atiende(client) -> str:
    """Whom the pages say that is attended; "" for nobody."""
    html = client.get("/tramites/").content.decode()
    return html.split("Usted atiende a <strong>")[1].split("</strong>")[0] if "Usted atiende" in html else ""


def pedir(client, **datos):
    return client.post(CERTIFICADO, {"peticion": str(uuid.uuid4()), **datos})
