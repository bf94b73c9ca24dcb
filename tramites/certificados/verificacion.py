"""What anyone may learn of a document: whether it was issued, of what kind, when, to whom (masked), and if it holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nucleo import pdf
from registro.models import Empleador, Persona
from tramites.certificados import codigo
from tramites.certificados.models import Certificado


class Vigencia(StrEnum):
    """The state of a document on the day of asking."""

    VALIDO = "valido"
    VENCIDO = "vencido"
    REVOCADO = "revocado"
    REEMPLAZADO = "reemplazado"
    NO_EMITIDO = "no_emitido"


class Archivo(StrEnum):
    """What a given file is, compared with what was issued."""

    IDENTICO = "identico"
    CAMBIADO = "cambiado"
    ROTO = "roto"
    AJENO = "ajeno"
    SIN_FIRMA = "sin_firma"
    ILEGIBLE = "ilegible"
    DESCONOCIDO = "desconocido"


@dataclass(frozen=True)
class Verificacion:
    vigencia: Vigencia
    certificado: Certificado | None = None
    archivo: Archivo | None = None
    sha256: str = ""

    @property
    def titular(self) -> str:
        return titular_enmascarado(self.certificado.titular) if self.certificado else ""


# What the answer tells. The other hundred columns of the four tables cost more than everything else in it.
DE_LA_RESPUESTA = (
    *("codigo", "titulo", "estado", "demostracion", "emitido_en", "firmado_en", "vence_el", "terminado_en"),
    *("persona__cedula", "persona__apellidos", "persona__nombres", "empleador__ruc", "empleador__razon_social"),
)
VEREDICTOS = {
    pdf.Veredicto.CAMBIOS_POSTERIORES: Archivo.CAMBIADO,
    pdf.Veredicto.FIRMA_ROTA: Archivo.ROTO,
    pdf.Veredicto.FIRMA_AJENA: Archivo.AJENO,
    pdf.Veredicto.SIN_FIRMA: Archivo.SIN_FIRMA,
    pdf.Veredicto.ILEGIBLE: Archivo.ILEGIBLE,
    # Our own signature, whole, on bytes that no row knows: issued by another installation, or lost with its row.
    pdf.Veredicto.INTACTO: Archivo.DESCONOCIDO,
}


def por_codigo(texto: str, hoy: date) -> Verificacion:
    """The state of the document of a code, however it was typed. One query; none for what can't be a code."""
    leido = codigo.leer(texto)
    return _de(_emitido(codigo=leido), hoy) if leido else Verificacion(Vigencia.NO_EMITIDO)


def por_huella(sha256: str, hoy: date) -> Verificacion:
    """Whether a file with this SHA-256 is one that was issued."""
    certificado = _emitido(sha256=sha256.lower())
    archivo = Archivo.IDENTICO if certificado else Archivo.DESCONOCIDO
    return _de(certificado, hoy, archivo, sha256.lower())


def por_archivo(contenido: bytes, hoy: date) -> Verificacion:
    """What a file is. The very bytes that were issued need no parsing; of others the signature is examined."""
    identico = por_huella(pdf.huella(contenido), hoy)
    if identico.certificado:
        return identico
    examen = pdf.examinar(contenido)
    certificado = None
    if examen.codigo:
        certificado = _emitido(codigo=examen.codigo)
        if certificado:  # a signature is judged at the moment at which the register says that it was made
            examen = pdf.examinar(contenido, certificado.firmado_en)
    return _de(certificado, hoy, VEREDICTOS[examen.veredicto], identico.sha256)


def _emitido(**por: str) -> Certificado | None:
    issued = Certificado.objects.filter(**por).exclude(estado=Certificado.Estado.EN_EMISION).order_by()
    return next(iter(issued.select_related("persona", "empleador").only(*DE_LA_RESPUESTA)[:1]), None)


def _de(certificado: Certificado | None, hoy: date, archivo: Archivo | None = None, sha256: str = "") -> Verificacion:
    return Verificacion(vigencia_de(certificado, hoy), certificado, archivo, sha256)


def vigencia_de(certificado: Certificado | None, hoy: date) -> Vigencia:
    if certificado is None or not certificado.listo:
        return Vigencia.NO_EMITIDO
    if certificado.estado == Certificado.Estado.REVOCADO:
        return Vigencia.REVOCADO
    if certificado.estado == Certificado.Estado.REEMPLAZADO:
        return Vigencia.REEMPLAZADO
    return Vigencia.VENCIDO if certificado.vencido(hoy) else Vigencia.VALIDO


def titular_enmascarado(titular: Persona | Empleador) -> str:
    """`M. J. P. L., cédula 17******65`: enough to compare with the paper, too little to learn from."""
    if isinstance(titular, Empleador):
        return f"{titular.razon_social}, RUC {titular.ruc}"
    iniciales = " ".join(f"{palabra[0]}." for palabra in f"{titular.apellidos} {titular.nombres}".split())
    return f"{iniciales}, cédula {titular.cedula[:2]}******{titular.cedula[-2:]}"
