"""When the right to retire opens: age and imposiciones, door by door.

Inside a door both conditions are demanded, between doors one is enough, and nothing is interpolated (LSS art. 229 and
the table of A §3.1). Months are first days; a month that is contributed counts from the first day of the next one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MESES_POR_ANIO = 12


@dataclass(frozen=True, slots=True)
class Puerta:
    imposiciones: int
    edad: int = 0
    """0: at any age."""

    @property
    def nombre(self) -> str:
        return f"puerta_{self.edad}_{self.imposiciones}" if self.edad else f"puerta_{self.imposiciones}"

    @property
    def texto(self) -> str:
        if self.edad:
            return f"{self.edad} años de edad y {self.imposiciones} imposiciones"
        return f"{self.imposiciones} imposiciones, a cualquier edad"

    def abierta(self, edad: int, imposiciones: int) -> bool:
        return edad >= self.edad and imposiciones >= self.imposiciones


@dataclass(frozen=True, slots=True)
class Apertura:
    """One door for one person. Where it is open both dates are the one on which it opened."""

    puerta: Puerta
    cumple: bool
    aportando: date
    """When it opens if they go on contributing without a gap."""
    sin_aportar: date | None
    """When it opens if they contribute no more; None: never."""


def mover(mes: date, cuantos: int) -> date:
    """The first day of the month that lies so many months after that of `mes`."""
    anio, indice = divmod(mes.year * MESES_POR_ANIO + mes.month - 1 + cuantos, MESES_POR_ANIO)
    return date(anio, indice + 1, 1)


def cumpleanos(nacimiento: date, anios: int) -> date:
    """The day on which somebody reaches that age.

    Born on 29 February, in a common year it is the 28th: a term of years that would end on a day that its month lacks
    ends on the last day of that month (Código Civil art. 33).
    """
    try:
        return nacimiento.replace(year=nacimiento.year + anios)
    except ValueError:
        return date(nacimiento.year + anios, 2, 28)


def meses_despues(dia: date, cuantos: int) -> date:
    """The day on which a term of months ends: the 31st of January and one month more is the end of February.

    Código Civil art. 33, as in `cumpleanos`.
    """
    primero = mover(dia, cuantos)
    ultimo = mover(primero, 1) - timedelta(days=1)
    return primero.replace(day=min(dia.day, ultimo.day))


def edad(nacimiento: date, dia: date) -> int:
    """Completed years on `dia`."""
    anios = dia.year - nacimiento.year
    return anios if cumpleanos(nacimiento, anios) <= dia else anios - 1


def siguiente_aporte(ultimo_pagado: date | None, hoy: date) -> date:
    """The first month that somebody who goes on without a gap contributes next.

    The month before this one may still be in its pay window; older months that nobody paid are not to be counted on.
    """
    este = hoy.replace(day=1)
    if ultimo_pagado is None:
        return este
    sigue = mover(ultimo_pagado, 1)
    return sigue if sigue >= mover(este, -1) else este


def aperturas(
    puertas: Iterable[Puerta], *, nacimiento: date, pagados: Sequence[date], siguiente: date, hoy: date
) -> tuple[Apertura, ...]:
    """Every door, in the order of the table. `pagados`: the paid months in order, each once."""
    return tuple(_apertura(puerta, nacimiento, pagados, siguiente, hoy) for puerta in puertas)


def derecho_desde(abiertas: Iterable[Apertura]) -> date | None:
    """The first day on which some door was open; None while all are shut."""
    return min((apertura.aportando for apertura in abiertas if apertura.cumple), default=None)


def inicio_de_pension(cese: date, derecho: date) -> date:
    """The first day of the month after the cese, or of the first whole month with the right, if that came later.

    There is no waiting period (A §3.2). The right comes later than the cese to who only lacked the age.
    """
    return max(mover(cese, 1), primer_dia_desde(derecho))


def primer_dia_desde(dia: date) -> date:
    """`dia` itself if a month begins on it, otherwise the first day of the next month."""
    return dia if dia.day == 1 else mover(dia, 1)


def _apertura(puerta: Puerta, nacimiento: date, pagados: Sequence[date], siguiente: date, hoy: date) -> Apertura:
    con_edad = cumpleanos(nacimiento, puerta.edad) if puerta.edad else date.min
    faltan = puerta.imposiciones - len(pagados)
    if faltan <= 0:
        # A month paid before it ends counts at once.
        con_tiempo = min(mover(pagados[puerta.imposiciones - 1], 1), hoy)
        fecha = max(con_edad, con_tiempo)
        return Apertura(puerta, fecha <= hoy, fecha, fecha)
    return Apertura(puerta, False, max(con_edad, mover(siguiente, faltan)), None)
