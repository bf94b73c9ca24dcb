"""What an employer owes today, planilla by planilla. Two queries, however much it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nucleo.dinero import CERO
from registro.models import Empleador, EstadoPlanilla, Planilla
from registro.parametros import Parametros
from registro.parametros.planillas import metodo_de_mora, tramos_de_mora
from registro.reglas.mora import Metodo, Tramo, dias_de_mora, interes


@dataclass(frozen=True, slots=True)
class Deuda:
    """One planilla that is not wholly paid: capital and interest still owed on the day of `estado`."""

    planilla: Planilla
    estado: EstadoPlanilla
    capital: Decimal
    interes: Decimal
    dias: int
    """Days late."""

    @property
    def total(self) -> Decimal:
        return self.capital + self.interes


@dataclass(frozen=True, slots=True)
class Mora:
    """How interest is counted: read once for any number of planillas."""

    tramos: Sequence[Tramo]
    metodo: Metodo

    @classmethod
    def vigente(cls, hoy: date) -> "Mora":
        return cls(tramos_de_mora(), metodo_de_mora(Parametros.al(hoy)))

    def interes_de(self, planilla: Planilla, hasta: date) -> Decimal:
        """What is owed of interest on that day: what earlier payments left, and what the capital bore since then."""
        desde = max(planilla.fecha_vencimiento, planilla.interes_al or planilla.fecha_vencimiento)
        return planilla.interes_pendiente + interes(planilla.saldo, desde, hasta, self.tramos, self.metodo)

    def deuda(self, planilla: Planilla, hoy: date) -> Deuda:
        return Deuda(
            planilla=planilla,
            estado=planilla.estado(hoy),
            capital=planilla.saldo,
            interes=self.interes_de(planilla, hoy),
            dias=dias_de_mora(planilla.fecha_vencimiento, hoy, self.metodo),
        )


def deudas_de(empleador: Empleador, hoy: date) -> list[Deuda]:
    """Every planilla of an employer that is not wholly paid, the one that fell due first at the top."""
    impagas = Planilla.objects.por_pagar().filter(empleador=empleador)
    mora = Mora.vigente(hoy)
    return [mora.deuda(planilla, hoy) for planilla in impagas.order_by("fecha_vencimiento", "sucursal", "tipo", "pk")]


def total_de(deudas: Iterable[Deuda]) -> Decimal:
    return sum((deuda.total for deuda in deudas), CERO)
