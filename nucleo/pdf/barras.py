"""A number as a barcode that a bank's reader reads, as one SVG path."""

from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString

ALTO = 36
MARGEN = 10  # modules of quiet zone that ISO/IEC 15417 asks for


def code128_svg(texto: str) -> SafeString:
    """`texto` in Code 128, 0.5 mm a module. Each dark bar is one rectangle of the path."""
    from barcode.codex import Code128  # noqa: PLC0415 - only a process that composes documents pays for it

    modulos = Code128(texto).build()[0]
    ancho = len(modulos) + 2 * MARGEN
    return format_html(
        '<svg class="barras" xmlns="http://www.w3.org/2000/svg" width="{mm}mm" height="18mm"'
        ' viewBox="0 0 {ancho} {alto}"><title>Código de barras de la referencia {texto}</title>'
        '<path fill="#000" d="{trazo}"/></svg>',
        mm=ancho / 2,
        ancho=ancho,
        alto=ALTO,
        texto=texto,
        trazo=_trazo(modulos),
    )


def _trazo(modulos: str) -> str:
    partes, x = [], MARGEN
    for modulo, iguales in groupby(modulos):
        largo = len(list(iguales))
        if modulo == "1":
            partes.append(f"M{x} 0h{largo}v{ALTO}h-{largo}z")
        x += largo
    return "".join(partes)
