"""From people and employers to the rows of the CSV folder: each function gives the rows of one file for one history.

Pure: the same epoch gives the same rows, and a later day of the same epoch gives the same keys and a few more.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from iess_portal.demo.empleadores import Patrono, al_dia
from iess_portal.demo.epoca import Epoca, dia_de_pensiones, meses, meses_entre, mover
from iess_portal.demo.personas import CreditoQuirografario, Empleo, Jubilacion
from nucleo.calendario import siguiente_habil
from nucleo.dinero import CERO, centavos
from registro.models import CausaSalida, TipoPlanilla
from registro.reglas.tiempo_servicio import DIAS_POR_MES

Fila = tuple[object, ...]
Sbu = Callable[[date], Decimal]
"""The basic salary in force on a date."""
Deposito = tuple[date, Decimal]

FONDO_DE_RESERVA, CESANTIA, RENDIMIENTO = Decimal("0.0833"), Decimal("0.03"), Decimal("0.04")
CUOTA_SOCIAL = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Mes:
    """One month of one employment."""

    periodo: date
    dias: int
    sueldo: Decimal
    fecha_pago: date | None
    con_fondo: bool


@cache
def sueldo_del_anio(inicial: Decimal, alza: Decimal, anios: int) -> Decimal:
    return centavos(inicial * (1 + alza) ** anios)


def ingreso(empleo: Empleo, epoca: Epoca) -> date:
    return epoca.mes(empleo.desde).replace(day=empleo.dia_ingreso)


def salida(empleo: Empleo, epoca: Epoca, fallecimiento: date | None = None) -> date | None:
    """The last day of its last month, or the day of death."""
    if empleo.hasta is None:
        return None
    if empleo.causa == CausaSalida.MUERTE:
        return fallecimiento
    return epoca.mes(empleo.hasta + 1) - timedelta(days=1)


def meses_de(empleo: Empleo, epoca: Epoca, fin: date | None) -> Iterator[Mes]:
    """Every month that is over, paid or not. Reserve funds are due from the thirteenth month."""
    pago = empleo.patrono.pago if empleo.patrono else al_dia
    inicio = epoca.mes(empleo.desde)
    ultimo = epoca.ultimo if fin is None else min(fin.replace(day=1), epoca.ultimo)
    if empleo.patrono and empleo.patrono.entregado is not None:
        ultimo = min(ultimo, epoca.mes(empleo.patrono.entregado))
    for numero, periodo in enumerate(meses(inicio, ultimo), start=1):
        primer_dia = empleo.dia_ingreso if numero == 1 else 1
        ultimo_dia = fin.day if fin and periodo == ultimo and fin != _fin_de(periodo) else DIAS_POR_MES
        dias = ultimo_dia - primer_dia + 1
        sueldo = sueldo_del_anio(empleo.sueldo, empleo.alza, periodo.year - inicio.year)
        yield Mes(
            periodo=periodo,
            dias=dias,
            sueldo=sueldo if dias == DIAS_POR_MES else centavos(sueldo * dias / DIAS_POR_MES),
            fecha_pago=pago(periodo, epoca),
            con_fondo=numero > 12,
        )


def _fin_de(periodo: date) -> date:
    return mover(periodo, 1) - timedelta(days=1)


def relacion(cedula: str, empleo: Empleo, epoca: Epoca, fin: date | None) -> Fila:
    patrono, inicio = empleo.patrono, ingreso(empleo, epoca)
    return (
        cedula,
        patrono.ruc if patrono else "",
        empleo.sucursal if patrono else "",
        inicio,
        fin,
        empleo.causa,
        empleo.cargo,
        "INDEFINIDO" if patrono else "VOLUNTARIO",
        "COMPLETA",
        sueldo_del_anio(empleo.sueldo, empleo.alza, (fin or epoca.ultimo).year - inicio.year),
    )


def aportes(cedula: str, empleo: Empleo, historia: Iterable[Mes]) -> Iterator[Fila]:
    """The contributions, and beside them the reserve funds of who leaves them with the institute."""
    ruc, sucursal = (empleo.patrono.ruc, empleo.sucursal) if empleo.patrono else ("", "")
    for mes in historia:
        comprobante = _comprobante(empleo.patrono, cedula, mes)
        comun = (cedula, ruc, sucursal, f"{mes.periodo:%Y-%m}", mes.dias, mes.sueldo)
        yield (*comun, TipoPlanilla.APORTES.value, mes.fecha_pago, comprobante)
        if empleo.acumula_fondos and mes.con_fondo:
            yield (*comun, TipoPlanilla.FONDOS_RESERVA.value, mes.fecha_pago, f"{comprobante}F" if comprobante else "")


def _comprobante(patrono: Patrono | None, cedula: str, mes: Mes) -> str:
    if mes.fecha_pago is None:
        return ""
    return patrono.comprobante(mes.periodo) if patrono else f"{cedula}-{mes.periodo:%Y%m}"


def fondo(cedula: str, depositos: Iterable[Deposito], epoca: Epoca) -> Iterator[Fila]:
    """The deposits of a fund, one for each day of payment, and at the end of each year what they yielded."""
    por_dia: dict[date, Decimal] = {}
    for fecha, valor in depositos:
        por_dia[fecha] = por_dia.get(fecha, CERO) + valor
    saldo = CERO
    for anio in range(min(por_dia).year, epoca.hoy.year + 1) if por_dia else ():
        for fecha in sorted(fecha for fecha in por_dia if fecha.year == anio):
            saldo += por_dia[fecha]
            yield (cedula, fecha, "DEPOSITO", por_dia[fecha])
        if anio < epoca.hoy.year:
            rendimiento = centavos(saldo * RENDIMIENTO)
            saldo += rendimiento
            yield (cedula, date(anio, 12, 31), "RENDIMIENTO", rendimiento)


def depositos(historia: Iterable[Mes], tasa: Decimal) -> Iterator[Deposito]:
    return ((mes.fecha_pago, centavos(mes.sueldo * tasa)) for mes in historia if mes.fecha_pago)


def prestamo(cedula: str, credito: CreditoQuirografario, epoca: Epoca) -> Fila:
    """A loan by equal instalments, every one paid up to the last month that is over."""
    fecha = epoca.mes(credito.mes).replace(day=18)
    pagadas = min(meses_entre(fecha, epoca.ultimo), credito.plazo)
    tasa = credito.tasa / 1200
    crece, total = (1 + tasa) ** pagadas, (1 + tasa) ** credito.plazo
    saldo = centavos(credito.monto * (total - crece) / (total - 1))
    return (cedula, "QUIROGRAFARIO", fecha, credito.monto, credito.plazo, credito.tasa, saldo, 0)


@dataclass(frozen=True, slots=True)
class Renta:
    """What a pension is, worked out from the months that were paid when it was granted."""

    imposiciones: int
    base: Decimal
    monto: Decimal


def renta(historia: Iterable[Mes], acuerdo: date, porcion: Decimal) -> Renta:
    """Mean of the last sixty salaries (they only rise, so they are the best) by the coefficient of the whole years."""
    pagados = [mes.sueldo for mes in historia if mes.fecha_pago and mes.fecha_pago <= acuerdo]
    base = centavos(sum(pagados[-60:], CERO) / 60)
    coeficiente = Decimal("0.50") + Decimal("0.0125") * (len(pagados) // 12 - 10)
    return Renta(len(pagados), base, centavos(base * coeficiente * porcion))


def acuerdo_de(desde: int, epoca: Epoca) -> date:
    return siguiente_habil(epoca.mes(desde).replace(day=18))


def pension(cedula: str, jubilacion: Jubilacion, de: Renta, epoca: Epoca) -> Fila:
    acuerdo = acuerdo_de(jubilacion.desde, epoca)
    return (
        cedula,
        jubilacion.tipo,
        epoca.mes(jubilacion.desde),
        de.imposiciones,
        de.base,
        de.monto,
        f"{acuerdo.year}-{cedula[3:9]}",
        acuerdo,
        "SI" if jubilacion.reside_exterior else "NO",
    )


def pagos_pension(cedula: str, jubilacion: Jubilacion, monto: Decimal, epoca: Epoca, sbu: Sbu) -> Iterator[Fila]:
    """The lines of each month's rol: the pension, the décimos in their months, the dues of the association."""
    inicio, mes_decima_cuarta = epoca.mes(jubilacion.desde), 3 if jubilacion.costa else 8
    suspendida = None if jubilacion.sin_pago_desde is None else epoca.mes(jubilacion.sin_pago_desde)
    for periodo in meses(inicio, epoca.hoy.replace(day=1)):
        fecha = dia_de_pensiones(periodo)
        if fecha > epoca.hoy or periodo == suspendida:
            return
        comun = (cedula, f"{periodo:%Y-%m}", fecha)
        yield (*comun, "PENSION", monto)
        if periodo.month == 12:
            yield (*comun, "XIII", centavos(monto * min(meses_entre(inicio, periodo) + 1, 12) / 12))
        if periodo.month == mes_decima_cuarta and meses_entre(inicio, periodo) >= 12:
            yield (*comun, "XIV", sbu(periodo))
        yield (*comun, "CUOTA_SOCIAL", -centavos(monto * CUOTA_SOCIAL))
