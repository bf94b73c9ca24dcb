"""What each action of the bitácora is called for the person whom it concerns. A test finds what is missing."""

from dataclasses import dataclass
from enum import StrEnum


class Tipo(StrEnum):
    INGRESOS = "ingresos"
    DOCUMENTOS = "documentos"
    DATOS = "datos"
    PERSONAL = "personal"


ROTULOS = {
    Tipo.INGRESOS: "Ingresos a su cuenta",
    Tipo.DOCUMENTOS: "Documentos",
    Tipo.DATOS: "Cambios de sus datos o de su cuenta",
    Tipo.PERSONAL: "Consultas del personal del instituto",
}


@dataclass(frozen=True)
class Frase:
    tipo: Tipo
    texto: str
    alerta: bool = False


FRASES = {
    "ingreso.aceptado": Frase(Tipo.INGRESOS, "Se ingresó a su cuenta."),
    "ingreso.rechazado": Frase(Tipo.INGRESOS, "Alguien intentó ingresar con su número y una clave equivocada.", True),
    "salida": Frase(Tipo.INGRESOS, "Se cerró la sesión."),
    "sesiones.cerradas": Frase(Tipo.INGRESOS, "Usted cerró otras sesiones de su cuenta."),
    "certificado.solicitado": Frase(Tipo.DOCUMENTOS, "Se pidió un documento."),
    "certificado.emitido": Frase(Tipo.DOCUMENTOS, "Se firmó y emitió un documento."),
    "certificado.revocado": Frase(Tipo.DOCUMENTOS, "Se revocó un documento."),
    "certificado.reemplazado": Frase(Tipo.DOCUMENTOS, "Se reemplazó un documento por otro."),
    "cuenta.demostracion": Frase(Tipo.DATOS, "Se abrió su cuenta con la clave de demostración."),
    "cuenta.activada": Frase(Tipo.DATOS, "Se activó su cuenta."),
    "cuenta.desactivada": Frase(Tipo.DATOS, "Se desactivó su cuenta.", True),
    "expediente.abierto": Frase(Tipo.PERSONAL, "El personal abrió su expediente."),
    "consulta.personal": Frase(Tipo.PERSONAL, "El personal vio una página con sus datos."),
}
# Of the running of the portal: they concern nobody in particular and never reach this page.
DEL_PORTAL = frozenset(
    {
        "cuenta.personal",
        "feriado.creado",
        "feriado.cambiado",
        "ficha.editada",
        "importar_registro",
        "outbox.reintentado",
        "parametro.agregado",
        "rutr.importada",
    }
)
NEUTRA = Frase(Tipo.DATOS, "Se registró un movimiento en su cuenta o en sus datos.")


def frase_de(accion: str) -> Frase:
    return FRASES.get(accion, NEUTRA)
