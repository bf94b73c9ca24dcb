from decimal import Decimal

import pytest

from nucleo.dinero import centavos, formato


@pytest.mark.parametrize(
    ("exacto", "redondo"),
    [
        # 470 × 9.45 % and 470 × 11.15 %, as printed by Vistazo on 2025-12-17
        ("44.415", "44.42"),
        ("52.405", "52.41"),
        ("6.86495", "6.86"),
        ("-0.005", "-0.01"),
    ],
)
def test_half_a_cent_goes_up(exacto, redondo):
    assert centavos(Decimal(exacto)) == Decimal(redondo)


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        ("1234.56", "$\u00a01.234,56"),
        ("1234567.895", "$\u00a01.234.567,90"),
        ("0", "$\u00a00,00"),
        ("-12.5", "-$\u00a012,50"),
        ("-0.001", "$\u00a00,00"),
    ],
)
def test_money_is_written_as_in_ecuador(valor, texto):
    assert formato(Decimal(valor)) == texto


def test_a_missing_figure_is_a_dash():
    assert formato(None) == "—"
