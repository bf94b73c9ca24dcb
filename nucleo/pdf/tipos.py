"""The words that the modules of the pipeline share: what goes in, what comes out, what can go wrong."""

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder

CAMPO_FIRMA = "FirmaElectronica"
ADJUNTO = "certificado.json"


@dataclass(frozen=True, slots=True)
class Anexo:
    """A file that goes inside a document and under its signature, beside the data."""

    nombre: str
    contenido: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.contenido).hexdigest()


@dataclass(frozen=True, slots=True)
class Documento:
    """One document before it is rendered. `emitido` is aware; `datos` becomes the attached JSON."""

    html: str
    titulo: str
    codigo: str
    emitido: datetime
    datos: Mapping[str, Any]
    anexos: Sequence[Anexo] = ()

    def __post_init__(self) -> None:
        if self.emitido.tzinfo is None:
            raise ValueError("emitido must be an aware datetime")

    def json(self) -> bytes:
        """`datos` as canonical JSON: the same data are the same bytes, and so the same hash."""
        return json.dumps(
            self.datos, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()


@dataclass(frozen=True, slots=True)
class DocumentoFirmado:
    """An issued document. `sellado` is False too when a timestamp was wanted and its authority did not answer."""

    contenido: bytes
    sha256: str
    tamano: int
    desarrollo: bool
    sellado: bool = False


class Renderer(Protocol):
    """From a document to an unsigned PDF/A-3a + PDF/UA-1 with the data attached and an empty signature field."""

    def render(self, documento: Documento) -> bytes: ...


class Veredicto(enum.Enum):
    """What a file is, as far as its signatures can tell."""

    INTACTO = "intacto"
    CAMBIOS_POSTERIORES = "cambios_posteriores"
    FIRMA_ROTA = "firma_rota"
    FIRMA_AJENA = "firma_ajena"
    SIN_FIRMA = "sin_firma"
    ILEGIBLE = "ilegible"


@dataclass(frozen=True, slots=True)
class Examen:
    """The verdict on a file, with one sentence for the person who asked.

    `firmante` and `firmado` are what an intact signature states; both are empty for a broken or absent one. `codigo`
    is the code in the signed bytes; where the signature is broken or not ours, it is only what the file claims.
    """

    veredicto: Veredicto
    detalle: str
    firmante: str = ""
    firmado: datetime | None = None
    desarrollo: bool = False
    codigo: str = ""


class ErrorPdf(Exception):
    """No document could be made. The message is fit to be shown to the operator."""


class PdfNoDisponible(ErrorPdf):
    """This machine can't render: the system libraries are missing."""


class FirmaNoDisponible(ErrorPdf):
    """There is no key to sign with, or it may not sign now. Nothing is issued unsigned."""


class DocumentoDefectuoso(ErrorPdf):
    """What came out of the pipeline is not what must leave it."""


class CaracteresNoCubiertos(ErrorPdf):
    """The text holds characters that the bundled font lacks; another font would slip in silently."""

    def __init__(self, caracteres: str):
        self.caracteres = caracteres
        nombres = ", ".join(f"«{c}» (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in caracteres)
        super().__init__(f"El texto tiene caracteres que la tipografía del documento no cubre: {nombres}.")
