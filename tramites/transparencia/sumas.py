"""Months taken together: the year sums of the public pages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tramites.transparencia.selectors import Cifra, MesPublicado


@dataclass(frozen=True)
class Anio:
    """The months of one year of a procedure, their sum, and the newest of them."""

    anio: int
    cifra: Cifra
    ultimo: MesPublicado
    cuantos: int


def suma(cifras: Sequence[Cifra]) -> Cifra:
    return Cifra(
        quejas=sum(c.quejas for c in cifras),
        atenciones=sum(c.atenciones for c in cifras),
        cerrada=all(c.cerrada for c in cifras),
    )


def por_anio(meses: Sequence[MesPublicado]) -> list[tuple[Anio, list[MesPublicado]]]:
    """Each year with its months, both as they come: the newest first."""
    anios = ((anio, list(suyos)) for anio, suyos in groupby(meses, lambda m: m.anio))
    return [(Anio(anio, suma([m.cifra for m in suyos]), suyos[0], len(suyos)), suyos) for anio, suyos in anios]


def resumir(meses: Sequence[MesPublicado]) -> list[Anio]:
    return [anio for anio, _ in por_anio(meses)]
