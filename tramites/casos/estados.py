"""The states of a case, and what each means to the person who waits."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Estado(models.TextChoices):
    BORRADOR = "BORRADOR", "borrador"
    INGRESADA = "INGRESADA", "ingresada"
    EN_REVISION = "EN_REVISION", "en revisión"
    REQUIERE_DOCUMENTOS = "REQUIERE_DOCUMENTOS", "espera documentos"
    EN_CALCULO = "EN_CALCULO", "en cálculo"
    EN_APROBACION = "EN_APROBACION", "en aprobación"
    CONCEDIDA = "CONCEDIDA", "concedida"
    NEGADA = "NEGADA", "negada"
    NOTIFICADA = "NOTIFICADA", "notificada"
    EN_PAGO = "EN_PAGO", "en pago"
    CERRADA = "CERRADA", "cerrada"
    DESISTIDA = "DESISTIDA", "desistida"
    ARCHIVADA = "ARCHIVADA", "archivada"
    IMPUGNADA = "IMPUGNADA", "impugnada"


class Resultado(models.TextChoices):
    CONCEDIDA = "CONCEDIDA", "concedida"
    NEGADA = "NEGADA", "negada"


class Turno(StrEnum):
    """Who has to act."""

    PERSONA = "persona"
    INSTITUTO = "instituto"
    NADIE = "nadie"


@dataclass(frozen=True)
class Significado:
    """`titulo` and `texto` stand on the page of the case; `tono` colours its tag."""

    titulo: str
    texto: str
    turno: Turno
    tono: str = "info"


SIGNIFICADOS: dict[str, Significado] = {
    Estado.BORRADOR: Significado("Sin enviar", "Usted todavía no la envía.", Turno.PERSONA, "neutro"),
    Estado.INGRESADA: Significado(
        "Recibida", "Su solicitud llegó y espera a que una persona del instituto la tome.", Turno.INSTITUTO
    ),
    Estado.EN_REVISION: Significado("En revisión", "Una persona del instituto revisa su solicitud.", Turno.INSTITUTO),
    Estado.REQUIERE_DOCUMENTOS: Significado(
        "Esperamos su respuesta",
        "Le pedimos algo que falta. El plazo del instituto está detenido mientras usted responde.",
        Turno.PERSONA,
        "atencion",
    ),
    Estado.EN_CALCULO: Significado(
        "En cálculo", "Lo que consta en el registro ya está revisado; ahora se hacen las cuentas.", Turno.INSTITUTO
    ),
    Estado.EN_APROBACION: Significado(
        "En aprobación",
        "Hay una propuesta. Otra persona, distinta de quien la hizo, la revisa y decide.",
        Turno.INSTITUTO,
    ),
    Estado.CONCEDIDA: Significado(
        "Concedida", "Se decidió a su favor. El documento de la decisión se está firmando.", Turno.INSTITUTO, "exito"
    ),
    Estado.NEGADA: Significado(
        "Negada", "Se decidió en contra. El documento con los motivos se está firmando.", Turno.INSTITUTO, "error"
    ),
    Estado.NOTIFICADA: Significado("Decidida", "La decisión está firmada y a su disposición.", Turno.NADIE),
    Estado.EN_PAGO: Significado(
        "En pago", "Se concedió, y se paga en la cuenta que usted registró.", Turno.INSTITUTO, "exito"
    ),
    Estado.CERRADA: Significado("Cerrada", "No queda nada por hacer en esta solicitud.", Turno.NADIE, "neutro"),
    Estado.DESISTIDA: Significado("Retirada por usted", "Puede presentar otra cuando quiera.", Turno.NADIE, "neutro"),
    Estado.ARCHIVADA: Significado(
        "Archivada",
        "Se archivó porque no llegó lo que se pidió a tiempo. Puede presentar otra: nada de su derecho se pierde.",
        Turno.NADIE,
        "neutro",
    ),
    Estado.IMPUGNADA: Significado(
        "Impugnada",
        "Usted no está de acuerdo con la decisión. La revisa una persona distinta de quien decidió.",
        Turno.INSTITUTO,
        "atencion",
    ),
}

DECIDIDOS = (Estado.CONCEDIDA, Estado.NEGADA, Estado.NOTIFICADA, Estado.EN_PAGO, Estado.CERRADA)
TERMINADOS = (Estado.CERRADA, Estado.DESISTIDA, Estado.ARCHIVADA)
"""Where nothing more happens."""

SIN_DECIDIR = (Estado.DESISTIDA, Estado.ARCHIVADA)
"""What ended without a decision, or after one that an admitted objection undid."""

DEL_PERSONAL = (
    Estado.INGRESADA,
    Estado.EN_REVISION,
    Estado.REQUIERE_DOCUMENTOS,
    Estado.EN_CALCULO,
    Estado.EN_APROBACION,
    Estado.IMPUGNADA,
)
"""Open for the staff: what their queue holds."""

POR_CONFIRMAR = (Estado.INGRESADA, Estado.EN_REVISION, Estado.REQUIERE_DOCUMENTOS)
"""While another person may say whether they go along with a case: it has not been calculated."""
