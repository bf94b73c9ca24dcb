"""What the pension would be at each age of retirement, for who goes on contributing a salary or contributes no more.

The figures of today serve for every year to come: nobody knows the salary basis of then, nor the pensions'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registro.reglas.pension import Base, Liquidacion, MesPagado, Norma, base, liquidar
from registro.reglas.puertas import (
    Apertura,
    Puerta,
    aperturas,
    cumpleanos,
    edad,
    mover,
    primer_dia_desde,
    siguiente_aporte,
)

EDAD_TOPE = 90
"""The last age that is looked at, or the next one of who is older."""


@dataclass(frozen=True, slots=True)
class Historia:
    """Who simulates: the months paid so far, in order, and the salary of those to come (None: no more)."""

    nacimiento: date
    pagados: Sequence[MesPagado]
    sueldo_futuro: Decimal | None
    hoy: date

    @property
    def edad(self) -> int:
        return edad(self.nacimiento, self.hoy)

    @property
    def tope(self) -> int:
        return max(EDAD_TOPE, self.edad + 1)

    @property
    def siguiente(self) -> date:
        return siguiente_aporte(self.pagados[-1].periodo if self.pagados else None, self.hoy)


@dataclass(frozen=True, slots=True)
class Escenario:
    """To retire at an age, having contributed until the month before `desde`, the day from which the pension runs."""

    edad: int
    desde: date
    imposiciones: int
    puerta: Puerta | None
    """The door that is open then; None: no pension at that age."""
    base: Base | None = None
    liquidacion: Liquidacion | None = None

    @property
    def califica(self) -> bool:
        return self.liquidacion is not None

    @property
    def pension(self) -> Decimal | None:
        return self.liquidacion.pension if self.liquidacion else None


def historia_supuesta(
    nacimiento: date, imposiciones: int, sueldo: Decimal, sueldo_futuro: Decimal | None, hoy: date
) -> Historia:
    """Of who only tells how long and on how much: without gaps until last month, always on the same salary."""
    primero = mover(hoy, -imposiciones)
    pagados = [MesPagado(mover(primero, i), sueldo) for i in range(imposiciones)]
    return Historia(nacimiento, pagados, sueldo_futuro, hoy)


def escenario(historia: Historia, a_los: int, norma: Norma) -> Escenario:
    """At the age `a_los`, which is not past: as soon as one has it, or within that year as soon as a door opens."""
    desde = max(primer_dia_desde(cumpleanos(historia.nacimiento, a_los)), mover(historia.hoy, 1))
    abre = _se_abre(historia, norma)
    if abre is not None and desde < abre < primer_dia_desde(cumpleanos(historia.nacimiento, a_los + 1)):
        desde = abre
    return escenario_desde(historia, a_los, desde, norma)


def escenario_desde(historia: Historia, a_los: int, desde: date, norma: Norma) -> Escenario:
    """With a pension that would run from that first day of a month."""
    meses = [*historia.pagados, *_futuros(historia, desde)]
    imposiciones = len(meses)
    anios = edad(historia.nacimiento, desde)
    abierta = next((p for p in norma.puertas if p.abierta(anios, imposiciones)), None)
    if abierta is None:
        return Escenario(a_los, desde, imposiciones, None)
    de_la_base = base(meses, norma)
    return Escenario(a_los, desde, imposiciones, abierta, de_la_base, liquidar(de_la_base.valor, imposiciones, norma))


def primera_edad(historia: Historia, norma: Norma) -> int | None:
    """The first age at which there would be a pension; None: at none that is looked at."""
    return next((a for a in range(historia.edad, historia.tope + 1) if escenario(historia, a, norma).califica), None)


def puertas(historia: Historia, norma: Norma) -> tuple[Apertura, ...]:
    return aperturas(
        norma.puertas,
        nacimiento=historia.nacimiento,
        pagados=[mes.periodo for mes in historia.pagados],
        siguiente=historia.siguiente,
        hoy=historia.hoy,
    )


def _se_abre(historia: Historia, norma: Norma) -> date | None:
    """The first day of a month on which some door is open under this plan."""
    aporta = historia.sueldo_futuro is not None
    dias = [door.aportando if aporta else door.sin_aportar for door in puertas(historia, norma)]
    return min((primer_dia_desde(dia) for dia in dias if dia), default=None)


def _futuros(historia: Historia, hasta: date) -> list[MesPagado]:
    """The months still to be contributed before `hasta`."""
    if historia.sueldo_futuro is None:
        return []
    siguiente, sueldo = historia.siguiente, historia.sueldo_futuro
    cuantos = (hasta.year - siguiente.year) * 12 + hasta.month - siguiente.month
    return [MesPagado(mover(siguiente, i), sueldo) for i in range(cuantos)]
