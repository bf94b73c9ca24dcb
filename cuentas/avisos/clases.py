"""The kinds of notices. Every mail is of one; those that are not `obligatoria` can be turned off by their reader."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClaseDeAviso:
    """`nombre` and `explicacion` are for the person; `clave` is what is kept when it is turned off."""

    clave: str
    nombre: str
    explicacion: str
    obligatoria: bool = False


SEGURIDAD = ClaseDeAviso(
    "seguridad",
    "Seguridad de su cuenta",
    "Códigos, clave, correo, cuenta bancaria e intentos de ingreso.",
    obligatoria=True,
)
PODERES = ClaseDeAviso(
    "poderes", "Poderes", "Cuando le ofrecen un poder, y cuando aceptan o termina uno suyo.", obligatoria=True
)
DOCUMENTOS_REQUERIDOS = ClaseDeAviso(
    "documentos_requeridos",
    "Documentos requeridos",
    "Cuando un trámite suyo se detiene hasta que usted entregue o corrija algo.",
    obligatoria=True,
)
CASO_TERMINADO = ClaseDeAviso(
    "caso_terminado", "Fin de un trámite", "Cuando hay una decisión, con sus razones.", obligatoria=True
)
DOCUMENTO_SIN_VALOR = ClaseDeAviso(
    "documento_sin_valor",
    "Documentos que ya no valen",
    "Cuando un documento emitido a su nombre se revoca o se reemplaza.",
    obligatoria=True,
)
DATOS_PEDIDOS = ClaseDeAviso(
    "datos_pedidos", "Sus datos, cuando los pide", "Cuando el archivo está listo para descargar.", obligatoria=True
)
QUEJAS = ClaseDeAviso(
    "quejas", "Quejas", "Cuando recibimos una queja suya, y cuando tiene respuesta.", obligatoria=True
)
PENSION = ClaseDeAviso(
    "pension",
    "El pago de su pensión",
    "Avisos de viaje, supervivencia por presentar, y cuando una pensión se suspende o se vuelve a pagar.",
    obligatoria=True,
)
CERTIFICADO_EMITIDO = ClaseDeAviso(
    "certificado_emitido", "Documentos listos", "Cuando se emite un certificado u otro documento a su nombre."
)
CAMBIO_DE_ESTADO = ClaseDeAviso("cambio_de_estado", "Avance de sus trámites", "Cuando un trámite pasa a otra etapa.")
SU_TRABAJO = ClaseDeAviso(
    "su_trabajo", "Su trabajo", "Cuando un empleador registra que usted entró o salió, o deshace ese aviso."
)
RECORDATORIOS = ClaseDeAviso("recordatorios", "Recordatorios", "Cuando se acerca la fecha de algo que le toca hacer.")

CLASES = {
    clase.clave: clase
    for clase in (
        CERTIFICADO_EMITIDO,
        CAMBIO_DE_ESTADO,
        RECORDATORIOS,
        SU_TRABAJO,
        SEGURIDAD,
        DOCUMENTOS_REQUERIDOS,
        CASO_TERMINADO,
        QUEJAS,
        PENSION,
        DOCUMENTO_SIN_VALOR,
        PODERES,
        DATOS_PEDIDOS,
    )
}
OPTATIVAS = tuple(clase for clase in CLASES.values() if not clase.obligatoria)
OBLIGATORIAS = tuple(clase for clase in CLASES.values() if clase.obligatoria)


def nombres() -> list[tuple[str, str]]:
    """(clave, name) of each, as the choices of a column: a new kind is no migration."""
    return [(clase.clave, clase.nombre) for clase in CLASES.values()]
