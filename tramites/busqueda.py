"""Search over the sheets: accents, plurals, word order and small slips of the finger don't matter. Pure."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

from nucleo.texto import singulares

# Words that say nothing about which procedure is meant.
VACIAS = frozenset(
    (
        *("a", "al", "como", "con", "de", "del", "el", "en", "es", "hacer", "la", "las", "lo", "los", "mi", "mis"),
        *("necesito", "para", "por", "que", "quiero", "sacar", "se", "su", "un", "una", "y"),
    )
)

EN_NOMBRE, EN_PALABRAS, EN_DESCRIPCION = 8, 5, 2
PREFIJO, PARECIDA = 0.7, 0.4
MINIMO_PREFIJO = 3
MINIMO_PARECIDO = 0.84


class Buscable(Protocol):
    nombre: str
    descripcion: str

    @property
    def palabras(self) -> Sequence[str]: ...


B = TypeVar("B", bound=Buscable)


def buscar(consulta: str, tramites: Iterable[B]) -> list[B]:
    """The procedures that answer to every word of `consulta`, the best first; none for an empty search.

    When none answers to all, those that answer to most of them, if that is half the words or more.
    """
    buscadas = [palabra for palabra in singulares(consulta) if palabra not in VACIAS] or singulares(consulta)
    puntos = [(*puntaje(buscadas, tramite), tramite) for tramite in tramites]
    mas = max((halladas for halladas, _, _ in puntos), default=0)
    if not mas or mas * 2 < len(buscadas):
        return []
    hallados = [(total, tramite) for halladas, total, tramite in puntos if halladas == mas]
    return [tramite for _, tramite in sorted(hallados, key=lambda par: -par[0])]


def puntaje(buscadas: Sequence[str], tramite: Buscable) -> tuple[int, float]:
    """How many of the words were found, and the sum of the best place of each."""
    campos = (
        (EN_NOMBRE, singulares(tramite.nombre)),
        (EN_PALABRAS, singulares(" ".join(tramite.palabras))),
        (EN_DESCRIPCION, singulares(tramite.descripcion)),
    )
    puntos = [
        max((peso * coincidencia(buscada, palabra) for peso, palabras in campos for palabra in palabras), default=0)
        for buscada in buscadas
    ]
    return sum(punto > 0 for punto in puntos), sum(puntos)


def coincidencia(buscada: str, palabra: str) -> float:
    """1 for the same word, less for its beginning, less again for a small slip, 0 for another word."""
    if buscada == palabra:
        return 1
    if len(buscada) >= MINIMO_PREFIJO and palabra.startswith(buscada):
        return PREFIJO
    if min(len(buscada), len(palabra)) > MINIMO_PREFIJO + 1 and buscada[0] == palabra[0]:
        parecido = SequenceMatcher(None, buscada, palabra)
        if parecido.quick_ratio() >= MINIMO_PARECIDO and parecido.ratio() >= MINIMO_PARECIDO:
            return PARECIDA
    return 0
