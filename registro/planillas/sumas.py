"""What rows of planillas come to, where no planilla keeps it: of some of its rows, or paid before the portal.

The second implementation of `Aporte.valores`, as registro/planillas/valores.py is: a test compares both to the cent.
"""
# ruff: noqa: S608 (the names in these statements are our own; what is asked for is a parameter)

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nucleo.dinero import CERO, centavos
from registro.dialecto import Dialecto
from registro.models import Planilla
from registro.planillas.valores import COMPONENTES, PARTES
from registro.reglas.planillas import Valores

NADA = Valores()


@dataclass(frozen=True, slots=True)
class Suma:
    """`pagado` is what the rows with a payment come to; the others are still owed, but for payments on account."""

    aportes: int = 0
    base: Decimal = CERO
    valores: Valores = NADA
    pagado: Decimal = CERO

    @property
    def total(self) -> Decimal:
        return self.valores.total

    @property
    def impago(self) -> Decimal:
        return self.total - self.pagado

    def __add__(self, otra: "Suma") -> "Suma":
        partes = {campo: getattr(self.valores, campo) + getattr(otra.valores, campo) for campo in PARTES}
        return Suma(self.aportes + otra.aportes, self.base + otra.base, Valores(**partes), self.pagado + otra.pagado)


def de_planilla(planilla: Planilla) -> Suma | None:
    """Of all the rows of a planilla, without reading them; None where they must be."""
    pagada = not planilla.aportes_impagos
    if not planilla.capital or (not pagada and planilla.aportes_impagos != planilla.trabajadores):
        return None
    pagado = planilla.capital if pagada else CERO
    return Suma(planilla.trabajadores, planilla.suma_sueldos, planilla.valores, pagado)


def de_filas(
    dialecto: Dialecto, planillas: Iterable[Planilla], donde: str = "", params: Sequence[Any] = ()
) -> dict[int, Suma]:
    """By planilla, of its rows `a` of `donde` (all of them without it). One query; `periodo` is what prunes."""
    ids, meses = [planilla.pk for planilla in planillas], sorted({planilla.periodo for planilla in planillas})
    if not ids:
        return {}
    componentes = [dialecto.porcentaje("a.sueldo", f"pl.tasa_{campo}") for campo in COMPONENTES]
    sumas = map(dialecto.suma, ("a.sueldo", *componentes, "a.salud"))
    filas = dialecto.filas(
        f"""SELECT pl.id, a.fecha_pago IS NOT NULL AS pagado, count(*), {", ".join(sumas)}
        FROM registro_planilla pl JOIN registro_aporte a ON a.planilla_id = pl.id
        WHERE a.planilla_id IN ({", ".join(["%s"] * len(ids))}) AND a.periodo IN ({", ".join(["%s"] * len(meses))})
        {f"AND {donde}" if donde else ""} GROUP BY 1, 2""",
        [*ids, *meses, *params],
    )
    leidas: dict[int, Suma] = {}
    for pk, pagado, aportes, *cifras in filas:
        base, *partes = (centavos(Decimal(str(cifra))) for cifra in cifras)
        valores = Valores(**dict(zip(PARTES, partes, strict=True)))
        leidas[pk] = leidas.get(pk, Suma()) + Suma(aportes, base, valores, valores.total if pagado else CERO)
    return leidas
