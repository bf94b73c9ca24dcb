"""Issuing: coverage, render, sign, check what came out, hash. Whatever fails, nothing is issued."""

import contextlib
import dataclasses
import gc
import hashlib
import io
import logging
from collections.abc import Iterator

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from nucleo.observacion import metricas
from nucleo.pdf.cobertura import asegurar
from nucleo.pdf.firma import Firmante, get_firmante
from nucleo.pdf.motor import get_renderer
from nucleo.pdf.sello import sello_de_tiempo
from nucleo.pdf.tipos import CAMPO_FIRMA, Documento, DocumentoDefectuoso, DocumentoFirmado, ErrorPdf
from nucleo.pdf.verificacion import cubre_todo

logger = logging.getLogger(__name__)


def emitir(documento: Documento) -> DocumentoFirmado:
    """The signed and checked document. Raises a subclass of ErrorPdf; no unsigned bytes ever leave."""
    with metricas.firma():
        return _emitir(documento)


def _emitir(documento: Documento) -> DocumentoFirmado:
    firmante = get_firmante()
    cubierto = dataclasses.replace(documento, html=asegurar(documento.html))
    with recolector_en_pausa():
        contenido, sellado = _firmar(firmante, get_renderer().render(cubierto))
        comprobar(contenido, firmante)
    return DocumentoFirmado(
        contenido=contenido,
        sha256=hashlib.sha256(contenido).hexdigest(),
        tamano=len(contenido),
        desarrollo=firmante.desarrollo,
        sellado=sellado,
    )


def precalentar() -> None:
    """Load what the first document would wait for; what can't be loaded now is told in the log, and then again."""
    try:
        get_renderer()
        asegurar("")
        get_firmante()
    except ErrorPdf as error:
        logger.warning("no se pueden emitir documentos: %s", error)


@contextlib.contextmanager
def recolector_en_pausa() -> Iterator[None]:
    """No garbage collection inside: a document is 200,000 live objects, and walking them doubles the slowest ones."""
    activo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if activo:
            gc.enable()


def comprobar(pdf: bytes, firmante: Firmante) -> None:
    """Read the file back as a stranger would: one signature, ours, sound, over every byte. Else DocumentoDefectuoso.

    The chain of the certificate was judged when the key was loaded and is not judged again for every document.
    """
    firmas = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(firmas) != 1 or firmas[0].field_name != CAMPO_FIRMA:
        raise DocumentoDefectuoso("El documento no tiene exactamente la firma esperada.")
    firma = firmas[0]
    intacta, valida = validate_sig_integrity(
        firma.signer_info, firmante.certificado, expected_content_type="data", actual_digest=firma.compute_digest()
    )
    if not (intacta and valida and firmante.certificado.dump() in firma.pkcs7_content):
        raise DocumentoDefectuoso("La firma del documento no se pudo comprobar.")
    if not cubre_todo(firma, pdf):
        raise DocumentoDefectuoso("La firma no cubre el documento completo.")


def _firmar(firmante: Firmante, pdf: bytes) -> tuple[bytes, bool]:
    """Signed, and whether timestamped. An authority that fails is recorded and doesn't stop the service."""
    sello = sello_de_tiempo()
    if sello is not None:
        try:
            return firmante.firmar(pdf, sello), True
        except (OSError, TimestampRequestError, SigningError, ValueError) as error:
            logger.warning("sin sello de tiempo, se firma sin él: %s", error)
    return firmante.firmar(pdf), False
