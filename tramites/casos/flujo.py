"""The shape of a workflow as data: which action leads from which state to which, by whom, and what it takes.

The rows are in `tabla.py`. Only `paso.py` acts on them; the buttons of the desk,
those of the person's page and the diagram of docs/flujo-de-casos.md come from them as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from tramites.casos.estados import Estado, Resultado

E = Estado


class Quien(StrEnum):
    """Whose action it is."""

    PERSONA = "persona"
    PERSONAL = "personal"
    SISTEMA = "sistema"


class Reloj(StrEnum):
    """What an action does to the institute's clock."""

    SIGUE = "sigue"
    EMPIEZA = "empieza"
    PAUSA = "pausa"
    REANUDA = "reanuda"
    PARA = "para"


class Pide(StrEnum):
    """What an action must be told."""

    NADA = ""
    MOTIVO = "motivo"
    DOCUMENTOS = "documentos"
    RESPUESTA = "respuesta"
    RESPONSABLE = "responsable"


class Toma(StrEnum):
    """What an action does to who has the case on the desk."""

    IGUAL = ""
    MIA = "mia"
    LIBRE = "libre"
    OTRA = "otra"


ATENDER, APROBAR, REPARTIR = (
    "tramites.atender_solicitud",
    "tramites.aprobar_solicitud",
    "tramites.repartir_solicitud",
)


@dataclass(frozen=True)
class Transicion:
    """One row of the table. `hacia` None: the state stays.

    `propone`: the outcome that it proposes; `decide`: the outcome that it gives; `exige`: the proposed outcome, or the
    given one, without which it does not proceed. `distinta_de`: the field of the case that names who may not do it.
    """

    accion: str
    desde: tuple[Estado, ...]
    hacia: Estado | None
    quien: Quien
    boton: str
    explicacion: str = ""
    hecho: str = ""
    permiso: str = ""
    pide: Pide = Pide.NADA
    reloj: Reloj = Reloj.SIGUE
    toma: Toma = Toma.IGUAL
    propone: Resultado | None = None
    decide: Resultado | None = None
    exige: Resultado | None = None
    distinta_de: str = ""
    avisa: str = ""
    en_plazo: str = ""
    calcula: bool = False
    """Whether the dictamen is made anew, from the record as it is."""
    deshace: bool = False
    """Whether the decision that there was is taken back, and its document revoked."""
    reabierta: bool | None = None
    """Only of a case whose decision was taken back (True), or whose wasn't (False): that one must be decided again."""


@dataclass(frozen=True)
class Etapa:
    """One step of the path as a person sees it."""

    titulo: str
    estados: tuple[Estado, ...]


@dataclass(frozen=True)
class Flujo:
    """The rows of one kind of case, and its path in words."""

    nombre: str
    transiciones: tuple[Transicion, ...]
    etapas: tuple[Etapa, ...]

    @classmethod
    def con(cls, nombre: str, transiciones: tuple[Transicion, ...], etapas: tuple[Etapa, ...]) -> Self:
        """The flow over the states of its stages: a row that others share loses the states that this one lacks."""
        suyos = {E.BORRADOR, *(estado for etapa in etapas for estado in etapa.estados)}
        filas = (replace(t, desde=tuple(estado for estado in t.desde if estado in suyos)) for t in transiciones)
        return cls(nombre, tuple(fila for fila in filas if fila.desde), etapas)

    def de(self, accion: str) -> Iterator[Transicion]:
        return (t for t in self.transiciones if t.accion == accion)

    def desde(self, estado: str, accion: str) -> Transicion | None:
        """The row of an action in a state: None when it does not proceed there."""
        return next((t for t in self.de(accion) if estado in t.desde), None)

    def posibles(self, estado: str, quien: Quien) -> list[Transicion]:
        return [t for t in self.transiciones if t.quien == quien and estado in t.desde]

    @property
    def estados(self) -> list[Estado]:
        """The states that it can reach, in the order of the list of states."""
        vistos = {e for t in self.transiciones for e in (*t.desde, t.hacia) if e is not None}
        return [estado for estado in Estado if estado in vistos]


def diagrama(flujo: Flujo) -> str:
    """The flow as a Mermaid state diagram. What changes no state is not in it."""
    lineas = ["stateDiagram-v2", "    [*] --> BORRADOR"]
    for t in flujo.transiciones:
        lineas += [f"    {desde.value} --> {t.hacia.value}: {t.accion}" for desde in t.desde if t.hacia is not None]
    salidas = {desde for t in flujo.transiciones if t.hacia is not None for desde in t.desde}
    lineas += [f"    {estado.value} --> [*]" for estado in flujo.estados if estado not in salidas]
    return "\n".join(lineas)
