"""Whether a person is affiliated on a day, to what, and if not, since when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Situacion(StrEnum):
    ACTIVA = "activa"
    CESANTE = "cesante"
    FALLECIDA = "fallecida"
    SOLO_APORTES = "solo_aportes"
    """There are contributions and no affiliation that explains them."""
    SIN_AFILIACION = "sin_afiliacion"


@dataclass(frozen=True)
class Vinculo:
    """One affiliation: with an employer, or voluntary (`ruc` empty). `hasta` is its last day, None while it runs."""

    ruc: str
    empleador: str
    desde: date
    hasta: date | None
    cargo: str = ""

    def rige(self, hoy: date) -> bool:
        return self.desde <= hoy and (self.hasta is None or hoy <= self.hasta)


@dataclass(frozen=True)
class Aportes:
    """What the contribution record says: the months paid voluntarily, and the last month of any kind (first days)."""

    voluntarios: Collection[date] = ()
    ultimo_mes: date | None = None


@dataclass(frozen=True)
class Afiliacion:
    """`cese` is the last day of the last affiliation; `proxima` the first day of one that has not begun yet."""

    situacion: Situacion
    vigentes: tuple[Vinculo, ...] = ()
    cese: date | None = None
    proxima: date | None = None


def afiliacion(
    vinculos: Sequence[Vinculo], aportes: Aportes, hoy: date, *, dia_de_pago: int, fallecimiento: date | None = None
) -> Afiliacion:
    """The affiliation on `hoy`. `dia_de_pago`: a month may be paid until this day of the next one (LSS art. 73).

    Somebody is insured until the last day of the aviso de salida inclusive. A voluntary affiliation, listed or only
    seen in its contributions, runs while its months are paid.
    """
    proxima = min((vinculo.desde for vinculo in vinculos if vinculo.desde > hoy), default=None)
    if fallecimiento is not None and fallecimiento <= hoy:
        return Afiliacion(Situacion.FALLECIDA, cese=fallecimiento)
    vigentes = [vinculo for vinculo in vinculos if vinculo.rige(hoy) and vinculo.ruc]
    voluntaria = _voluntaria(vinculos, aportes.voluntarios, hoy, dia_de_pago)
    if voluntaria:
        vigentes.append(voluntaria)
    if vigentes:
        return Afiliacion(Situacion.ACTIVA, tuple(sorted(vigentes, key=lambda vinculo: vinculo.desde)))
    finales = [vinculo.hasta for vinculo in vinculos if vinculo.hasta is not None and vinculo.hasta < hoy]
    if aportes.voluntarios:
        finales.append(_fin_de_mes(max(aportes.voluntarios)))
    if finales:
        return Afiliacion(Situacion.CESANTE, cese=max(finales), proxima=proxima)
    hay_aportes = aportes.ultimo_mes is not None
    return Afiliacion(Situacion.SOLO_APORTES if hay_aportes else Situacion.SIN_AFILIACION, proxima=proxima)


def _voluntaria(vinculos: Sequence[Vinculo], meses: Collection[date], hoy: date, dia_de_pago: int) -> Vinculo | None:
    """The voluntary affiliation that runs today: the one in the register, or the last unbroken run of its months."""
    inscrita = next((vinculo for vinculo in vinculos if not vinculo.ruc and vinculo.rige(hoy)), None)
    pagados = list(meses)
    if inscrita:  # its first month may still be unpaid
        pagados.append(_primer_dia(_dia_anterior(_primer_dia(inscrita.desde))))
    if not pagados or not _al_dia(max(pagados), hoy, dia_de_pago):
        return None
    return inscrita or Vinculo("", "", _inicio_de_la_racha(meses), None)


def _inicio_de_la_racha(meses: Collection[date]) -> date:
    desde = max(meses)
    while (anterior := _primer_dia(_dia_anterior(desde))) in meses:
        desde = anterior
    return desde


def _al_dia(ultimo: date, hoy: date, dia_de_pago: int) -> bool:
    meses = (hoy.year - ultimo.year) * 12 + hoy.month - ultimo.month
    return meses <= 1 or (meses == 2 and hoy.day <= dia_de_pago)


def _primer_dia(dia: date) -> date:
    return dia.replace(day=1)


def _dia_anterior(dia: date) -> date:
    return dia - timedelta(days=1)


def _fin_de_mes(mes: date) -> date:
    return _dia_anterior(_primer_dia(mes.replace(day=28) + timedelta(days=4)))
