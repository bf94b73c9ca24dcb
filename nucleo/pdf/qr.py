"""The QR code of a document as one SVG path."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

MARGEN = 4  # modules of quiet zone that ISO/IEC 18004 asks for
MASCARA = 3  # fixed: the same address gives the same picture, and the search for the best mask is saved


def qr_svg(url: str, titulo: str = "") -> SafeString:
    """`url` as an SVG of 30 mm, error correction M. Each run of dark modules in a row is one horizontal
    stroke. `titulo` is what a screen reader says instead of the address."""
    import qrcode  # noqa: PLC0415 - 90 ms that only a process that composes documents pays
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    codigo = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=MARGEN, mask_pattern=MASCARA)
    codigo.add_data(url, optimize=0)
    codigo.make(fit=True)
    lado = codigo.modules_count + 2 * MARGEN
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" width="30mm" height="30mm" viewBox="0 0 {lado} {lado}">'
        '<title>{titulo}</title><path fill="none" stroke="#000" d="{trazo}"/></svg>',
        lado=lado,
        titulo=titulo or f"Código QR con la dirección {url}",
        trazo=_trazo(codigo.modules),
    )


def _trazo(modulos: list[list[bool | None]]) -> str:
    """The path data: for each run, a move to its left end at half height and a line of its length."""
    partes = []
    for y, fila in enumerate(modulos):
        inicio = None
        for x, oscuro in enumerate([*fila, False]):
            if oscuro and inicio is None:
                inicio = x
            elif not oscuro and inicio is not None:
                partes.append(f"M{inicio + MARGEN} {y + MARGEN}.5h{x - inicio}")
                inicio = None
    return "".join(partes)
