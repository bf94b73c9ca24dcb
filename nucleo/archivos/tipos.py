from dataclasses import dataclass
from enum import StrEnum


class Tipo(StrEnum):
    """What a file was found to be."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


EXTENSIONES = {Tipo.PDF: "pdf", Tipo.JPEG: "jpg", Tipo.PNG: "png"}


@dataclass(frozen=True)
class Juicio:
    """A file that may be kept: what it is, and the bytes to keep, which are not always those that came."""

    tipo: Tipo
    contenido: bytes


class ArchivoRechazado(Exception):
    """The file can't be taken; the message says what to do, for the person who chose it."""
