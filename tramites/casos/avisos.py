"""The mails of a case: that something happened, and where to read it. What happened is not in the mail."""

from cuentas.actuacion import titular_de
from cuentas.models import Cuenta
from nucleo.correo import encolar_correo
from tramites.casos.models import Solicitud

ASUNTOS = {
    "ingresada": "Recibimos su solicitud {numero}",
    "cambio_de_estado": "Su solicitud {numero} avanzó",
    "documentos_requeridos": "Su solicitud {numero} espera algo de usted",
    "caso_terminado": "Su solicitud {numero} tiene respuesta",
    "mensaje": "Le escribieron sobre su solicitud {numero}",
    "recordatorio": "Su solicitud {numero} todavía espera algo de usted",
    "atraso": "Su solicitud {numero} está atrasada: le debemos una respuesta",
}


def avisar(solicitud: Solicitud, clase: str, evento: str) -> None:
    """Promises the mail of one event of a case, in the transaction of that event."""
    cuenta = Cuenta.objects.filter(**titular_de(solicitud.titular), correo_confirmado_en__isnull=False).first()
    if cuenta is None:
        return
    encolar_correo(
        clave=f"caso:{clase}:{evento}",
        para=cuenta.correo,
        asunto=ASUNTOS[clase].format(numero=solicitud.numero),
        plantilla=f"caso_{clase}",
        contexto={"solicitud": solicitud, "nombre": cuenta.nombre_visible},
    )
