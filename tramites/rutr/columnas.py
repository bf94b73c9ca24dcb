"""Words with positions → lines with cells, where no drawn line tells the rows.

Words of one height make a line; a wide gap parts its cells. Where many lines show the same second column, what lies
left of its edge may be labels: a label wrapped by its narrow column becomes one again and goes to the first line of
its value, whether it stands at the top of its row or at the middle.
"""

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tramites.rutr.etiquetas import campo_exacto, puede_seguir

Bloque = tuple[float, list[str]]  # height in the page, lines of text
_MIN_LINEAS_DE_COLUMNA = 3
_HOLGURA = 2.0  # points by which the edge of a column may waver


@dataclass(slots=True)
class Palabra:
    """A word; lengths in points, from the top left corner of the page."""

    texto: str
    x0: float
    x1: float
    arriba: float
    abajo: float

    @property
    def cuerpo(self) -> float:
        return self.abajo - self.arriba

    @property
    def medio(self) -> float:
        return (self.arriba + self.abajo) / 2


@dataclass(slots=True)
class Renglon:
    """A visual line, its words from left to right. `completo` when it runs across the edge of the columns."""

    palabras: list[Palabra] = field(default_factory=list)
    completo: bool = False

    @property
    def arriba(self) -> float:
        return min(palabra.arriba for palabra in self.palabras)

    @property
    def abajo(self) -> float:
        return max(palabra.abajo for palabra in self.palabras)

    @property
    def medio(self) -> float:
        return (self.arriba + self.abajo) / 2

    @property
    def cuerpo(self) -> float:
        return max(palabra.cuerpo for palabra in self.palabras)

    @property
    def texto(self) -> str:
        """The words, two spaces at a gap and a tab at a wide one."""
        salida = self.palabras[0].texto
        for anterior, palabra in itertools.pairwise(self.palabras):
            hueco = palabra.x0 - anterior.x1
            salida += "\t" if hueco > 2 * palabra.cuerpo else "  " if hueco > palabra.cuerpo else " "
            salida += palabra.texto
        return salida


@dataclass(slots=True)
class Rotulo:
    """A label of the left column, of one line or more."""

    texto: str
    arriba: float
    abajo: float

    @property
    def medio(self) -> float:
        return (self.arriba + self.abajo) / 2


def renglones(palabras: Iterable[Palabra]) -> list[Renglon]:
    """The words by visual lines, from top to bottom."""
    salida: list[Renglon] = []
    for palabra in sorted(palabras, key=lambda p: (p.medio, p.x0)):
        if salida and salida[-1].arriba <= palabra.medio <= salida[-1].abajo:
            salida[-1].palabras.append(palabra)
        else:
            salida.append(Renglon([palabra]))
    for renglon in salida:
        renglon.palabras.sort(key=lambda p: p.x0)
    return salida


def textos(lineas: list[Renglon]) -> list[str]:
    """The lines as text, an empty one where the next is far below."""
    return [texto for _, bloque in _con_blancos([(linea, linea.texto) for linea in lineas]) for texto in bloque]


def bloques(palabras: list[Palabra]) -> list[Bloque]:
    """The words of a page that lie in no ruled table, as lines with their height."""
    lineas = renglones(palabras)
    borde = _borde_de_columna(lineas)
    if borde is None:
        return _con_blancos([(linea, linea.texto) for linea in lineas])
    izquierda, derecha = _dos_lados(palabras, borde)
    rotulos, sueltas = _separar_rotulos(izquierda)
    return [*_filas(rotulos, sueltas, derecha)]


def _con_blancos(lineas: list[tuple[Renglon, str]]) -> list[Bloque]:
    salida: list[Bloque] = []
    for anterior, (linea, texto) in zip([None, *lineas], lineas, strict=False):
        lejos = anterior is not None and linea.arriba - anterior[0].abajo > 0.9 * linea.cuerpo
        salida.append((linea.arriba, ["", texto] if lejos else [texto]))
    return salida


def _borde_de_columna(lineas: list[Renglon]) -> float | None:
    """The left edge of the second column: where most lines go on after a first wide gap."""
    bordes: Counter[int] = Counter()
    for linea in lineas:
        for anterior, palabra in itertools.pairwise(linea.palabras):
            if palabra.x0 - anterior.x1 > 1.5 * palabra.cuerpo:
                bordes[round(palabra.x0)] += 1
                break
    if not bordes:
        return None
    borde, veces = max(bordes.items(), key=lambda par: (par[1], -par[0]))
    return float(borde) if veces >= _MIN_LINEAS_DE_COLUMNA else None


def _dos_lados(palabras: list[Palabra], borde: float) -> tuple[list[Renglon], list[Renglon]]:
    """The lines left and right of the edge. A line of running text that crosses it is whole, on the left."""
    izquierda = renglones(p for p in palabras if p.x0 < borde - _HOLGURA)
    derecha = []
    for linea in renglones(p for p in palabras if p.x0 >= borde - _HOLGURA):
        vecina = next((v for v in izquierda if abs(v.medio - linea.medio) < 0.35 * linea.cuerpo), None)
        if vecina and _corrido(vecina, linea, borde):
            vecina.palabras += linea.palabras
            vecina.completo = True
        else:
            derecha.append(linea)
    return izquierda, derecha


def _corrido(izquierda: Renglon, derecha: Renglon, borde: float) -> bool:
    primera = derecha.palabras[0]
    hueco = primera.x0 - izquierda.palabras[-1].x1
    en_el_borde = abs(primera.x0 - borde) <= _HOLGURA
    return hueco < (0.5 if en_el_borde else 1.0) * primera.cuerpo


def _separar_rotulos(izquierda: list[Renglon]) -> tuple[list[Rotulo], list[Renglon]]:
    """The labels of the left column, each one whole, and the lines that are none."""
    rotulos, sueltas = [], []
    i = 0
    while i < len(izquierda):
        if rotulo := _rotulo_desde(izquierda, i):
            texto, ultima = rotulo
            rotulos.append(Rotulo(texto, izquierda[i].arriba, izquierda[ultima].abajo))
            i = ultima + 1
        else:
            sueltas.append(izquierda[i])
            i += 1
    return rotulos, sueltas


def _rotulo_desde(lineas: list[Renglon], i: int) -> tuple[str, int] | None:
    """The longest label that begins at line `i`, and its last line."""
    hallado = None
    texto = ""
    for j in range(i, len(lineas)):
        texto = f"{texto} {lineas[j].texto}".strip()
        if lineas[j].completo or (j > i and not _sigue_debajo(lineas, j - 1)):
            break
        if campo_exacto(texto):
            hallado = texto, j
        if not puede_seguir(texto):
            break
    return hallado


def _sigue_debajo(lineas: list[Renglon], i: int) -> bool:
    return lineas[i + 1].arriba - lineas[i].abajo < lineas[i].cuerpo


def _filas(rotulos: list[Rotulo], sueltas: list[Renglon], derecha: list[Renglon]) -> list[Bloque]:
    """Each label with the first line of its value; the lines that follow it begin with an empty cell."""
    primeras = _primeras_lineas(rotulos, sueltas, derecha)
    salida = [(r.arriba, [r.texto]) for i, r in enumerate(rotulos) if i not in primeras.values()]
    rotulo_de = {linea: rotulos[i].texto for linea, i in primeras.items()}
    libres = list(sueltas)
    valores: list[tuple[Renglon, str]] = []
    for i, linea in enumerate(derecha):
        vecina = next((v for v in libres if abs(v.medio - linea.medio) < 0.35 * linea.cuerpo), None)
        if vecina and i not in rotulo_de:
            libres.remove(vecina)
        valores.append((linea, f"{rotulo_de.get(i) or (vecina.texto if vecina else '')}\t{linea.texto}"))
    return salida + _con_blancos(valores) + _con_blancos([(linea, linea.texto) for linea in libres])


def _primeras_lineas(rotulos: list[Rotulo], sueltas: list[Renglon], derecha: list[Renglon]) -> dict[int, int]:
    """For each label with a value, the index of the line of `derecha` where that value begins → index of the label.

    When every label is level with a line, labels stand at the top of their rows. Otherwise they stand at the middle,
    and a row begins after the widest gap between the line beside this label and the one beside the label above.
    """
    junto = {i: lineas for i, rotulo in enumerate(rotulos) if (lineas := _junto_a(rotulo, derecha))}
    arriba = all(abs(derecha[lineas[0]].arriba - rotulos[i].arriba) < _HOLGURA for i, lineas in junto.items())
    primeras: dict[int, int] = {}
    desde = 0
    for i, lineas in junto.items():
        techo = max((s.medio for s in sueltas if s.medio < rotulos[i].arriba), default=0)
        desde = max(desde, next((k for k, r in enumerate(derecha) if r.medio > techo), len(derecha)))
        inicio = lineas[0] if arriba else _tras_el_mayor_hueco(derecha, desde, lineas[0], primera_fila=not primeras)
        primeras[inicio] = i
        desde = lineas[-1]
    return primeras


def _junto_a(rotulo: Rotulo, derecha: list[Renglon]) -> list[int]:
    """The lines beside the label: those at its height or, when it is between two, both."""
    return [
        k
        for k, linea in enumerate(derecha)
        if rotulo.arriba < linea.medio < rotulo.abajo or abs(linea.medio - rotulo.medio) < 0.9 * linea.cuerpo
    ]


def _tras_el_mayor_hueco(derecha: list[Renglon], desde: int, hasta: int, *, primera_fila: bool) -> int:
    """The line between both after the widest gap; `hasta` itself if all gaps are alike."""
    if primera_fila:
        return min(desde, hasta)
    huecos = {k: derecha[k].arriba - derecha[k - 1].abajo for k in range(desde + 1, hasta + 1)}
    if not huecos or max(huecos.values()) - min(huecos.values()) < 1:
        return hasta
    return max(huecos, key=lambda k: huecos[k])
