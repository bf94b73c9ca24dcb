"""Business days of Ecuador: Saturdays, Sundays and the national holidays of the law do not count (COA art. 159).

The reform of December 2016 moves the day of rest next to the weekend: from Saturday to Friday, Sunday to Monday,
Tuesday to Monday, Wednesday and Thursday to the Friday of the week. New Year, Christmas and Carnival Tuesday stay
between Tuesday and Thursday, and 2 and 3 November move as a pair. The algorithm is our own because the Python package
`holidays` (0.109) keeps both days off, the commemorated and the moved one (10 and 9 August 2027), and misses the pair
of November where its second day is a Wednesday (2027) or a Saturday (2018).

Days that a decree adds (`extraordinarios`) or recovers (`laborables`), and those of one canton, are rows: the caller
gives them. Everything here works on business dates and looks at no clock.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

PRIMER_ANIO_CON_TRASLADO = 2017
NINGUNO: frozenset[date] = frozenset()

_UN_DIA = timedelta(days=1)
_LUNES_A_DOMINGO = range(7)
_TRASLADO = dict(zip(_LUNES_A_DOMINGO, (0, -1, 2, 1, 0, -1, 1), strict=True))
_TRASLADO_SOLO_FIN_DE_SEMANA = dict(zip(_LUNES_A_DOMINGO, (0, 0, 0, 0, 0, -1, 1), strict=True))
# By the weekday of 2 November: how far its rest and the rest of 3 November move, so that both stay together.
_TRASLADO_DIFUNTOS_Y_CUENCA = ((0, 0), (0, -2), (2, 0), (0, 0), (0, -2), (-1, 1), (2, 0))


def feriados(anio: int) -> dict[date, str]:
    """The national days of rest that fall in `anio`, in order, with the name of what they commemorate.

    31 December is one of them when the next New Year is a Saturday. Before 2017 the dates of the law stay unmoved.
    """
    descansos = _descansos(anio) | _descansos(anio + 1)
    return {dia: nombre for dia, nombre in sorted(descansos.items()) if dia.year == anio}


def es_habil(dia: date, extraordinarios: AbstractSet[date] = NINGUNO, laborables: AbstractSet[date] = NINGUNO) -> bool:
    """Whether `dia` counts in a término. `laborables` wins: a recovered Saturday is a working day."""
    if dia in laborables:
        return True
    return dia.weekday() < 5 and dia not in extraordinarios and dia not in _feriados(dia.year)


def sumar_habiles(
    dia: date, n: int, extraordinarios: AbstractSet[date] = NINGUNO, laborables: AbstractSet[date] = NINGUNO
) -> date:
    """The last day of a término of `n` days notified on `dia`; it starts on the next business day (COA art. 158)."""
    if n < 0:
        raise ValueError("a término has no negative days")
    while n:
        dia += _UN_DIA
        n -= es_habil(dia, extraordinarios, laborables)
    return dia


def habiles_entre(
    desde: date, hasta: date, extraordinarios: AbstractSet[date] = NINGUNO, laborables: AbstractSet[date] = NINGUNO
) -> int:
    """Business days after `desde` up to and including `hasta`; negative when `hasta` is already past."""
    if hasta < desde:
        return -habiles_entre(hasta, desde, extraordinarios, laborables)
    dias = (desde + timedelta(days=n) for n in range(1, (hasta - desde).days + 1))
    return sum(es_habil(dia, extraordinarios, laborables) for dia in dias)


def siguiente_habil(
    dia: date, extraordinarios: AbstractSet[date] = NINGUNO, laborables: AbstractSet[date] = NINGUNO
) -> date:
    """`dia` itself when it is a business day, otherwise the first one after it."""
    while not es_habil(dia, extraordinarios, laborables):
        dia += _UN_DIA
    return dia


def anterior_habil(
    dia: date, extraordinarios: AbstractSet[date] = NINGUNO, laborables: AbstractSet[date] = NINGUNO
) -> date:
    """`dia` itself when it is a business day, otherwise the last one before it."""
    while not es_habil(dia, extraordinarios, laborables):
        dia -= _UN_DIA
    return dia


@cache
def _feriados(anio: int) -> frozenset[date]:
    return frozenset(feriados(anio))


def _descansos(anio: int) -> dict[date, str]:
    """The days of rest for what is commemorated in `anio`; New Year's may fall in December of the year before."""
    pascua = easter(anio)
    descansos = {
        pascua - timedelta(days=48): "Carnaval",
        pascua - timedelta(days=47): "Carnaval",
        pascua - timedelta(days=2): "Viernes Santo",
    }
    for mes, dia, nombre in ((1, 1, "Año Nuevo"), (12, 25, "Navidad")):
        fecha = date(anio, mes, dia)
        descansos[_mover(fecha, _TRASLADO_SOLO_FIN_DE_SEMANA[fecha.weekday()])] = nombre
    for mes, dia, nombre in (
        (5, 1, "Día del Trabajo"),
        (5, 24, "Batalla de Pichincha"),
        (8, 10, "Primer Grito de Independencia"),
        (10, 9, "Independencia de Guayaquil"),
    ):
        fecha = date(anio, mes, dia)
        descansos[_mover(fecha, _TRASLADO[fecha.weekday()])] = nombre
    difuntos, cuenca = date(anio, 11, 2), date(anio, 11, 3)
    de_difuntos, de_cuenca = _TRASLADO_DIFUNTOS_Y_CUENCA[difuntos.weekday()]
    descansos[_mover(difuntos, de_difuntos)] = "Día de los Difuntos"
    descansos[_mover(cuenca, de_cuenca)] = "Independencia de Cuenca"
    return descansos


def _mover(fecha: date, dias: int) -> date:
    return fecha + timedelta(days=dias) if fecha.year >= PRIMER_ANIO_CON_TRASLADO else fecha
