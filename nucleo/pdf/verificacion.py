"""What the signature of a file says, without network and without believing the file.

pyHanko's verdict alone is not enough: it accepts bytes appended after the signature, and takes a signature for whole
that was copied, with padding, into a later revision. So the byte ranges are checked here against the file itself.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from nucleo.pdf.confianza import Anclas, anclas, es_de_desarrollo, identidad
from nucleo.pdf.firma import firmante_configurado
from nucleo.pdf.tipos import CAMPO_FIRMA, Examen, FirmaNoDisponible, Veredicto

logger = logging.getLogger(__name__)

CABECERA = b"%PDF-"
BUSCAR_CABECERA = 1024
MAX_FIRMAS = 5
MAX_CODIGO = 64

DETALLE = {
    Veredicto.INTACTO: "La firma es nuestra y cubre el archivo completo: nadie lo ha cambiado desde que se emitió.",
    Veredicto.CAMBIOS_POSTERIORES: "La firma es nuestra, pero el archivo tiene cambios añadidos después de firmarlo.",
    Veredicto.FIRMA_ROTA: "La firma no corresponde al contenido: el archivo fue alterado.",
    Veredicto.FIRMA_AJENA: "El archivo está firmado por otra persona o entidad, no por este portal.",
    Veredicto.SIN_FIRMA: "El archivo no tiene ninguna firma electrónica.",
    Veredicto.ILEGIBLE: "El archivo no se puede leer como PDF: está incompleto, dañado o es de otro tipo.",
}
CIFRADO = "El archivo está protegido con contraseña y no se puede examinar. Ningún documento nuestro lo está."


@dataclass(frozen=True, slots=True)
class _Juicio:
    """One signature: intact, ours, and covering the file; each only means something if those before it hold."""

    intacta: bool
    nuestra: bool = False
    completa: bool = False
    certificado: x509.Certificate | None = None
    firmado: datetime | None = None
    codigo: str = ""


def examinar(pdf: bytes, momento: datetime | None = None) -> Examen:
    """The verdict on `pdf`, its signer judged at `momento` (the registered issue; now when None). Never raises.

    The caller limits the size of the upload; how far a compressed stream may swell is limited by the reader.
    """
    if CABECERA not in pdf[:BUSCAR_CABECERA]:
        return _examen(Veredicto.ILEGIBLE)
    try:
        lector = PdfFileReader(io.BytesIO(pdf), strict=False)
        if lector.encrypted:
            return Examen(Veredicto.ILEGIBLE, CIFRADO)
        con_firma = _tiene_firmas(lector)
    except Exception as error:  # noqa: BLE001 - a hostile file may break a parser in any way
        logger.info("archivo ilegible: %r", error)
        return _examen(Veredicto.ILEGIBLE)
    return _por_firmas(pdf, lector, momento or datetime.now(UTC)) if con_firma else _examen(Veredicto.SIN_FIRMA)


def cubre_todo(firma: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether every byte of the file is signed, but for the hexadecimal text of this very signature."""
    if len(firma.byte_range) != 4:
        return False
    inicio, hasta, desde, resto = (int(n) for n in firma.byte_range)
    if inicio != 0 or not 0 < hasta < desde or desde + resto != len(pdf):
        return False
    hueco = pdf[hasta:desde]
    return hueco[:1] == b"<" and hueco[-1:] == b">" and hueco[1:-1].lower() == firma.pkcs7_content.hex().encode()


def _tiene_firmas(lector: PdfFileReader) -> bool:
    """Whether any form field of type signature is filled in, without parsing what it is filled with."""
    return any(True for _ in enumerate_sig_fields(lector, filled_status=True))


def _por_firmas(pdf: bytes, lector: PdfFileReader, momento: datetime) -> Examen:
    try:
        confiables = anclas()
        identidades = _identidades(confiables)
        firmas = lector.embedded_regular_signatures[:MAX_FIRMAS]
        juicios = [_juzgar(firma, pdf, confiables, identidades, momento) for firma in firmas]
    except Exception as error:  # noqa: BLE001 - a damaged signature may break the parser in any way
        logger.info("firma ilegible: %r", error)
        return _examen(Veredicto.FIRMA_ROTA)
    return _resumir(juicios, sola=len(lector.embedded_signatures) == 1)


def _juzgar(
    firma: EmbeddedPdfSignature,
    pdf: bytes,
    confiables: Anclas,
    identidades: set[tuple[str, str]],
    momento: datetime,
) -> _Juicio:
    try:
        estado = validate_pdf_signature(firma, confiables.contexto(momento), skip_diff=True)
        sello = estado.timestamp_validity
        intacta = estado.intact and estado.valid and (sello is None or (sello.intact and sello.valid))
    except Exception as error:  # noqa: BLE001 - see _por_firmas
        logger.info("firma rota: %r", error)
        return _Juicio(intacta=False, codigo=_codigo(firma))
    certificado = firma.signer_cert
    nuestra = (
        estado.trusted
        and estado.validation_path is not None
        and firma.field_name == CAMPO_FIRMA
        and identidad(certificado) in identidades
        and not confiables.revocado(estado.validation_path.iter_certs(include_root=False), momento)
    )
    completa = cubre_todo(firma, pdf)
    return _Juicio(
        intacta=intacta,
        nuestra=nuestra,
        completa=completa,
        certificado=certificado,
        firmado=firma.self_reported_timestamp,
        codigo=_codigo_firmado(firma, pdf) if nuestra and not completa else _codigo(firma),
    )


def _codigo(firma: EmbeddedPdfSignature) -> str:
    """The document's code, which the renderer put into the signature field as its mapping name."""
    codigo = firma.sig_field.get("/TM", "")
    return codigo if isinstance(codigo, str) and codigo.isalnum() and len(codigo) <= MAX_CODIGO else ""


def _codigo_firmado(firma: EmbeddedPdfSignature, pdf: bytes) -> str:
    """The code as it was when the file was signed: a later revision may have written another one over it."""
    _, _, desde, resto = (int(n) for n in firma.byte_range)
    original = PdfFileReader(io.BytesIO(pdf[: desde + resto])).embedded_signatures
    return _codigo(original[0]) if original else ""


def _resumir(juicios: Sequence[_Juicio], *, sola: bool) -> Examen:
    """Our own signature decides, wherever it stands; without one, a broken signature weighs more than a foreign one."""
    nuestra = next((j for j in juicios if j.intacta and j.nuestra), None)
    if nuestra:
        return _examen(Veredicto.INTACTO if nuestra.completa and sola else Veredicto.CAMBIOS_POSTERIORES, nuestra)
    rota = next((j for j in juicios if not j.intacta), None)
    if rota or not juicios:
        return _examen(Veredicto.FIRMA_ROTA, rota)
    return _examen(Veredicto.FIRMA_AJENA, juicios[0])


def _examen(veredicto: Veredicto, juicio: _Juicio | None = None) -> Examen:
    codigo = juicio.codigo if juicio else ""
    if juicio is None or juicio.certificado is None or not juicio.intacta:
        return Examen(veredicto, DETALLE[veredicto], codigo=codigo)
    return Examen(
        veredicto,
        DETALLE[veredicto],
        codigo=codigo,
        firmante=identidad(juicio.certificado)[1],
        firmado=juicio.firmado,
        desarrollo=es_de_desarrollo(juicio.certificado),
    )


def _identidades(confiables: Anclas) -> set[tuple[str, str]]:
    """Who may have signed for this portal: its signer of today and those whose certificates are pinned."""
    identidades = {identidad(c) for c in confiables.firmantes}
    try:
        identidades.add(identidad(firmante_configurado().certificado))
    except FirmaNoDisponible:
        logger.info("sin firmante configurado: solo se reconocen los fijados en PKI_ROOTS")
    return identidades
