"""The number by which a planilla is paid: ten digits and a check digit, which a mistyped one does not have (Luhn)."""

from stdnum import luhn

ANCHO = 10


def referencia(numero: int) -> str:
    """Raises ValueError when it is no positive number of ten digits."""
    if not 0 < numero < 10**ANCHO:
        raise ValueError(f"{numero} has no reference of {ANCHO} digits")
    digitos = f"{numero:0{ANCHO}d}"
    return digitos + luhn.calc_check_digit(digitos)


def numero_de(texto: str) -> int | None:
    """The way back; None when it is no reference."""
    limpio = texto.strip().replace(" ", "").replace("-", "")
    if len(limpio) != ANCHO + 1 or not (limpio.isascii() and limpio.isdigit()) or not luhn.is_valid(limpio):
        return None
    return int(limpio[:-1])
