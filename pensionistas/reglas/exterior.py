"""Which notices of leaving and entering the country make sense, and when a proof of life runs out (E §10)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nucleo import fechas
from registro.reglas.puertas import meses_despues


class Sentido(StrEnum):
    SALIDA = "SALIDA"
    ENTRADA = "ENTRADA"

    @property
    def palabra(self) -> str:
        return "salida" if self is Sentido.SALIDA else "entrada"

    @property
    def contrario(self) -> "Sentido":
        return Sentido.ENTRADA if self is Sentido.SALIDA else Sentido.SALIDA


@dataclass(frozen=True, slots=True)
class Viaje:
    sentido: Sentido
    fecha: date


@dataclass(frozen=True, slots=True)
class Problema:
    """Why a notice can't be taken, and the field that it is about."""

    texto: str
    campo: str


def revisar(
    viaje: Viaje, otros: Collection[Viaje], *, nacimiento: date | None, hoy: date, dias_antes: int, falta_otro: bool
) -> Problema | None:
    """`otros`: the notices that hold. `falta_otro`: the person says that a trip between two of them was not told."""
    ultimo = hoy + timedelta(days=dias_antes)
    if viaje.fecha > ultimo:
        return Problema(
            f"Puede avisar con {dias_antes} días de anticipación: hasta el {fechas.fecha(ultimo)}, en Ecuador.", "fecha"
        )
    if nacimiento and viaje.fecha < nacimiento:
        return Problema(f"Esa fecha es anterior a su nacimiento, el {fechas.fecha(nacimiento)}.", "fecha")
    if viaje in otros:
        return Problema(f"Ya avisó una {viaje.sentido.palabra} con esa fecha. Está en la lista de abajo.", "fecha")
    if falta_otro:
        return None
    return _seguidos(viaje, otros)


def _seguidos(viaje: Viaje, otros: Iterable[Viaje]) -> Problema | None:
    """Two of the same kind, with none of the other kind between them. On one day one may leave and come back."""
    otros = list(otros)
    antes = max((uno.fecha for uno in otros if uno.fecha <= viaje.fecha), default=None)
    despues = min((uno.fecha for uno in otros if uno.fecha >= viaje.fecha), default=None)
    for dia, como in ((antes, "anterior"), (despues, "siguiente")):
        if dia is not None and {uno.sentido for uno in otros if uno.fecha == dia} == {viaje.sentido}:
            palabra, falta = viaje.sentido.palabra, viaje.sentido.contrario.palabra
            return Problema(
                f"Su aviso {como} también es de {palabra}, el {fechas.fecha(dia)}. Avise primero la {falta} que hubo "
                "entre los dos o, si ya no la recuerda, marque la casilla que lo dice.",
                "falta_otro",
            )
    return None


def vencimiento(presentada: date, frecuencia: int) -> date:
    """The last day on which a proof of life is good; `frecuencia` in months."""
    return meses_despues(presentada, frecuencia)


VENCIDA = 0
"""The notice of who let it run out."""
SE_AVISA_TARDE = 30
"""For so many days after it: the clock may have stood still on the day itself."""


def aviso_que_toca(vence: date, hoy: date, umbrales: Iterable[int]) -> int | None:
    """The nearest of the thresholds that were reached: of those that an outage let pass, only the last one is told."""
    faltan = (vence - hoy).days
    if faltan < 0:
        return VENCIDA if -faltan <= SE_AVISA_TARDE else None
    return min((dias for dias in umbrales if faltan <= dias), default=None)
