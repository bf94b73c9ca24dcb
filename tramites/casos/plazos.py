"""The clocks of a case. Days are business days; what a person takes to answer does not count (COA arts. 158 to 162)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros


class Unidad(StrEnum):
    HABILES = "días hábiles"
    MESES = "meses"


@dataclass(frozen=True)
class Plazo:
    """How long the institute has: the legal parameter that says how many, and of what."""

    parametro: str
    unidad: Unidad = Unidad.HABILES

    def en_palabras(self, parametros: Parametros) -> str:
        """«15 días hábiles», «1 mes»."""
        cuantos = parametros.entero(self.parametro)
        if self.unidad is Unidad.MESES:
            return "1 mes" if cuantos == 1 else f"{cuantos} meses"
        return "1 día hábil" if cuantos == 1 else f"{cuantos} días hábiles"

    def vence(self, desde: date, parametros: Parametros, dias: DiasHabiles, en_pausa: int = 0) -> date:
        """The last day of the term of what was filed on `desde` and stood still for `en_pausa` business days.

        A month that has no such day ends on its last one (COA art. 160); a term that ends on a day of rest ends on the
        next business day.
        """
        cuantos = parametros.entero(self.parametro)
        if self.unidad is Unidad.HABILES:
            return dias.sumar(desde, cuantos + en_pausa)
        return dias.sumar(dias.siguiente(desde + relativedelta(months=cuantos)), en_pausa)


RESOLVER = Plazo("coa_resolver_meses", Unidad.MESES)
"""A decision: one month (COA art. 203)."""
SILENCIO = Plazo("coa_silencio_dias")
"""From then on silence is a yes, unless that would be void (COA art. 207)."""
SUBSANAR = Plazo("coa_subsanacion_dias")
IMPUGNAR = Plazo("plazo_impugnacion_dias")


def en_palabras(habiles: int) -> str:
    """How many business days are left: «vence hoy», «quedan 3 días hábiles», «atrasada 2 días hábiles»."""
    match habiles:
        case 0:
            return "vence hoy"
        case 1:
            return "queda 1 día hábil"
        case -1:
            return "atrasada 1 día hábil"
        case _ if habiles > 0:
            return f"quedan {habiles} días hábiles"
        case _:
            return f"atrasada {-habiles} días hábiles"
