"""Uninterrupted months of contribution, as the subsidies ask for them (LSS art. 107; A §7)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from registro.reglas.puertas import mover, siguiente_aporte
from registro.reglas.tiempo_servicio import DIAS_POR_MES, Mes


class Racha(NamedTuple):
    """The last run of paid months before a date."""

    meses: int
    dias: int
    hasta: date | None
    """Its last month; None: nothing was ever paid."""
    con_impagos: int
    """How long the run would be if every month that is owed were paid."""
    impagos: tuple[date, ...]
    """The owed months that it would take."""


def racha(meses: Sequence[Mes], antes_de: date) -> Racha:
    """`meses`: the record in order. The month of `antes_de` itself does not count."""
    limite = mover(antes_de, 0)
    previos = [mes for mes in meses if mes.periodo < limite]
    pagados = [mes for mes in previos if mes.pagado]
    seguidos = list(_seguidos(pagados))
    con_impagos = list(_seguidos(previos))
    return Racha(
        meses=len(seguidos),
        dias=sum(mes.dias for mes in seguidos),
        hasta=pagados[-1].periodo if pagados else None,
        con_impagos=len(con_impagos),
        impagos=tuple(sorted(mes.periodo for mes in con_impagos if not mes.pagado)),
    )


def dias_en(meses: Sequence[Mes], cuantos: int, antes_de: date) -> int:
    """Paid days of so many months before that of `antes_de`."""
    desde, hasta = mover(antes_de, -cuantos), mover(antes_de, 0)
    return sum(mes.dias for mes in meses if desde <= mes.periodo < hasta)


def protege_hasta(ultimo: date, conservacion: int) -> date:
    """The first day without protection: `conservacion` whole months after the last contributed one."""
    return mover(ultimo, conservacion + 1)


def desde_cuando_seguidos(meses: Sequence[Mes], cuantos: int, hoy: date) -> date:
    """The first day of rest before which there will be so many months in a row, for who goes on without a gap."""
    final, siguiente = _al_final(meses, hoy)
    comienzo = mover(siguiente, -len(final))
    return mover(comienzo, cuantos)


def desde_cuando_dias(meses: Sequence[Mes], dias: int, en_meses: int, *, inicio: date, hoy: date) -> date:
    """The same for so many days in so many months; after the month of `inicio`, where they weren't enough."""
    _, siguiente = _al_final(meses, hoy)
    por_mes = {mes.periodo: mes.dias for mes in meses if mes.periodo < siguiente}
    cuando = mover(inicio, 1)
    while True:
        previos = (mover(cuando, -n) for n in range(1, en_meses + 1))
        if sum(DIAS_POR_MES if mes >= siguiente else por_mes.get(mes, 0) for mes in previos) >= dias:
            return cuando
        cuando = mover(cuando, 1)


def _al_final(meses: Sequence[Mes], hoy: date) -> tuple[list[Mes], date]:
    """The run that goes on today, empty when it was cut, and the month that is contributed next."""
    pagados = [mes for mes in meses if mes.pagado]
    ultimo = pagados[-1].periodo if pagados else None
    siguiente = siguiente_aporte(ultimo, hoy)
    sigue = ultimo is not None and siguiente == mover(ultimo, 1)
    return (list(_seguidos(pagados)) if sigue else []), siguiente


def _seguidos(meses: Sequence[Mes]) -> Iterator[Mes]:
    """From the last one backwards, until a month is missing."""
    esperado: date | None = None
    for mes in reversed(meses):
        if esperado is not None and mes.periodo != esperado:
            return
        yield mes
        esperado = mover(mes.periodo, -1)
