"""The documents that are there when the demonstration begins: some in force, one revoked. All through the verbs."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.personal import VENTANILLA
from iess_portal.demo.personas import JORGE, NICOLE, ROSA
from nucleo import pdf
from nucleo.outbox import drain
from tramites.certificados.models import Certificado as Emitido
from tramites.certificados.services import revocar, solicitar_emision
from tramites.procedimientos import Certificado, Consulta, Contenido, por_slug
from tramites.selectors import ficha

# Makes each request the same one on every run, and so the document that it asks for.
ESPACIO = uuid.UUID("6f1c2b0e-53a4-4f0e-9d0b-0a3f1d5c7e21")
MOTIVO = "Se emitió por error: la persona pidió otro documento."


@dataclass(frozen=True)
class Pedido:
    cedula: str
    slug: str
    revocado: bool = False

    @property
    def peticion(self) -> uuid.UUID:
        return uuid.uuid5(ESPACIO, f"{self.cedula}:{self.slug}")


PEDIDOS = (
    Pedido(ROSA, "certificado-afiliacion"),
    Pedido(ROSA, "historial-laboral"),
    Pedido(NICOLE, "certificado-afiliacion"),
    Pedido(JORGE, "certificado-afiliacion", revocado=True),
)


def emitir_documentos(hoy: date | None = None) -> int:
    """Asks for the documents that aren't there yet, has them signed, and revokes one. How many were asked for.

    Without an engine or a key nothing is asked for: a demonstration without documents is still one.
    """
    if not pdf.disponible()[0]:
        return 0
    hechos = set(Emitido.objects.values_list("peticion", flat=True))
    faltan = [pedido for pedido in PEDIDOS if pedido.peticion not in hechos]
    for pedido in faltan:
        _pedir(pedido, hoy or timezone.localdate())
    drain()
    for pedido in PEDIDOS:
        if pedido.revocado:
            _revocar(pedido)
    drain()
    return len(faltan)


def _pedir(pedido: Pedido, hoy: date) -> None:
    actuacion = actuacion_de(Cuenta.objects.select_related("persona").get(identificador=pedido.cedula))
    contenido = _contenido(pedido.slug, actuacion, hoy)
    if contenido is not None:
        solicitar_emision(
            actuacion=actuacion, tramite=ficha(pedido.slug), contenido=contenido, peticion=pedido.peticion
        )


def _contenido(slug: str, actuacion: Actuacion, hoy: date) -> Contenido | None:
    procedimiento = por_slug(slug)
    if isinstance(procedimiento, Certificado):
        return procedimiento.contenido(actuacion, hoy)
    return procedimiento.documento(actuacion, hoy) if isinstance(procedimiento, Consulta) else None


def _revocar(pedido: Pedido) -> None:
    """As the counter does, once the document is out."""
    emitido = Emitido.objects.filter(peticion=pedido.peticion, estado=Emitido.Estado.EMITIDO).first()
    if emitido is not None:
        ventanilla = Cuenta.objects.get(identificador=VENTANILLA.usuario)
        actuacion = Actuacion(actor=ventanilla, sujeto=emitido.titular, por=Por.VENTANILLA)
        revocar(actuacion=actuacion, codigo_certificado=emitido.codigo, motivo=MOTIVO)
