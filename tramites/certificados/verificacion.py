"""What anyone may learn of a document: whether it was issued, of what kind, when, to whom (masked), and if it holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nucleo import pdf
from nucleo.texto import iniciales
from tramites.certificados import codigo
from tramites.certificados.models import Certificado
from tramites.procedimientos.base import Certificado as QueCertifica
from tramites.procedimientos.base import Comparacion
from tramites.procedimientos.lista import por_slug


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
    titular: str = ""
    archivo: Archivo | None = None
    sha256: str = ""
    comparacion: Comparacion | None = None
    """Where its procedure says so: what it said of its holder then, and what it would say today."""


# What the answer tells, and who holds it. Written out, because anybody may ask without a login and the ORM needs longer
# to compose this statement than everything else that an answer does to its data.
DOCUMENTO_EMITIDO = """
SELECT c.id, c.codigo, c.titulo, c.estado, c.demostracion, c.emitido_en, c.firmado_en, c.vence_el, c.terminado_en,
       c.variante, t.slug, p.cedula, p.apellidos, p.nombres, e.ruc, e.razon_social
  FROM tramites_certificado c
  JOIN tramites_tramite t ON t.id = c.tramite_id
  LEFT JOIN registro_persona p ON p.id = c.persona_id
  LEFT JOIN registro_empleador e ON e.id = c.empleador_id
 WHERE c.estado <> 'EN_EMISION' AND """
POR_CODIGO = DOCUMENTO_EMITIDO + "c.codigo = %s"
POR_HUELLA = DOCUMENTO_EMITIDO + "c.sha256 = %s"
# Of a document that was taken out of force, only that matters.
AUN_DICE = frozenset({Vigencia.VALIDO, Vigencia.VENCIDO})
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
    return _de(_emitido(POR_CODIGO, leido), hoy) if leido else Verificacion(Vigencia.NO_EMITIDO)


def por_huella(sha256: str, hoy: date) -> Verificacion:
    """Whether a file with this SHA-256 is one that was issued."""
    certificado = _emitido(POR_HUELLA, sha256.lower())
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
        certificado = _emitido(POR_CODIGO, examen.codigo)
        if certificado:  # a signature is judged at the moment at which the register says that it was made
            examen = pdf.examinar(contenido, certificado.firmado_en)
    return _de(certificado, hoy, VEREDICTOS[examen.veredicto], identico.sha256)


def _emitido(consulta: str, valor: str) -> Certificado | None:
    """The document with the names of its holder as attributes (`cedula`, `apellidos`… of the statement)."""
    return next(iter(Certificado.objects.raw(consulta, [valor])), None)


def _de(certificado: Certificado | None, hoy: date, archivo: Archivo | None = None, sha256: str = "") -> Verificacion:
    vigencia = vigencia_de(certificado, hoy)
    if certificado is None:
        return Verificacion(vigencia, archivo=archivo, sha256=sha256)
    comparacion = None
    if vigencia in AUN_DICE and archivo in (None, Archivo.IDENTICO):
        comparacion = _comparar(certificado, hoy)
    return Verificacion(vigencia, certificado, titular_enmascarado(certificado), archivo, sha256, comparacion)


def _comparar(emitido: Any, hoy: date) -> Comparacion | None:
    procedimiento = por_slug(emitido.slug)
    return procedimiento.comparar(emitido, hoy) if isinstance(procedimiento, QueCertifica) else None


def vigencia_de(certificado: Certificado | None, hoy: date) -> Vigencia:
    if certificado is None or not certificado.listo:
        return Vigencia.NO_EMITIDO
    if certificado.estado == Certificado.Estado.REVOCADO:
        return Vigencia.REVOCADO
    if certificado.estado == Certificado.Estado.REEMPLAZADO:
        return Vigencia.REEMPLAZADO
    return Vigencia.VENCIDO if certificado.vencido(hoy) else Vigencia.VALIDO


def titular_enmascarado(emitido: Any) -> str:
    """`M. J. P. L., cédula 17******65`: enough to compare with the paper, too little to learn from."""
    if emitido.ruc:
        return f"{emitido.razon_social}, RUC {emitido.ruc}"
    nombre = iniciales(f"{emitido.apellidos} {emitido.nombres}")
    return f"{nombre}, cédula {emitido.cedula[:2]}******{emitido.cedula[-2:]}"
