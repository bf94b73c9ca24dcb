"""What a complaint is about, where it stands, and what that means to whoever waits for the answer."""

from dataclasses import dataclass

from django.db import models


class Tema(models.TextChoices):
    TRAMITE = "TRAMITE", "un trámite"
    CASO = "CASO", "una solicitud"
    SERVICIO = "SERVICIO", "el servicio"
    DATOS = "DATOS", "mis datos personales"


class Servicio(models.TextChoices):
    VENTANILLA = "VENTANILLA", "La atención en una ventanilla"
    ESPERA = "ESPERA", "La espera o una demora"
    PAGINA = "PAGINA", "Una página de este portal"
    TELEFONO = "TELEFONO", "La atención por teléfono o por correo"
    OTRO = "OTRO", "Otra cosa"


class Estado(models.TextChoices):
    POR_CONFIRMAR = "POR_CONFIRMAR", "por confirmar"
    RECIBIDA = "RECIBIDA", "recibida"
    EN_ATENCION = "EN_ATENCION", "en atención"
    RESPONDIDA = "RESPONDIDA", "respondida"
    CERRADA = "CERRADA", "cerrada"
    DESCARTADA = "DESCARTADA", "no es una queja"


ABIERTAS = (Estado.RECIBIDA, Estado.EN_ATENCION)
"""Where the institute owes an answer, and its clock runs."""

NO_CUENTAN = (Estado.POR_CONFIRMAR, Estado.DESCARTADA)


@dataclass(frozen=True)
class Significado:
    titulo: str
    texto: str
    tono: str = "info"


SIGNIFICADOS: dict[str, Significado] = {
    Estado.POR_CONFIRMAR: Significado("Sin confirmar", "Falta escribir el código que enviamos al correo.", "neutro"),
    Estado.RECIBIDA: Significado("Recibimos su queja", "La leerá una persona del instituto y le responderá."),
    Estado.EN_ATENCION: Significado("Su queja está en atención", "Una persona del instituto la tiene a su cargo."),
    Estado.RESPONDIDA: Significado(
        "Su queja tiene respuesta", "Léala aquí. Si no le resuelve, puede reabrirla una vez.", "exito"
    ),
    Estado.CERRADA: Significado("Su queja está cerrada", "Tuvo respuesta. No queda nada por hacer en ella.", "neutro"),
    Estado.DESCARTADA: Significado(
        "No se trató como queja", "Aquí está el motivo. Si no está de acuerdo, puede insistir una vez.", "atencion"
    ),
}
