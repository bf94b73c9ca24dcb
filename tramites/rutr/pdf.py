"""PDF → lines of text in the layout of the text sheets: label, tab, value.

A PDF holds words with positions, no rows. Ruled tables give their rows by their lines; for the rest see `columnas`.
"""

import io

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from tramites.rutr import columnas
from tramites.rutr.columnas import Palabra
from tramites.rutr.hoja import HojaIlegible
from tramites.rutr.lineas import Linea, limpiar

_MAX_PAGINAS = 60


def lineas_de_pdf(contenido: bytes) -> list[Linea]:
    try:
        return _lineas(contenido)
    except HojaIlegible:
        raise
    except Exception as error:
        causa = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if type(causa).__name__ in {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            raise HojaIlegible("El PDF está protegido con contraseña: guarde una copia sin ella.") from error
        raise HojaIlegible("El PDF está dañado o incompleto y no se puede leer.") from error


def _lineas(contenido: bytes) -> list[Linea]:
    with pdfplumber.open(io.BytesIO(contenido)) as pdf:
        if len(pdf.pages) > _MAX_PAGINAS:
            raise HojaIlegible(f"El PDF tiene más de {_MAX_PAGINAS} páginas: no es la hoja de un trámite.")
        lineas: list[Linea] = []
        for numero, pagina in enumerate(pdf.pages, start=1):
            lineas += limpiar(_brutas(pagina), pagina=numero)
            pagina.close()
    if not any(linea.texto.strip() for linea in lineas):
        raise HojaIlegible("El PDF no contiene texto; parece una imagen escaneada.")
    return lineas


def _brutas(pagina: Page) -> list[str]:
    """The text lines of a page, from top to bottom."""
    palabras = [
        Palabra(w["text"], w["x0"], w["x1"], w["top"], w["bottom"])
        for w in pagina.extract_words(x_tolerance_ratio=0.15, use_text_flow=False)
        if w["upright"]
    ]
    bloques: list[tuple[float, list[str]]] = []
    for tabla in pagina.find_tables():
        filas = [fila for fila in tabla.rows if sum(celda is not None for celda in fila.cells) > 1]
        if _max_columnas(tabla) > 1:
            for fila in filas:
                celdas = [_sacar(palabras, celda) if celda else [] for celda in fila.cells]
                bloques.append((fila.bbox[1], _fila_de_tabla(celdas)))
    bloques += columnas.bloques(palabras)
    return [bruta for _, brutas in sorted(bloques, key=lambda bloque: bloque[0]) for bruta in brutas]


def _max_columnas(tabla: Table) -> int:
    return max((len(fila.cells) for fila in tabla.rows), default=0)


def _sacar(palabras: list[Palabra], caja: tuple[float, float, float, float]) -> list[Palabra]:
    """Take from `palabras` those whose middle lies in the box."""
    x0, arriba, x1, abajo = caja
    dentro = [p for p in palabras if x0 <= (p.x0 + p.x1) / 2 <= x1 and arriba <= (p.arriba + p.abajo) / 2 <= abajo]
    ajenas = [p for p in palabras if p not in dentro]
    palabras[:] = ajenas
    return dentro


def _fila_de_tabla(celdas: list[list[Palabra]]) -> list[str]:
    """A row of label and value keeps the lines of its value; a row of more cells is one line."""
    textos = [columnas.textos(columnas.renglones(celda)) for celda in celdas]
    if len(textos) > 2:
        return ["\t".join(" ".join(" ".join(lineas).split()) for lineas in textos)]
    rotulo, valores = " ".join(" ".join(textos[0]).split()), textos[1] or [""]
    return [f"{rotulo}\t{valores[0]}", *(f"\t{valor}" if valor else "" for valor in valores[1:])]
