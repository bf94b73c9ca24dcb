"""The raise by later work."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from registro.parametros import Parametros, leer
from registro.parametros.pension import mejora_de
from registro.reglas.mejora import Reingreso, aumento, dictamen
from registro.reglas.reliquidacion import AporteDePension, Deuda
from tests.mundo import HOY, RUC_MAR, RUC_SOL, meses

NORMA = mejora_de(Parametros(HOY, leer()))


def aportes(cuantos: int, ruc: str = RUC_MAR, desde: date = date(2024, 3, 1)):
    return [AporteDePension(mes, ruc, "Mar", Decimal(600), date(2026, 6, 1)) for mes in meses(desde, cuantos)]


REINGRESO = Reingreso(
    inicio=date(2023, 1, 1),
    pension=Decimal("700.00"),
    por_vejez_o_discapacidad=True,
    empleadores_del_cese=frozenset({RUC_SOL}),
    aportes=aportes(24),
    trabaja=False,
    correo="a@b.ec",
)


def decidir(reingreso=REINGRESO, deben=()):
    return dictamen(reingreso, NORMA, deben=deben, hoy=HOY, parametros={})


def test_a_mejora_is_what_the_source_computes():
    # TV32, Teleamazonas 104557
    assert aumento(Decimal(600), NORMA.factor, 24) == Decimal("14.40")


def test_who_worked_two_more_years_has_the_raise_added():
    hecho = decidir()

    assert hecho.califica
    assert (hecho.datos["mejora"], hecho.datos["pension"]) == (Decimal("14.40"), Decimal("714.40"))
    assert hecho == hecho.de_json(hecho.a_json())


@pytest.mark.parametrize(
    ("cambio", "falla"),
    [
        ({"aportes": aportes(11)}, "imposiciones_posteriores"),
        ({"aportes": aportes(12)}, None),
        ({"aportes": aportes(24, RUC_SOL)}, "imposiciones_posteriores"),
        ({"aportes": [*aportes(6), *aportes(24, desde=date(2020, 1, 1))]}, "imposiciones_posteriores"),
        ({"trabaja": True}, "cesante"),
        ({"correo": ""}, "correo"),
        ({"por_vejez_o_discapacidad": False}, "pensionista_vejez_o_discapacidad"),
    ],
)
def test_each_condition_is_asked(cambio, falla):
    assert [r.nombre for r in decidir(replace(REINGRESO, **cambio)).faltan] == ([falla] if falla else [])


def test_an_unpaid_month_closes_the_way():
    hecho = decidir(deben=[Deuda(RUC_MAR, "Mar", (date(2026, 5, 1),))])

    assert [(r.nombre, r.registrado) for r in hecho.faltan] == [("sin_aportes_pendientes", "Mar")]
