"""The receipt of a case: that it came in, when, with what, and by when it must be answered."""

from collections.abc import Sequence

from nucleo.escritura import fecha, hora
from tramites.casos.models import Solicitud
from tramites.certificados.contenido import Contenido
from tramites.procedimientos.base import Cambio


def comprobante_de(solicitud: Solicitud, resumen: Sequence[Cambio]) -> Contenido:
    ingreso = solicitud.ingresada_en
    return Contenido(
        variante="comprobante",
        titulo="Comprobante de ingreso de una solicitud",
        plantilla="tramites/documentos/comprobante.html",
        datos={
            "numero": solicitud.numero,
            "tramite": solicitud.tramite.nombre,
            "ingresada": f"{fecha(ingreso)}, a las {hora(ingreso)}",
            "canal": "ventanilla" if solicitud.por == "ventanilla" else "en línea",
            "vence": fecha(solicitud.vence_el),
            "respuestas": [[linea.termino, linea.ahora] for linea in resumen],
        },
    )
