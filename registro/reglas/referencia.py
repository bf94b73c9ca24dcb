"""The numbers by which planillas and instalments are paid, with a check digit that a mistyped one lacks (Luhn).

A planilla's has ten digits and the check digit; an instalment's, a nine before them. Their lengths tell them apart.
"""

from stdnum import luhn

ANCHO = 10
DE_CUOTA = "9"


def referencia(numero: int) -> str:
    """Raises ValueError when it is no positive number of ten digits."""
    return _con_control(_digitos(numero))


def referencia_de_cuota(numero: int) -> str:
    """The same of an instalment."""
    return _con_control(DE_CUOTA + _digitos(numero))


def numero_de(texto: str) -> int | None:
    """The way back; None when it is no reference of a planilla."""
    limpio = _limpio(texto)
    return int(limpio[:-1]) if len(limpio) == ANCHO + 1 and _vale(limpio) else None


def cuota_de(texto: str) -> int | None:
    """The way back; None when it is no reference of an instalment."""
    limpio = _limpio(texto)
    es_suya = len(limpio) == ANCHO + 2 and limpio.startswith(DE_CUOTA) and _vale(limpio)
    return int(limpio[1:-1]) if es_suya else None


def _digitos(numero: int) -> str:
    if not 0 < numero < 10**ANCHO:
        raise ValueError(f"{numero} has no reference of {ANCHO} digits")
    return f"{numero:0{ANCHO}d}"


def _con_control(digitos: str) -> str:
    return digitos + luhn.calc_check_digit(digitos)


def _limpio(texto: str) -> str:
    return texto.strip().replace(" ", "").replace("-", "")


def _vale(limpio: str) -> bool:
    return limpio.isascii() and limpio.isdigit() and luhn.is_valid(limpio)
