"""Whether a suspended pension is paid again, and what is due of its months (E §8.5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nucleo import fechas
from nucleo.dinero import CERO
from pensionistas.reglas.exterior import vencimiento
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, todos_cumplen

FICHA = "Reactivación de jubilación o montepío, según la ficha de gob.ec"
MES = "mes_"


@dataclass(frozen=True, slots=True)
class MesDebido:
    periodo: date
    pension: Decimal
    decimos: Decimal


@dataclass(frozen=True, slots=True)
class Suspendidas:
    """The suspended pensions of one person. `constancia`: the day on which their last proof of life was made."""

    tipos: tuple[str, ...]
    desde: date | None
    reanuda: date
    pension: Decimal
    meses: tuple[MesDebido, ...]
    constancia: date | None


def dictamen(hechos: Suspendidas, frecuencia: int, hoy: date, parametros: Mapping[str, Any]) -> Dictamen:
    requisitos = (_suspendida(hechos), _supervivencia(hechos, frecuencia, hoy))
    retroactivo = sum((mes.pension + mes.decimos for mes in hechos.meses), CERO)
    return Dictamen(
        hoy,
        requisitos,
        tuple(_pasos(hechos.meses, retroactivo)),
        todos_cumplen(requisitos),
        {"pension": hechos.pension, "retroactivo": retroactivo, "reanuda": hechos.reanuda},
        parametros,
    )


def _suspendida(hechos: Suspendidas) -> Requisito:
    return Requisito(
        nombre="suspendida",
        texto="Tener una pensión suspendida",
        exigido="Una pensión que no se paga",
        registrado=f"De {' y '.join(hechos.tipos)}, desde {fechas.mes(hechos.desde)}" if hechos.desde else "Ninguna",
        cumple=hechos.desde is not None,
        base_legal=FICHA,
    )


def _supervivencia(hechos: Suspendidas, frecuencia: int, hoy: date) -> Requisito:
    dia = hechos.constancia
    return Requisito(
        nombre="supervivencia",
        texto="Presentar una constancia de supervivencia que valga hoy",
        exigido=f"De los últimos {frecuencia} meses",
        registrado=f"Del {fechas.fecha(dia)}" if dia else "Ninguna: se entrega con la solicitud",
        cumple=dia is not None and dia <= hoy <= vencimiento(dia, frecuencia),
        base_legal=FICHA,
        confianza=Confianza.BAJA,
    )


def _pasos(meses: Sequence[MesDebido], retroactivo: Decimal) -> Iterator[Paso]:
    for n, mes in enumerate(meses, 1):
        yield Paso(
            nombre=f"{MES}{n}",
            texto=f"Lo que no se pagó de {fechas.mes(mes.periodo)}",
            formula="pensión + décimos de ese mes",
            entradas={"mes": mes.periodo, "pension": mes.pension, "decimos": mes.decimos},
            resultado=mes.pension + mes.decimos,
            base_legal=FICHA,
            confianza=Confianza.BAJA,
        )
    yield Paso(
        nombre="retroactivo",
        texto="Lo que se paga de los meses suspendidos",
        formula="suma de los meses",
        entradas={"meses": len(meses)},
        resultado=retroactivo,
        base_legal=FICHA,
        confianza=Confianza.BAJA,
    )
