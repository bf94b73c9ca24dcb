"""Geometry of the pictures: bars and lines, as the SVG templates under `templates/componentes/` draw them.

Across, a place is a percentage of the width; down, a pixel. So a picture fits any screen and its letters stay the same
size. Colours are classes: the style sheet decides them for light, dark, high contrast and paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from nucleo.escritura import numero

Valor = int | Decimal

ALTO = 220
PIE = 30
LETRAS_DE_ESCALA = 5
RELLENO = 0.7
# Pixels: of a letter in the labels, of the air between two of them, and of the picture on a desk and on a phone.
ANCHO_LETRA = 8
ENTRE_ETIQUETAS = 10
ANCHO_MESA = 590
ANCHO_TELEFONO = 235


@dataclass(frozen=True)
class Serie:
    nombre: str
    valores: Sequence[Valor]


@dataclass(frozen=True)
class Tramo:
    """A rectangle: from `y` down, `alto` pixels."""

    clase: str
    y: float
    alto: float


@dataclass(frozen=True)
class Columna:
    """One category: its bar (or point) at `centro`, from `x` on, `ancho` wide, percentages."""

    etiqueta: str
    detalle: str
    x: float
    ancho: float
    centro: float
    tramos: tuple[Tramo, ...]
    rotulada: bool
    solo_ancho: bool
    al_borde: bool
    """Its label is wider than its band and it is the last: it ends where the bar ends, so as to stay on the page."""

    @property
    def borde(self) -> float:
        return round(self.x + self.ancho, 2)


@dataclass(frozen=True)
class Marca:
    """A line of the scale."""

    y: float
    texto: str


@dataclass(frozen=True)
class Grafico:
    titulo: str
    descripcion: str
    columnas: tuple[Columna, ...]
    marcas: tuple[Marca, ...]
    series: tuple[tuple[str, str], ...]
    escala_ancha: bool = False
    puntos: str = ""
    alto: int = ALTO
    alto_total: int = ALTO + PIE


def barras(
    titulo: str,
    categorias: Sequence[str],
    series: Sequence[Serie],
    *,
    escribir: Callable[[Valor], str] = numero,
    alto: int = ALTO,
    resaltada: int | None = None,
) -> Grafico:
    """Bars, one for each category; several series stand one on top of the other. Values are zero or more.

    `escribir` turns a value into words for the scale and the description; `resaltada` is the place of the one category
    that is drawn full, and the others in outline. ValueError: no category, or a series of another length.
    """
    _revisar(categorias, series)
    totales = [sum(valores) for valores in zip(*(serie.valores for serie in series), strict=True)]
    escala = _escala(max(totales), escribir, alto)
    clases = tuple((f"serie-{i}", serie.nombre) for i, serie in enumerate(series, 1))
    tramos = [_apilar([serie.valores[i] for serie in series], escala.tope, alto) for i in range(len(categorias))]
    if resaltada is not None:
        tramos = [pila if i == resaltada else _en_contorno(pila) for i, pila in enumerate(tramos)]
    detalles = [_detalle(c, series, i, escribir) for i, c in enumerate(categorias)]
    return Grafico(
        titulo=titulo,
        descripcion=_describir(categorias, totales, escribir),
        columnas=_columnas(categorias, detalles, tramos),
        marcas=escala.marcas,
        series=clases,
        escala_ancha=escala.ancha,
        alto=alto,
        alto_total=alto + PIE,
    )


def linea(
    titulo: str,
    categorias: Sequence[str],
    serie: Serie,
    *,
    escribir: Callable[[Valor], str] = numero,
    alto: int = ALTO,
) -> Grafico:
    """One series as a line from point to point. Values are zero or more. Errors as in `barras`."""
    _revisar(categorias, [serie])
    escala = _escala(max(serie.valores), escribir, alto)
    detalles = [_detalle(c, [serie], i, escribir) for i, c in enumerate(categorias)]
    columnas = _columnas(categorias, detalles, [()] * len(categorias))
    alturas = [round(alto - _pixeles(v, escala.tope, alto), 1) for v in serie.valores]
    return Grafico(
        titulo=titulo,
        descripcion=_describir(categorias, serie.valores, escribir),
        columnas=columnas,
        marcas=escala.marcas,
        series=(("serie-1", serie.nombre),),
        escala_ancha=escala.ancha,
        puntos=" ".join(f"{columna.centro},{y}" for columna, y in zip(columnas, alturas, strict=True)),
        alto=alto,
        alto_total=alto + PIE,
    )


@dataclass(frozen=True)
class _Escala:
    tope: Valor
    marcas: tuple[Marca, ...]

    @property
    def ancha(self) -> bool:
        return max(len(marca.texto) for marca in self.marcas) > LETRAS_DE_ESCALA


def _revisar(categorias: Sequence[str], series: Sequence[Serie]) -> None:
    if not categorias or not series:
        raise ValueError("a picture needs at least one category and one series")
    if any(len(serie.valores) != len(categorias) for serie in series):
        raise ValueError("each series needs one value for each category")


def paso_redondo(maximo: Valor) -> Valor:
    """The least of 1, 2, 3 or 5 × 10ⁿ (at least 1) that reaches `maximo` in four steps: 12 → 3, 263 → 100."""
    potencia = 1
    while True:
        for base in (1, 2, 3, 5):
            if base * potencia * 4 >= maximo:
                return base * potencia
        potencia *= 10


def _escala(maximo: Valor, escribir: Callable[[Valor], str], alto: int) -> _Escala:
    paso = paso_redondo(maximo)
    pasos = max(1, ceil(maximo / paso))
    tope = paso * pasos
    # Round steps have no cents to show.
    textos = [escribir(type(maximo)(paso * i)).removesuffix(",00") for i in range(pasos + 1)]
    marcas = tuple(Marca(round(alto * (1 - i / pasos), 1), texto) for i, texto in enumerate(textos))
    return _Escala(tope, marcas)


def _pixeles(valor: Valor, tope: Valor, alto: int) -> float:
    return float(valor) / float(tope) * alto


def _apilar(valores: Sequence[Valor], tope: Valor, alto: int) -> tuple[Tramo, ...]:
    """The rectangles of one bar, from the base up; what is zero is not drawn."""
    tramos = []
    base = float(alto)
    for i, valor in enumerate(valores, 1):
        tramo = _pixeles(valor, tope, alto)
        base -= tramo
        if valor:
            tramos.append(Tramo(f"serie-{i}", round(base, 1), round(tramo, 1)))
    return tuple(tramos)


def _en_contorno(pila: tuple[Tramo, ...]) -> tuple[Tramo, ...]:
    return tuple(replace(tramo, clase=f"{tramo.clase} contorno") for tramo in pila)


def _columnas(
    categorias: Sequence[str], detalles: Sequence[str], tramos: Sequence[tuple[Tramo, ...]]
) -> tuple[Columna, ...]:
    total = len(categorias)
    banda = 100 / total
    ancho_etiqueta = max(map(len, categorias)) * ANCHO_LETRA + ENTRE_ETIQUETAS
    en_mesa = _cada(total * ancho_etiqueta, ANCHO_MESA)
    # A multiple, so that a phone shows some of the labels of the desk and no others.
    en_telefono = en_mesa * -(-_cada(total * ancho_etiqueta, ANCHO_TELEFONO) // en_mesa)
    columnas = []
    for i, etiqueta in enumerate(categorias):
        # Counted from the last one, which is the one that people look for.
        desde_el_final = total - 1 - i
        columnas.append(
            Columna(
                etiqueta=etiqueta,
                detalle=detalles[i],
                x=round(banda * (i + (1 - RELLENO) / 2), 2),
                ancho=round(banda * RELLENO, 2),
                centro=round(banda * (i + 0.5), 2),
                tramos=tramos[i],
                rotulada=desde_el_final % en_mesa == 0,
                solo_ancho=desde_el_final % en_telefono != 0,
                al_borde=desde_el_final == 0 and en_telefono > 1,
            )
        )
    return tuple(columnas)


def _cada(pixeles: int, ancho: int) -> int:
    """Every how many categories there is room for a label, when all of them would take `pixeles`."""
    return -(-pixeles // ancho)


def _detalle(categoria: str, series: Sequence[Serie], i: int, escribir: Callable[[Valor], str]) -> str:
    partes = [f"{serie.nombre.lower()}: {escribir(serie.valores[i])}" for serie in series]
    return f"{categoria} — {', '.join(partes)}"


def _describir(categorias: Sequence[str], valores: Sequence[Valor], escribir: Callable[[Valor], str]) -> str:
    """What a person who can't see the picture should know of its shape; the figures are in the table beside it."""
    if len(categorias) == 1:
        return f"{categorias[0]}: {escribir(valores[0])}."
    mayor = max(range(len(valores)), key=lambda i: valores[i])
    menor = min(range(len(valores)), key=lambda i: valores[i])
    return (
        f"De {categorias[0]} a {categorias[-1]}. "
        f"El valor más alto es {escribir(valores[mayor])}, en {categorias[mayor]}; "
        f"el más bajo es {escribir(valores[menor])}, en {categorias[menor]}. Los valores están en la tabla."
    )
