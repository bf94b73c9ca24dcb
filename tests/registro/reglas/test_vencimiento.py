from datetime import date

import pytest

from registro.reglas.vencimiento import SIGUIENTE_HABIL, vencimiento_planilla


@pytest.mark.parametrize(
    ("periodo", "ajuste", "vence"),
    [
        (date(2026, 9, 1), SIGUIENTE_HABIL, date(2026, 10, 15)),  # a Thursday
        (date(2026, 7, 1), SIGUIENTE_HABIL, date(2026, 8, 17)),  # from Saturday 15
        (date(2026, 7, 1), "NINGUNO", date(2026, 8, 15)),
        (date(2026, 12, 1), SIGUIENTE_HABIL, date(2027, 1, 15)),  # over the year's end
    ],
)
def test_a_planilla_falls_due_on_day_fifteen_or_the_business_day_after(periodo, ajuste, vence):
    assert vencimiento_planilla(periodo, dia=15, ajuste=ajuste) == vence
