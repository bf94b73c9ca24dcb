"""The mails of a complaint: that something happened, and where to read it. Neither it nor its answer is in a mail."""

from cuentas.avisos.clases import QUEJAS
from cuentas.avisos.services import encolar_aviso
from tramites.quejas.models import Queja

ASUNTOS = {
    "recibida": "Recibimos su queja {numero}",
    "respondida": "Su queja {numero} tiene respuesta",
    "atraso": "Su queja {numero} está atrasada: le debemos una respuesta",
}


def avisar(queja: Queja, aviso: str, evento: str) -> None:
    """Promises the mail of one event, in the transaction of that event.

    The name that a stranger typed is not used: it would be any text, sent by us to any mailbox.
    """
    encolar_aviso(
        clase=QUEJAS,
        clave_unica=f"queja:{aviso}:{evento}",
        titular=queja.titular,
        para=None if queja.titular else [queja.correo],
        asunto=ASUNTOS[aviso].format(numero=queja.numero),
        plantilla=f"queja_{aviso}",
        contexto={"queja": queja, "con_codigo": queja.titular is None},
    )
