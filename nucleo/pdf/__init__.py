"""Signed documents: from HTML and data to a tagged, signed, self-checked PDF, and back to a verdict about a file.

This package knows no domain. Its doors are the functions below; WeasyPrint (1.3 s to import, and absent where Pango
is) and pyHanko (0.9 s) are loaded by the first call that needs them, so importing this package costs nothing.
The pipeline and what it guarantees are described in docs/adr/ and in each module.
"""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from nucleo.pdf.barras import code128_svg
from nucleo.pdf.composicion import Titular, componer
from nucleo.pdf.qr import qr_svg
from nucleo.pdf.tipos import (
    Anexo,
    CaracteresNoCubiertos,
    Documento,
    DocumentoDefectuoso,
    DocumentoFirmado,
    ErrorPdf,
    Examen,
    FirmaNoDisponible,
    PdfNoDisponible,
    Renderer,
    Veredicto,
)

if TYPE_CHECKING:
    from nucleo.pdf.firma import Firmante

__all__ = [
    "Anexo",
    "CaracteresNoCubiertos",
    "Documento",
    "DocumentoDefectuoso",
    "DocumentoFirmado",
    "ErrorPdf",
    "Examen",
    "FirmaNoDisponible",
    "PdfNoDisponible",
    "Renderer",
    "Titular",
    "Veredicto",
    "code128_svg",
    "componer",
    "disponible",
    "emitir",
    "examinar",
    "get_firmante",
    "get_renderer",
    "huella",
    "precalentar",
    "qr_svg",
]

# ruff: noqa: PLC0415 - the imports inside these functions are what the package docstring promises.


def disponible() -> tuple[bool, str]:
    """Whether this machine can render documents, and if it can't, why."""
    from nucleo.pdf import motor

    return motor.disponible()


def get_renderer() -> Renderer:
    """The renderer of this process. Raises PdfNoDisponible."""
    from nucleo.pdf import motor

    return motor.get_renderer()


def get_firmante() -> "Firmante":
    """The signer of this process, its key loaded once. Raises FirmaNoDisponible: no key, no document."""
    from nucleo.pdf import firma

    return firma.get_firmante()


def precalentar() -> None:
    """Load engine, fonts and key now, so that the first document doesn't wait for them. Says in the log what lacks."""
    from nucleo.pdf import emision

    emision.precalentar()


def huella(contenido: bytes) -> str:
    """SHA-256 in hexadecimal: the name by which a file is recognised."""
    return hashlib.sha256(contenido).hexdigest()


def emitir(documento: Documento) -> DocumentoFirmado:
    """Render, sign and check `documento`. Raises a subclass of ErrorPdf; then nothing was issued."""
    from nucleo.pdf import emision

    return emision.emitir(documento)


def examinar(pdf: bytes, momento: datetime | None = None) -> Examen:
    """What the signature of a file says, judged at `momento` (the registered issue; now when None). Never raises."""
    from nucleo.pdf import verificacion

    return verificacion.examinar(pdf, momento)
