"""Whether an employer is up to date, and what it owes when it is not (E §6): one of three, and never a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nucleo.dinero import CERO


class Situacion(StrEnum):
    NO_MORA = "NO_MORA"
    EN_TRAMITE_DE_PAGO = "EN_TRAMITE_DE_PAGO"
    SI_MORA = "SI_MORA"


@dataclass(frozen=True, slots=True)
class Obligacion:
    """One planilla that is not wholly paid, with what is still owed of it.

    `convenio` is the agreement of partial payments that includes it, and none of whose instalments was missed: a broken
    one no longer includes anything. `sin_valorar`: that it is owed is known, and not yet how much.
    """

    periodo: date
    sucursal: str
    tipo: str
    vence: date
    capital: Decimal
    interes: Decimal
    convenio: str = ""
    sin_valorar: bool = False

    @property
    def total(self) -> Decimal:
        return self.capital + self.interes


@dataclass(frozen=True, slots=True)
class Cumplimiento:
    """What the certificate says, and the planillas by which it says so. `por_vencer` are still in their pay window."""

    situacion: Situacion
    en_mora: tuple[Obligacion, ...]
    en_convenio: tuple[Obligacion, ...]
    por_vencer: tuple[Obligacion, ...]

    @property
    def capital(self) -> Decimal:
        return sum((obligacion.capital for obligacion in self.en_mora), CERO)

    @property
    def interes(self) -> Decimal:
        return sum((obligacion.interes for obligacion in self.en_mora), CERO)

    @property
    def sin_valorar(self) -> bool:
        """Whether more is in arrears than `total` says."""
        return any(obligacion.sin_valorar for obligacion in self.en_mora)

    @property
    def total(self) -> Decimal:
        """What is in arrears: what an agreement that is kept includes is not."""
        return self.capital + self.interes


def cumplimiento(obligaciones: Sequence[Obligacion], hoy: date) -> Cumplimiento:
    """The due date itself is in time. A planilla of which nothing is owed any more counts for nothing."""
    adeudadas = [obligacion for obligacion in obligaciones if obligacion.total > 0 or obligacion.sin_valorar]
    vencidas = [obligacion for obligacion in adeudadas if obligacion.vence < hoy]
    en_mora = tuple(obligacion for obligacion in vencidas if not obligacion.convenio)
    en_convenio = tuple(obligacion for obligacion in vencidas if obligacion.convenio)
    situacion = Situacion.EN_TRAMITE_DE_PAGO if en_convenio else Situacion.NO_MORA
    if en_mora:
        situacion = Situacion.SI_MORA
    por_vencer = tuple(obligacion for obligacion in adeudadas if obligacion.vence >= hoy)
    return Cumplimiento(situacion, en_mora, en_convenio, por_vencer)
