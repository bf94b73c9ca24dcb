"""The raise of a pension by later work (*mejora*), the sibling of the reliquidación (E §11.1).

Mean salary × factor × imposiciones after retirement, added to the pension: 600 × 0.001 × 24 = 14.40. For who worked
again twelve months or more with another employer, works no more, and of whom nobody owes a contribution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nucleo.dinero import CERO, centavos
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.reliquidacion import AporteDePension, Deuda
from registro.reglas.respaldo import Respaldo

FICHA = "Ficha de mejora de la renta de jubilación por reingreso laboral (gob.ec)"


@dataclass(frozen=True, slots=True)
class Reingreso:
    """What the register shows of who came back to work."""

    inicio: date
    """Of the pension."""
    pension: Decimal
    por_vejez_o_discapacidad: bool
    empleadores_del_cese: frozenset[str]
    """RUC of those that certified the exit: work for them does not count."""
    aportes: Sequence[AporteDePension]
    trabaja: bool
    correo: str
    contados_hasta: date | None = None
    """The day of the last mejora: what was paid by then has raised the pension already."""

    @property
    def posteriores(self) -> list[AporteDePension]:
        return [
            aporte
            for aporte in self.aportes
            if aporte.periodo >= self.inicio.replace(day=1)
            and aporte.ruc not in self.empleadores_del_cese
            and not self._contado(aporte)
        ]

    def _contado(self, aporte: AporteDePension) -> bool:
        return (
            self.contados_hasta is not None
            and aporte.fecha_pago is not None
            and aporte.fecha_pago <= self.contados_hasta
        )


@dataclass(frozen=True, slots=True)
class NormaMejora:
    imposiciones: int
    factor: Decimal
    respaldo: Respaldo


def aumento(promedio: Decimal, factor: Decimal, imposiciones: int) -> Decimal:
    return centavos(promedio * factor * imposiciones)


def dictamen(
    reingreso: Reingreso, norma: NormaMejora, *, deben: Sequence[Deuda], hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """`deben`: every month of this person that an employer has not paid in time."""
    pagados = [aporte for aporte in reingreso.posteriores if aporte.fecha_pago is not None]
    imposiciones = len({aporte.periodo for aporte in pagados})
    suma = sum((aporte.sueldo for aporte in pagados), CERO)
    promedio = centavos(suma / imposiciones) if imposiciones else CERO
    gana = aumento(promedio, norma.factor, imposiciones)
    requisitos = _requisitos(reingreso, norma, imposiciones, deben)
    base_legal, confianza = norma.respaldo.base_legal, Confianza(norma.respaldo.confianza)
    medio: dict[str, Valor] = {"suma": suma, "imposiciones": imposiciones}
    de_la_mejora: dict[str, Valor] = {"promedio": promedio, "factor": norma.factor, "imposiciones": imposiciones}
    total: dict[str, Valor] = {"pension_anterior": reingreso.pension, "mejora": gana}
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=(
            Paso("promedio", "Sueldo promedio", "suma de los sueldos ÷ meses", medio, promedio, base_legal, confianza),
            Paso(
                "mejora",
                "Lo que se suma a la pensión",
                "promedio × factor × imposiciones",
                de_la_mejora,
                gana,
                base_legal,
                confianza,
            ),
            Paso(
                "pension",
                "Pensión nueva",
                "pensión anterior + mejora",
                total,
                reingreso.pension + gana,
                base_legal,
                confianza,
            ),
        ),
        califica=todos_cumplen(requisitos),
        datos={
            "pension_anterior": reingreso.pension,
            "promedio": promedio,
            "imposiciones": imposiciones,
            "mejora": gana,
            "pension": reingreso.pension + gana,
        },
        parametros=dict(parametros),
    )


def _requisitos(
    reingreso: Reingreso, norma: NormaMejora, imposiciones: int, deben: Sequence[Deuda]
) -> tuple[Requisito, ...]:
    deudores = ", ".join(deuda.empleador or deuda.ruc for deuda in deben)
    return (
        Requisito(
            "pensionista_vejez_o_discapacidad",
            "Ser pensionista de vejez o de discapacidad",
            "Pensión de vejez o de discapacidad",
            "Tiene una" if reingreso.por_vejez_o_discapacidad else "No tiene ninguna de ellas",
            reingreso.por_vejez_o_discapacidad,
            FICHA,
        ),
        Requisito(
            "imposiciones_posteriores",
            "Haber aportado después de jubilarse, con otro empleador",
            f"{norma.imposiciones} imposiciones o más",
            f"{imposiciones} imposiciones",
            imposiciones >= norma.imposiciones,
            FICHA,
        ),
        Requisito(
            "cesante",
            "No estar trabajando",
            "Sin relación de trabajo vigente",
            "Trabaja" if reingreso.trabaja else "No trabaja",
            not reingreso.trabaja,
            FICHA,
        ),
        Requisito(
            "sin_aportes_pendientes",
            "Que no haya aportes sin pagar",
            "Ningún aporte pendiente",
            deudores or "Ninguno",
            not deben,
            FICHA,
        ),
        Requisito(
            "correo",
            "Un correo electrónico válido",
            "Registrado",
            reingreso.correo or "Ninguno",
            bool(reingreso.correo),
            FICHA,
        ),
    )
