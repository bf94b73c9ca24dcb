"""The PDF of a sheet that this portal wrote: its text goes inside, so that wrapping and pages cost it no letter.

A PDF whose pages say one thing and whose attachment says another is refused: people read the pages.
"""

import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

import pdfplumber

from tramites.rutr import forma
from tramites.rutr.hoja import HojaIlegible, HojaRUTR

NOMBRE = "hoja.txt"
FIRMA = "Firmado electrónicamente por"
_MAX_TEXTO = 2_000_000
_MAX_COMPRIMIDO = 200_000
_MAX_PAGINAS = 60
# In points: what lies beyond is the running header and footer of the page.
_MARGEN_ARRIBA, _MARGEN_ABAJO = 56.0, 68.0


@dataclass(frozen=True, slots=True)
class HojaAdjunta:
    """The text inside, and the letters of the pages in the order in which they were drawn."""

    texto: str
    paginas: str

    def leer(self, hoy: date) -> HojaRUTR:
        hoja = forma.leer_forma(self.texto, hoy=hoy)
        if _letras(lo_que_se_ve(hoja)) not in self.paginas:
            raise HojaIlegible("Las páginas del PDF y la hoja que lleva adjunta no dicen lo mismo: no es de fiar.")
        return hoja


def lo_que_se_ve(hoja: HojaRUTR) -> str:
    """All that the pages show of the sheet, in order, up to who signs it."""
    partes = [f"{forma.CODIGO}{hoja.codigo or forma.SIN_CODIGO}"]
    for apartado, renglones in forma.apartados_de(hoja, (forma.INFORMACION, *forma.FICHA, *forma.APARTADOS)):
        partes += [apartado.rotulo, *(renglon.visible for renglon in renglones)]
    partes += [forma.TRANSPARENCIA, *("".join(fila) for fila in forma.filas_de(hoja)), forma.nota_de(hoja), FIRMA]
    return "".join(partes)


def hoja_adjunta(contenido: bytes) -> HojaAdjunta | None:
    """None for any other PDF, readable or not: the reader of pages says what is wrong with it."""
    try:
        with pdfplumber.open(io.BytesIO(contenido)) as pdf:
            adjunto = _adjunto(pdf.doc.catalog)
            if adjunto is None or len(adjunto) > _MAX_TEXTO or len(pdf.pages) > _MAX_PAGINAS:
                return None
            texto = adjunto.decode()
            if not forma.es_de_esta_forma(texto):
                return None
            return HojaAdjunta(texto, _letras("".join(_texto_de(pagina) for pagina in pdf.pages)))
    except Exception:  # noqa: BLE001 (a PDF can be broken in any way)
        return None


def _adjunto(catalogo: dict[str, Any]) -> bytes | None:
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415

    nombres = resolve1(resolve1(resolve1(catalogo.get("Names", {})).get("EmbeddedFiles", {})).get("Names", []))
    for ficha in nombres[1::2]:
        archivo = resolve1(ficha)
        if NOMBRE in (_cadena(archivo.get("UF")), _cadena(archivo.get("F"))):
            flujo = resolve1(resolve1(archivo["EF"])["F"])
            return flujo.get_data() if len(flujo.rawdata or b"") <= _MAX_COMPRIMIDO else None
    return None


def _cadena(valor: Any) -> str:
    if not isinstance(valor, bytes):
        return str(valor or "")
    return valor.decode("utf-16" if valor[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1")


def _texto_de(pagina: Any) -> str:
    fondo = pagina.height - _MARGEN_ABAJO
    return "".join(c["text"] for c in pagina.chars if _MARGEN_ARRIBA <= (c["top"] + c["bottom"]) / 2 <= fondo)


def _letras(texto: str) -> str:
    """Letters and figures alone: wrapping, hyphens and ligatures are drawing. A table repeats its heading per page."""
    plano = unicodedata.normalize("NFKD", texto).casefold()
    return "".join(c for c in plano if "a" <= c <= "z" or "0" <= c <= "9").replace(_CABECERA, "")


_CABECERA = "anomesvolumendequejasvolumendeatenciones"
