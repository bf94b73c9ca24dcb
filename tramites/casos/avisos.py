"""The mails of a case: that something happened, and where to read it. What happened is not in the mail."""

from cuentas.avisos.clases import CAMBIO_DE_ESTADO, CASO_TERMINADO, DOCUMENTOS_REQUERIDOS, RECORDATORIOS
from cuentas.avisos.services import encolar_aviso
from tramites.casos.models import Solicitud

# Of each notice, its kind (some can't be turned off) and its subject.
AVISOS = {
    "ingresada": (CAMBIO_DE_ESTADO, "Recibimos su solicitud {numero}"),
    "cambio_de_estado": (CAMBIO_DE_ESTADO, "Su solicitud {numero} avanzó"),
    "documentos_requeridos": (DOCUMENTOS_REQUERIDOS, "Su solicitud {numero} espera algo de usted"),
    "caso_terminado": (CASO_TERMINADO, "Su solicitud {numero} tiene respuesta"),
    "mensaje": (CAMBIO_DE_ESTADO, "Le escribieron sobre su solicitud {numero}"),
    "recordatorio": (RECORDATORIOS, "Su solicitud {numero} todavía espera algo de usted"),
    "confirmada": (CAMBIO_DE_ESTADO, "Confirmaron su solicitud {numero}"),
    "rechazada": (DOCUMENTOS_REQUERIDOS, "No confirmaron su solicitud {numero}"),
    "pagado": (CAMBIO_DE_ESTADO, "Su solicitud {numero} avanzó"),
    "pago_devuelto": (DOCUMENTOS_REQUERIDOS, "Su solicitud {numero} necesita otra cuenta bancaria"),
    "atraso": (CAMBIO_DE_ESTADO, "Su solicitud {numero} está atrasada: le debemos una respuesta"),
}


def avisar(solicitud: Solicitud, aviso: str, evento: str) -> None:
    """Promises the mail of one event of a case, in the transaction of that event."""
    clase, asunto = AVISOS[aviso]
    encolar_aviso(
        clase=clase,
        clave_unica=f"caso:{aviso}:{evento}",
        titular=solicitud.titular,
        asunto=asunto.format(numero=solicitud.numero),
        plantilla=f"caso_{aviso}",
        contexto={"solicitud": solicitud},
    )
