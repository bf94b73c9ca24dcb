"""Whether a person is affiliated on a day, to what, and if not, since when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# The contributions of a month are paid until this day of the next one.
DIA_DE_PAGO = 15


class Situacion(StrEnum):
    ACTIVA = "activa"
    CESANTE = "cesante"
    SIN_AFILIACION = "sin_afiliacion"


@dataclass(frozen=True)
class Vinculo:
    """One affiliation: with an employer, or voluntary (`ruc` empty). `hasta` is its last day, None while it runs."""

    ruc: str
    empleador: str
    desde: date
    hasta: date | None
    cargo: str = ""

    def vigente(self, hoy: date) -> bool:
        return self.desde <= hoy and (self.hasta is None or hoy <= self.hasta)


@dataclass(frozen=True)
class Afiliacion:
    situacion: Situacion
    vigentes: tuple[Vinculo, ...] = ()
    cese: date | None = None


def afiliacion(vinculos: Sequence[Vinculo], meses_voluntarios: Collection[date], hoy: date) -> Afiliacion:
    """The affiliation on `hoy`. `meses_voluntarios` are the months paid as a voluntary affiliate (first days).

    Somebody is insured until the last day of the aviso de salida inclusive. A voluntary affiliation that the register
    does not list is taken from its contributions: it runs while the month before last is paid, since each month may
    be paid until the 15th of the next (LSS art. 73).
    """
    vigentes = [vinculo for vinculo in vinculos if vinculo.vigente(hoy)]
    voluntaria = _voluntaria(vinculos, meses_voluntarios)
    if voluntaria and _al_dia(max(meses_voluntarios), hoy):
        vigentes.append(voluntaria)
    if vigentes:
        return Afiliacion(Situacion.ACTIVA, tuple(sorted(vigentes, key=lambda vinculo: vinculo.desde)))
    finales = [vinculo.hasta for vinculo in vinculos if vinculo.hasta is not None and vinculo.hasta < hoy]
    if voluntaria:
        finales.append(_fin_de_mes(max(meses_voluntarios)))
    if finales:
        return Afiliacion(Situacion.CESANTE, cese=max(finales))
    return Afiliacion(Situacion.SIN_AFILIACION)


def _voluntaria(vinculos: Sequence[Vinculo], meses: Collection[date]) -> Vinculo | None:
    """The voluntary affiliation that only its contributions show, since the first month of their last unbroken run."""
    if not meses or any(vinculo.ruc == "" for vinculo in vinculos):
        return None
    desde = max(meses)
    while (anterior := _primer_dia(_dia_anterior(desde))) in meses:
        desde = anterior
    return Vinculo("", "", desde, None)


def _al_dia(ultimo: date, hoy: date) -> bool:
    meses = (hoy.year - ultimo.year) * 12 + hoy.month - ultimo.month
    return meses <= 1 or (meses == 2 and hoy.day <= DIA_DE_PAGO)


def _primer_dia(dia: date) -> date:
    return dia.replace(day=1)


def _dia_anterior(dia: date) -> date:
    return dia - timedelta(days=1)


def _fin_de_mes(mes: date) -> date:
    return _dia_anterior(_primer_dia(mes.replace(day=28) + timedelta(days=4)))
