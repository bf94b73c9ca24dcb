"""Money: `Decimal` dollars, rounded to cents half up, written as in Ecuador."""

from decimal import ROUND_HALF_UP, Decimal

CENTAVO = Decimal("0.01")
CERO = Decimal("0.00")
_A_LA_ECUATORIANA = str.maketrans({",": ".", ".": ","})


def centavos(valor: Decimal) -> Decimal:
    """`valor` rounded to cents, half up: the rounding that the published contribution figures show (470 × 9.45 %)."""
    return valor.quantize(CENTAVO, rounding=ROUND_HALF_UP)


def formato(valor: Decimal | None) -> str:
    """Text for a person: `$ 1.234,56`, with a no-break space after the sign; a dash when there is no figure."""
    if valor is None:
        return "—"
    redondo = centavos(valor)
    signo = "-" if redondo < 0 else ""
    return f"{signo}$\u00a0{abs(redondo):,.2f}".translate(_A_LA_ECUATORIANA)
