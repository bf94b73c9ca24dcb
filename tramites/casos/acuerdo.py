"""The signed document of a decision: what every one of them says, and what its procedure adds."""

from django.template.loader import select_template
from django.utils import timezone

from cuentas.models import Cuenta
from nucleo.codificacion import de_json
from nucleo.escritura import fecha
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Resultado
from tramites.casos.impreso import dictamen_impreso
from tramites.casos.models import Solicitud
from tramites.casos.plazos import IMPUGNAR
from tramites.certificados.contenido import Contenido, identidad
from tramites.procedimientos.base import ProcedimientoConCaso

ACUERDO = "acuerdo"
"""The variant of the document that holds the decision."""


def acuerdo_de(solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> Contenido:
    concedida = solicitud.resultado == Resultado.CONCEDIDA
    dictamen = Dictamen.de_json(solicitud.dictamen) if solicitud.dictamen else None
    hechos = de_json(procedimiento.tipo_de_hechos, solicitud.hechos) if dictamen else None
    decidida = timezone.localdate(solicitud.decidida_en)
    propia = f"{procedimiento.app}/documentos/{procedimiento.slug}.html"
    return Contenido(
        variante=ACUERDO,
        titulo=procedimiento.titulo_del_acuerdo.format(
            sentido="concesión" if concedida else "negación",
            prestacion=procedimiento.prestacion,
            numero=solicitud.numero,
        ),
        plantilla=select_template([propia, "tramites/documentos/acuerdo.html"]).template.name,
        datos={
            **identidad(solicitud.titular),
            "numero": solicitud.numero,
            "concedida": concedida,
            "prestacion": f"{procedimiento.articulo} {procedimiento.prestacion}",
            "ingresada": fecha(solicitud.ingresada_en),
            "respuestas": [[c.termino, c.antes, c.ahora] for c in procedimiento.resumen_impreso(solicitud.datos)],
            "motivo": solicitud.motivo,
            "dictamen": dictamen_impreso(dictamen) if dictamen else None,
            "propuso": _quien(solicitud.propuesta_por),
            "decidio": _quien(solicitud.decidida_por),
            "decidida": fecha(decidida),
            "impugnar": IMPUGNAR.en_palabras(Parametros.al(decidida)),
            **procedimiento.del_acuerdo(solicitud, hechos, dictamen),
        },
    )


def _quien(cuenta: Cuenta | None) -> str:
    if cuenta is None:
        return ""
    return f"{cuenta.nombre_visible}, {cuenta.oficina}" if cuenta.oficina else cuenta.nombre_visible
