"""From a template and its context to a `Documento`: what every signed document shows is put in here, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from nucleo.pdf.qr import qr_svg
from nucleo.pdf.tipos import Anexo, Documento

GRUPO = 4


@dataclass(frozen=True, slots=True)
class Titular:
    """Whom a document is about: "María Pérez", "Cédula", "1710034065"."""

    nombre: str
    etiqueta: str
    identificacion: str


def agrupar(codigo: str) -> str:
    """`codigo` in groups of four, as a person reads it aloud or types it."""
    return "-".join(codigo[i : i + GRUPO] for i in range(0, len(codigo), GRUPO))


def componer(
    plantilla: str,
    contexto: Mapping[str, Any],
    *,
    titulo: str,
    codigo: str,
    url_verificacion: str,
    emitido: datetime,
    datos: Mapping[str, Any],
    titular: Titular | None = None,
    anexos: Sequence[Anexo] = (),
) -> Documento:
    """The document that `plantilla` (which extends documentos/base.html) makes of `contexto`.

    Raises FirmaNoDisponible: the page names who signs it, so without a signer there is no page. `codigo` comes
    without separators; `url_verificacion` is absolute and is what the QR code holds.
    """
    from nucleo.pdf import get_firmante  # noqa: PLC0415 - pyHanko is loaded by the first document, not by the start

    firmante = get_firmante()
    local = timezone.localtime(emitido)
    html = render_to_string(
        plantilla,
        {
            **contexto,
            "titulo": titulo,
            "codigo": agrupar(codigo),
            "url_verificacion": url_verificacion,
            "qr": qr_svg(url_verificacion),
            "emitido": local,
            "emitido_w3c": local.isoformat(timespec="seconds"),
            "titular": titular,
            "titular_firma": firmante.titular,
            "desarrollo": firmante.desarrollo,
        },
    )
    return Documento(html=html, titulo=titulo, codigo=codigo, emitido=emitido, datos=datos, anexos=anexos)
