"""The lines of a rol: what each code of the core system is called, and which of them count for what (E §8.5)."""

from collections.abc import Set as AbstractSet
from typing import Final

PENSION: Final = "PENSION"
INCREMENTO: Final = "INCREMENTO"
RETROACTIVO: Final = "RETROACTIVO"
RETROACTIVO_TERCERA: Final = "RETROACTIVO XIII"
RETROACTIVO_CUARTA: Final = "RETROACTIVO XIV"
TERCERA: Final = "XIII"
CUARTA: Final = "XIV"
ALIMENTOS: Final = "ALIMENTOS"
HIPOTECARIO: Final = "HIPO"
QUIROGRAFARIO: Final = "QUIRO"
CUOTA_SOCIAL: Final = "CUOTA_SOCIAL"
DECIMOS_FUNERALES: Final = "DECIMOS_FUNERALES"

NOMBRES: Final = {
    PENSION: "Pensión",
    INCREMENTO: "Incremento de la pensión",
    "APORTE_ESTADO_40": "Parte que aporta el Estado",
    TERCERA: "Décima tercera pensión",
    CUARTA: "Décima cuarta pensión",
    RETROACTIVO: "Valores de meses anteriores",
    RETROACTIVO_TERCERA: "Décima tercera de meses anteriores",
    RETROACTIVO_CUARTA: "Décima cuarta de meses anteriores",
    "REINTEGRO": "Reintegro",
    QUIROGRAFARIO: "Cuota de préstamo quirografario",
    HIPOTECARIO: "Cuota de préstamo hipotecario",
    ALIMENTOS: "Pensión de alimentos",
    CUOTA_SOCIAL: "Cuota social de su asociación",
    DECIMOS_FUNERALES: "Aporte de 2,76 % (décimos y funerales)",
    "DEVOLUCION_INDEBIDO": "Devolución de lo pagado de más",
    "SALUD": "Aporte de salud",
}
INFORMATIVOS: Final[AbstractSet[str]] = frozenset({"APORTE_ESTADO_40"})
"""Part of the pension that is told beside it: adding it up would count it twice."""
DE_LA_TERCERA: Final[AbstractSet[str]] = frozenset({PENSION, INCREMENTO, RETROACTIVO})
"""What of a month was paid as pension."""


def nombre(concepto: str) -> str:
    """What people call it; a code that nobody told us of stays as it came."""
    base, _, resto = concepto.partition(" ")
    return NOMBRES.get(concepto) or (f"{NOMBRES[base]} {resto}" if base in NOMBRES else concepto)
