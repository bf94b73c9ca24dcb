"""The old-age pension: base, coefficient, least and most, décimos.

    pension = min(max(base × coefficient, mínima), máxima)

Base (C.D. 100 art. 2, restored by C.D. 641): the mean of the five best years of twelve consecutive imposiciones. How
the institute anchors them is not published: here they are the five blocks that don't overlap and add up to most. The
legacy regime (C.D. 554, for retirements of 2017 to 2021) takes the geometric mean of the same sixty months. Mínima and
máxima are shares of the SBU by completed years (C.D. 300). The figures are arguments: registro/parametros/pension.py.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from operator import add
from typing import Any, NamedTuple

from nucleo.dinero import CERO, centavos
from registro.reglas.puertas import Puerta
from registro.reglas.respaldo import Respaldo
from registro.reglas.tablas import banda
from registro.reglas.tiempo_servicio import TiempoServicio

MESES_POR_ANIO = 12
_CIEN = Decimal(100)
_NO_CABE = -(1 << 62)
"""The sum of a choice of blocks that can't be made: no real sum brings it back above zero."""


class MesPagado(NamedTuple):
    """A paid month, the salaries of all employers added."""

    periodo: date
    sueldo: Decimal


@dataclass(frozen=True, slots=True)
class Norma:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    puertas: tuple[Puerta, ...]
    coeficientes: Mapping[int, Decimal]
    sobre_la_tabla: Decimal
    """Added to the last coefficient for each year beyond it."""
    bloques: int
    meses_por_bloque: int
    geometrica: bool
    minimas: Sequence[Mapping[str, Any]]
    maximas: Sequence[Mapping[str, Any]]
    sbu: Decimal
    respaldos: Mapping[str, Respaldo]

    @property
    def anios_minimos(self) -> int:
        """The first year of the table of coefficients: with less there is no pension to speak of."""
        return min(self.coeficientes)


@dataclass(frozen=True, slots=True)
class Ventana:
    """Twelve months that count as one year of the base, in the order of the calendar."""

    meses: tuple[date, ...]
    suma: Decimal
    consecutiva: bool = True
    """False: gathered from the best months that were left."""

    @property
    def desde(self) -> date:
        return self.meses[0]

    @property
    def hasta(self) -> date:
        return self.meses[-1]

    @property
    def promedio(self) -> Decimal:
        return centavos(self.suma / len(self.meses))


@dataclass(frozen=True, slots=True)
class Base:
    valor: Decimal
    ventanas: tuple[Ventana, ...]

    @property
    def suma(self) -> Decimal:
        return sum((ventana.suma for ventana in self.ventanas), CERO)

    @property
    def meses(self) -> int:
        return sum(len(ventana.meses) for ventana in self.ventanas)

    @property
    def completa(self) -> bool:
        """Every block is of consecutive months, as the norm asks; otherwise the figure is of low confidence."""
        return all(ventana.consecutiva for ventana in self.ventanas)


class Limite(StrEnum):
    NINGUNO = "ninguno"
    MINIMA = "minima"
    MAXIMA = "maxima"


@dataclass(frozen=True, slots=True)
class Liquidacion:
    base: Decimal
    imposiciones: int
    coeficiente: Decimal
    calculada: Decimal
    """Base × coefficient, before mínima and máxima."""
    minima: Decimal
    maxima: Decimal
    pension: Decimal

    @property
    def anios(self) -> int:
        return anios_completos(self.imposiciones)

    @property
    def limite(self) -> Limite:
        """Which of the two limits decided."""
        if self.pension == self.calculada:
            return Limite.NINGUNO
        return Limite.MINIMA if self.pension > self.calculada else Limite.MAXIMA


def pagados(tiempo: TiempoServicio) -> list[MesPagado]:
    """The imposiciones of a record, in order."""
    return [MesPagado(mes.periodo, mes.sueldo) for mes in tiempo.meses if mes.pagado]


def anios_completos(imposiciones: int) -> int:
    """Fractions of a year don't count (no rule was found: `vejez_fraccion_anio`)."""
    return imposiciones // MESES_POR_ANIO


# --- base ----------------------------------------------------------------------------------------------------------


def base(meses: Sequence[MesPagado], norma: Norma) -> Base:
    """The base of `meses`: paid months, in order, each once.

    Where fewer blocks fit than the norm asks, the missing ones are gathered from the best months that are left, the
    best first; a record shorter than all of them gives the mean of what there is. The base is rounded to cents once.
    """
    elegidas = _ventanas(meses, norma.bloques, norma.meses_por_bloque)
    return Base(_media(elegidas, meses, geometrica=norma.geometrica), elegidas)


def _ventanas(meses: Sequence[MesPagado], bloques: int, largo: int) -> tuple[Ventana, ...]:
    # Newest first: of two choices with the same sum, the newer one is taken.
    recientes = list(reversed(meses))
    sueldos = [int(mes.sueldo * 100) for mes in recientes]
    finales = _mejores_bloques(recientes, sueldos, bloques, largo)
    ventanas = [_ventana(recientes[fin - largo : fin]) for fin in finales]
    if faltan := (bloques - len(finales)) * largo:
        usados = {i for fin in finales for i in range(fin - largo, fin)}
        restan = sorted((i for i in range(len(recientes)) if i not in usados), key=lambda i: -sueldos[i])[:faltan]
        for inicio in range(0, len(restan), largo):
            juntados = [recientes[i] for i in sorted(restan[inicio : inicio + largo])]
            ventanas.append(_ventana(juntados, consecutiva=False))
    return tuple(sorted(ventanas, key=lambda ventana: (not ventana.consecutiva, ventana.desde)))


def _mejores_bloques(meses: Sequence[MesPagado], sueldos: Sequence[int], bloques: int, largo: int) -> list[int]:
    """Where the blocks with the greatest sum end (one past their last month): as many as fit, at most `bloques`.

    mejor[i] is the greatest sum of so many blocks among the first i months, in cents: whole numbers, because this runs
    for every age of every simulation. A running maximum is all that a layer needs beside the one before.
    """
    n = len(meses)
    if n < largo:
        return []
    ordinales = [mes.periodo.year * MESES_POR_ANIO + mes.periodo.month for mes in meses]
    hasta = list(accumulate(sueldos, initial=0))
    del_bloque = [
        hasta[i] - hasta[i - largo] if ordinales[i - largo] - ordinales[i - 1] == largo - 1 else _NO_CABE
        for i in range(largo, n + 1)
    ]
    capas = [[0] * (n + 1)]
    while len(capas) <= bloques:
        mejor = list(accumulate(map(add, capas[-1], del_bloque), max))
        if mejor[-1] < 0:
            break
        capas.append([_NO_CABE] * largo + mejor)
    finales: list[int] = []
    for mejor in reversed(capas[1:]):
        limite = (finales[-1] - largo if finales else n) + 1
        # A layer never decreases: its first place with the last value is where its last block ends.
        finales.append(bisect_left(mejor, mejor[limite - 1], hi=limite))
    return finales


def _ventana(recientes: Sequence[MesPagado], *, consecutiva: bool = True) -> Ventana:
    en_orden = recientes[::-1]
    return Ventana(
        tuple(mes.periodo for mes in en_orden), sum((mes.sueldo for mes in en_orden), CERO), consecutiva=consecutiva
    )


def _media(ventanas: Sequence[Ventana], meses: Sequence[MesPagado], *, geometrica: bool) -> Decimal:
    cuantos = sum(len(ventana.meses) for ventana in ventanas)
    if not cuantos:
        return CERO
    if not geometrica:
        return centavos(sum((ventana.suma for ventana in ventanas), CERO) / cuantos)
    sueldos = dict(meses)
    factores = [sueldos[periodo] for ventana in ventanas for periodo in ventana.meses]
    if min(factores) <= 0:
        return CERO
    return centavos((sum((factor.ln() for factor in factores), CERO) / cuantos).exp())


# --- coefficient and limits ------------------------------------------------------------------------------------------


def coeficiente(anios: int, norma: Norma) -> Decimal:
    """The share of the base that so many completed years give; LookupError below the first year of the table."""
    if anios in norma.coeficientes:
        return norma.coeficientes[anios]
    ultimo = max(norma.coeficientes)
    if anios < ultimo:
        raise LookupError(f"no coefficient for {anios} years")
    return norma.coeficientes[ultimo] + norma.sobre_la_tabla * (anios - ultimo)


def minima(anios: int, norma: Norma) -> Decimal:
    return _del_sbu(norma.minimas, anios, norma.sbu)


def maxima(anios: int, norma: Norma) -> Decimal:
    return _del_sbu(norma.maximas, anios, norma.sbu)


def _del_sbu(filas: Sequence[Mapping[str, Any]], anios: int, sbu: Decimal) -> Decimal:
    return centavos(sbu * banda(filas, anios)["porcentaje_sbu"] / _CIEN)


def liquidar(valor_base: Decimal, imposiciones: int, norma: Norma) -> Liquidacion:
    """The pension of a base and a time of service. LookupError: too little time for any coefficient."""
    anios = anios_completos(imposiciones)
    parte = coeficiente(anios, norma)
    calculada = centavos(valor_base * parte)
    menor, mayor = minima(anios, norma), maxima(anios, norma)
    return Liquidacion(
        base=valor_base,
        imposiciones=imposiciones,
        coeficiente=parte,
        calculada=calculada,
        minima=menor,
        maxima=mayor,
        pension=min(max(calculada, menor), mayor),
    )


# --- décimos ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decimos:
    """The figures of the two yearly extras."""

    divisor: int
    cuantos_sbu: int
    sbu: Decimal
    respaldos: Mapping[str, Respaldo]

    def tercera(self, pagadas: Iterable[Decimal]) -> Decimal:
        """The pensions that IESS paid in the year, divided by twelve (LSS art. 183); of nine months, nine twelfths."""
        return centavos(sum(pagadas, CERO) / self.divisor)

    @property
    def cuarta(self) -> Decimal:
        """Once a year, in the month of the region."""
        return centavos(self.sbu * self.cuantos_sbu)


def mensualizada(decima: Decimal) -> Decimal:
    """What a décima gives each month to who asks for it monthly: 33.33 of 400."""
    return centavos(decima / MESES_POR_ANIO)
