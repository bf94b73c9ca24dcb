"""Until when a notice is on time, and what it costs to be late: E §4 of the domain notes."""

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from empleadores.reglas.novedades.hechos import (
    HABILES,
    PRIMER_DIA,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Pedido,
    Plazo,
    Salida,
    Trabajador,
    fin_de_mes,
    por_horas,
)
from nucleo.calendario import sumar_habiles
from registro.reglas.aportes import contribucion, porcentaje


def hecho(pedido: Pedido, norma: NormaNovedades) -> date:
    """The day from which the term runs."""
    match pedido:
        case Entrada():
            return pedido.ingreso
        case Salida():
            return pedido.fecha
        case NuevoSueldo():
            return _del_mes(pedido.periodo, norma.sueldo_desde)
        case Extras():
            return _del_mes(pedido.periodo, norma.extras_desde)


def plazo(pedido: Pedido, norma: NormaNovedades, hoy: date, trabajador: Trabajador | None = None) -> Plazo:
    """The term of a notice given on `hoy`. The fine is that of the salary that the register shows of `trabajador`.

    Fifteen days of an entry count its first day; a término of three business days begins on the day after the fact.
    """
    dia = hecho(pedido, norma)
    limite = _limite(dia, isinstance(pedido, Entrada), norma)
    tarde = max((hoy - limite).days, 0)
    return Plazo(
        limite=limite,
        dias_tarde=tarde,
        multa=_multa(pedido, norma, trabajador) if tarde else None,
        extemporanea=extemporanea(pedido, norma, hoy),
    )


def extemporanea(pedido: Pedido, norma: NormaNovedades, hoy: date) -> bool:
    """Whether so many days have passed since the fact that it needs a case."""
    return (hoy - hecho(pedido, norma)).days > norma.dias_extemporanea


def _limite(dia: date, es_entrada: bool, norma: NormaNovedades) -> date:
    dias, conteo = (norma.dias_entrada, norma.conteo_entrada) if es_entrada else (norma.dias_otras, norma.conteo_otras)
    if conteo == HABILES:
        return _habiles(dia - timedelta(days=1) if es_entrada else dia, dias, norma.extraordinarios, norma.laborables)
    return dia + timedelta(days=dias - 1 if es_entrada else dias)


@lru_cache(maxsize=2048)
def _habiles(dia: date, dias: int, extraordinarios: frozenset[date], laborables: frozenset[date]) -> date:
    """Kept, as the lines of a file have few days between them."""
    return sumar_habiles(dia, dias, extraordinarios, laborables)


def _del_mes(periodo: date, cual: str) -> date:
    return periodo if cual == PRIMER_DIA else fin_de_mes(periodo)


def _multa(pedido: Pedido, norma: NormaNovedades, trabajador: Trabajador | None) -> Decimal | None:
    """So much per cent of the contribution that the last remuneration caused."""
    sueldo = _ultima_remuneracion(pedido, trabajador)
    tasas = norma.tasas.get(trabajador.empresa.tipo) if trabajador else None
    if sueldo is None or tasas is None:
        return None
    return porcentaje(contribucion(sueldo, tasas).iess, norma.multa)


def _ultima_remuneracion(pedido: Pedido, trabajador: Trabajador | None) -> Decimal | None:
    if isinstance(pedido, Entrada):
        return por_horas(pedido.sueldo, pedido.jornada)
    propios = trabajador.en(pedido.sucursal) if trabajador else ()
    return por_horas(propios[-1].sueldo, propios[-1].jornada) if propios else None
