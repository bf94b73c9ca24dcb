"""A medical rest, and where it stands among the earlier ones of the same person.

No source says how certificates that follow each other are counted. Here a rest that begins the day after another of the
same kind, or before that one ends, goes on with its days: the waiting days are not waited again, the tranches and the
most days run on (`reposos_seguidos`, low confidence). A day that another rest holds already is never paid again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

UN_DIA: Final = timedelta(days=1)
DIAS_DE_UN_CERTIFICADO: Final = 366
"""A longer one is a typing error: no subsidy lasts more than a year."""


class Clase(StrEnum):
    """The three subsidies."""

    ENFERMEDAD = "enfermedad"
    MATERNIDAD = "maternidad"
    RIESGOS = "riesgos"

    @property
    def texto(self) -> str:
        return CLASES[self]


CLASES: Final[Mapping[Clase, str]] = {
    Clase.ENFERMEDAD: "Enfermedad",
    Clase.MATERNIDAD: "Maternidad",
    Clase.RIESGOS: "Accidente o enfermedad del trabajo",
}


class Motivo(StrEnum):
    """The contingencia, as the certificate names it."""

    ENFERMEDAD = "enfermedad"
    CATASTROFICA = "catastrofica"
    ACCIDENTE_COMUN = "accidente_comun"
    PERDIDA_DEL_EMBARAZO = "perdida_del_embarazo"
    MATERNIDAD = "maternidad"
    ACCIDENTE_DE_TRABAJO = "accidente_de_trabajo"
    ENFERMEDAD_PROFESIONAL = "enfermedad_profesional"

    @property
    def clase(self) -> Clase:
        """A miscarriage or a stillbirth gives the subsidy of a common illness (A §7.2)."""
        if self in (Motivo.ACCIDENTE_DE_TRABAJO, Motivo.ENFERMEDAD_PROFESIONAL):
            return Clase.RIESGOS
        return Clase.MATERNIDAD if self is Motivo.MATERNIDAD else Clase.ENFERMEDAD

    @property
    def texto(self) -> str:
        return MOTIVOS[self]


MOTIVOS: Final[Mapping[Motivo, str]] = {
    Motivo.ENFERMEDAD: "Enfermedad general",
    Motivo.CATASTROFICA: "Enfermedad catastrófica",
    Motivo.ACCIDENTE_COMUN: "Accidente que no fue de trabajo",
    Motivo.PERDIDA_DEL_EMBARAZO: "Pérdida del embarazo o del bebé al nacer",
    Motivo.MATERNIDAD: "Maternidad",
    Motivo.ACCIDENTE_DE_TRABAJO: "Accidente de trabajo, o yendo al trabajo o volviendo de él",
    Motivo.ENFERMEDAD_PROFESIONAL: "Enfermedad causada por el trabajo",
}


class Emisor(StrEnum):
    IESS = "iess"
    PARTICULAR = "particular"
    EXTERIOR = "exterior"

    @property
    def texto(self) -> str:
        return EMISORES[self]


EMISORES: Final[Mapping[Emisor, str]] = {
    Emisor.IESS: "Una unidad médica del IESS",
    Emisor.PARTICULAR: "Un médico o una clínica particular, en el Ecuador",
    Emisor.EXTERIOR: "Un médico de otro país",
}


class ReposoImposible(ValueError):
    """Its dates can't be those of a certificate."""


@dataclass(frozen=True, slots=True)
class Periodo:
    """Days of rest, both ends included."""

    clase: Clase
    desde: date
    hasta: date

    def __post_init__(self) -> None:
        if not 1 <= self.dias <= DIAS_DE_UN_CERTIFICADO:
            raise ReposoImposible(f"a rest of {self.dias} days")

    @property
    def dias(self) -> int:
        return (self.hasta - self.desde).days + 1

    def fechas(self) -> Iterator[date]:
        return (self.desde + timedelta(days=n) for n in range(self.dias))


@dataclass(frozen=True, slots=True)
class Reposo:
    """What a certificate says."""

    motivo: Motivo
    desde: date
    hasta: date
    emision: date
    emisor: Emisor = Emisor.PARTICULAR
    absoluto: bool = True
    """False: it orders isolation, or care, and no rest."""

    def __post_init__(self) -> None:
        Periodo(self.clase, self.desde, self.hasta)

    @property
    def clase(self) -> Clase:
        return self.motivo.clase

    @property
    def periodo(self) -> Periodo:
        return Periodo(self.clase, self.desde, self.hasta)

    @property
    def dias(self) -> int:
        return self.periodo.dias


class Dia(NamedTuple):
    fecha: date
    numero: int
    """1 on the first day of the incapacity, whichever certificate that was of."""
    repetido: bool
    """Another rest holds it already."""


@dataclass(frozen=True, slots=True)
class Situado:
    """A rest among the others. `inicio`: the first day of the incapacity that it goes on with, or its own."""

    dias: Sequence[Dia]
    inicio: date

    @property
    def continua(self) -> bool:
        return self.inicio < self.dias[0].fecha

    @property
    def repetidos(self) -> list[date]:
        return [dia.fecha for dia in self.dias if dia.repetido]

    @property
    def ultimo_numero(self) -> int:
        return self.dias[-1].numero


def situar(periodo: Periodo, anteriores: Iterable[Periodo]) -> Situado:
    """`anteriores`: the rests that were accepted or wait for an answer, in any order, without this one."""
    ocupados: set[date] = set()
    de_su_clase: set[date] = set()
    for otro in anteriores:
        ocupados.update(otro.fechas())
        if otro.clase is periodo.clase:
            de_su_clase.update(otro.fechas())
    inicio = periodo.desde
    while inicio - UN_DIA in de_su_clase:
        inicio -= UN_DIA
    dias = [Dia(dia, (dia - inicio).days + 1, dia in ocupados) for dia in periodo.fechas()]
    return Situado(dias, inicio)


def tramos_de_fechas(fechas: Sequence[date]) -> list[tuple[date, date]]:
    """Days in order, as runs without a gap."""
    tramos: list[tuple[date, date]] = []
    for dia in fechas:
        if tramos and tramos[-1][1] + UN_DIA == dia:
            tramos[-1] = (tramos[-1][0], dia)
        else:
            tramos.append((dia, dia))
    return tramos
