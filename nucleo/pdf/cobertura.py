"""Whether the bundled font can write a text. WeasyPrint would embed any system font for a missing character."""

import functools
import html
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

from nucleo.pdf.tipos import CaracteresNoCubiertos

RECURSOS = Path(__file__).parent / "recursos"
ESPACIOS = frozenset("\n\r\t")


@functools.cache
def cubiertos() -> frozenset[str]:
    """The characters that every bundled face has."""
    caras = [TTFont(ruta).getBestCmap().keys() for ruta in sorted(RECURSOS.glob("*.ttf"))]
    return frozenset(map(chr, frozenset.intersection(*map(frozenset, caras))))


def asegurar(texto_html: str) -> str:
    """`texto_html` in composed form (NFC), or CaracteresNoCubiertos with the characters that the font lacks.

    Composing is the one change made: it says the same. Anything else would put a different name on the paper.
    """
    compuesto = unicodedata.normalize("NFC", texto_html)
    faltan = set(html.unescape(compuesto)) - cubiertos() - ESPACIOS
    if faltan:
        raise CaracteresNoCubiertos("".join(sorted(faltan)))
    return compuesto
