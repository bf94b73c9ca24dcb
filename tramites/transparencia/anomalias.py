"""What stands out in a month that is not over yet: pure, against a month that is."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

VECES = 2
"""So many times more, or fewer, than the other month would have had by now."""
ATENCIONES, QUEJAS = 20, 5
"""With fewer than these on both sides nothing stands out: small numbers jump by themselves."""
NINGUNA = 10
"""Where so many attentions were due, none at all stands out."""


@dataclass(frozen=True)
class Referencia:
    """The month that one compares with: `nombre` is how it is written."""

    nombre: str
    quejas: int
    atenciones: int


def anomalia(*, quejas: int, atenciones: int, antes: Referencia | None, transcurrido: Decimal) -> str:
    """In words, or nothing. `transcurrido` is the part of the month's business days that has passed, today included."""
    dichos = []
    if quejas and not atenciones:
        dichos.append("Hay quejas y ninguna atención.")
    if antes is not None and transcurrido:
        dichos += [
            _frente(atenciones, antes.atenciones * transcurrido, ATENCIONES, "atenciones", antes.nombre),
            _frente(quejas, antes.quejas * transcurrido, QUEJAS, "quejas", antes.nombre),
        ]
    return " ".join(dicho for dicho in dichos if dicho)


def _frente(van: int, llevaria: Decimal, minimo: int, que: str, mes: str) -> str:
    unas = llevaria.quantize(Decimal(1), ROUND_HALF_UP)
    if van >= minimo and van >= VECES * llevaria:
        return f"Más {que} de lo esperado: van {van}; al ritmo de {mes} irían {unas}."
    menos = llevaria >= minimo and van * VECES <= llevaria
    if que == "atenciones" and (menos or (not van and llevaria >= NINGUNA)):  # fewer complaints are no bad sign
        return f"Menos {que} de lo esperado: van {van}; al ritmo de {mes} irían {unas}."
    return ""
