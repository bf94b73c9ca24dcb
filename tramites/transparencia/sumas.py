"""Months taken together: the year sums of the public pages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tramites.transparencia.cifras import Cifra, MesPublicado


@dataclass(frozen=True)
class Anio:
    """The months of one year of a procedure taken together: their sum, the newest and the first of them."""

    anio: int
    cifra: Cifra
    ultimo: MesPublicado
    primero: int
    cuantos: int
    fijada_en: datetime | None
    """When the last of their figures was fixed; None: none is yet."""


def suma(cifras: Sequence[Cifra]) -> Cifra:
    return Cifra(
        quejas=sum(c.quejas for c in cifras),
        atenciones=sum(c.atenciones for c in cifras),
        cerrada=all(c.cerrada for c in cifras),
    )


def por_anio(meses: Sequence[MesPublicado]) -> list[tuple[Anio, list[MesPublicado]]]:
    """Each year with its months, both as they come: the newest first."""
    anios = (list(suyos) for _, suyos in groupby(meses, lambda m: m.anio))
    return [(_anio(suyos), suyos) for suyos in anios]


def resumir(meses: Sequence[MesPublicado]) -> list[Anio]:
    return [anio for anio, _ in por_anio(meses)]


def _anio(meses: list[MesPublicado]) -> Anio:
    ultimo = meses[0]
    fijadas = [m.cifra.registrada_en for m in meses if m.cifra.registrada_en]
    total = suma([m.cifra for m in meses])
    return Anio(ultimo.anio, total, ultimo, meses[-1].mes, len(meses), max(fijadas, default=None))
