"""Raw text of any extraction → clean lines that keep their number."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

_FIN_DE_LINEA = re.compile(r"\r\n|\r|\n")
_TITULO = re.compile(r"^[ \t]*#{1,6}(?=[ \t]|\*|[^\W\d_]|¿)[ \t]*")
_REGLA = re.compile(r"^[\s|:+=_—–-]{3,}$")
_ENFASIS = re.compile(r"\*{2,3}|_{2,3}|`")
_SALTO_HTML = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_SEPARADOR = re.compile(r" *(?:\||\t)[ \t|]*")
_ESPACIOS = re.compile(r" {3,}")
_DEMASIADOS = re.compile(r" {13,}")  # twelve already tell a second column; more only cost time
_EN_BLANCO = {"Zs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Linea:
    """A line of the sheet. In `texto` a tab parts two cells and two spaces stand for any longer run of them.

    A line that only told where a page ends is a blank line with `salto`: it does not end the paragraph it cuts.
    """

    numero: int
    texto: str
    pagina: int = 0
    titulo: bool = False
    salto: bool = False

    @property
    def plano(self) -> str:
        return " ".join(self.texto.split())

    @property
    def celdas(self) -> list[str]:
        """The cells, the first one empty when the line begins with a separator."""
        return [celda.strip() for celda in self.texto.split("\t")]

    def con(self, texto: str) -> "Linea":
        return replace(self, texto=texto.rstrip())


def plegar(texto: str) -> str:
    """Lower case without accents, character by character: positions stay those of `texto`."""
    return "".join(_plegado(caracter) for caracter in texto)


def _plegado(caracter: str) -> str:
    base = unicodedata.normalize("NFD", caracter)[0].lower()
    return base if len(base) == 1 else caracter


def lineas_de_texto(texto: str) -> list[Linea]:
    return limpiar(_FIN_DE_LINEA.split(texto))


def limpiar(brutas: Iterable[str], pagina: int = 0) -> list[Linea]:
    """Number the raw lines from 1 and take off marks of the extraction: Markdown, table rules, odd spaces."""
    return [_limpia(numero, bruta, pagina) for numero, bruta in enumerate(brutas, start=1)]


def _limpia(numero: int, bruta: str, pagina: int) -> Linea:
    texto = "".join(_visible(caracter) for caracter in unicodedata.normalize("NFC", bruta))
    texto = _DEMASIADOS.sub(" " * 12, texto)
    texto, titulos = _TITULO.subn("", texto)
    if _REGLA.match(texto):
        return Linea(numero, "", pagina)
    texto = _ESCAPE.sub(r"\1", _ENFASIS.sub("", _SALTO_HTML.sub(" ", texto)))
    # A little indentation says nothing; a line that begins with an empty cell, or at the second column, does.
    empieza_vacia = re.match(r" *\t|\| *\|| {12}", texto) is not None
    texto = _SEPARADOR.sub("\t", texto).strip()
    texto = _ESPACIOS.sub("  ", texto)
    return Linea(numero, f"\t{texto}" if empieza_vacia and texto else texto, pagina, titulo=bool(titulos))


def _visible(caracter: str) -> str:
    if caracter == "\t" or " " <= caracter <= "~":
        return caracter
    categoria = unicodedata.category(caracter)
    if categoria in _EN_BLANCO:
        return " "
    if categoria == "Co":  # bullets of symbol fonts come out as private characters
        return "•"
    if categoria == "Cc":
        return " "
    return "" if categoria in {"Cf", "Cs", "Cn"} else caracter
