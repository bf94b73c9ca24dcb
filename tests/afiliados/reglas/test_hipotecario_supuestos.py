"""What if: a raise, a wait, another who would owe it; nothing said changes nothing."""

from datetime import date

import pytest

from afiliados.reglas.hipotecario import Pedido, Situacion
from afiliados.reglas.hipotecario_dictamen import requisitos
from afiliados.reglas.hipotecario_supuestos import Supuesto, acompanante, suponer
from tests.afiliados.reglas.test_hipotecario import NORMA, d, interesado, quirografario, sueldos
from tests.mundo import HOY


def test_nothing_imagined_is_as_it_is():
    quien = interesado(vigentes=[quirografario(500)])

    assert suponer(quien, Supuesto(), HOY) == (quien, HOY)


@pytest.mark.parametrize("meses", [0, 3])
def test_a_raise_is_the_income_of_the_last_month(meses):
    quien, dia = suponer(interesado(), Supuesto(meses=meses, ingreso=d(1200)), HOY)

    assert quien.ingreso == 1200
    assert len(quien.pagados) == 48 + meses
    assert dia == (date(2027, 2, 20) if meses else HOY)


def test_who_waits_contributes_and_pays():
    quien, dia = suponer(interesado(pagados=sueldos(35), vigentes=[quirografario(170)]), Supuesto(meses=2), HOY)

    assert requisitos(Pedido(quien), NORMA, dia)[0].cumple
    assert [uno.cuota for uno in quien.vigentes] == [0]


def test_the_month_that_opens_the_right_is_the_day_that_was_promised():
    quien = interesado(pagados=sueldos(30))
    promesa = requisitos(Pedido(quien), NORMA, HOY)[0].fecha_en_que_cumple

    antes, despues = (suponer(quien, Supuesto(meses=meses), HOY) for meses in (5, 6))

    assert promesa is not None
    assert not requisitos(Pedido(antes[0]), NORMA, antes[1])[0].cumple
    assert requisitos(Pedido(despues[0]), NORMA, despues[1])[0].cumple


def test_of_who_does_not_contribute_waiting_changes_nothing():
    quien = interesado(situacion=None)

    assert suponer(quien, Supuesto(meses=12), HOY)[0].pagados == quien.pagados


def test_of_a_pensioner_the_income_is_the_pension():
    jubilado = interesado(situacion=Situacion.JUBILADO, pension=d(800), pagados=[])

    assert suponer(jubilado, Supuesto(ingreso=d(900)), HOY)[0].ingreso == 900
    assert suponer(jubilado, Supuesto(meses=1), HOY)[0].ingreso == 800


def test_whoever_is_imagined_adds_an_income_and_stands_in_the_way_of_nothing():
    quien = interesado()
    pedido = Pedido(quien, conyuge=acompanante(quien, d(500)), solidaria=True, confirmada=True)

    assert pedido.ingreso == 1500
    assert all(requisito.cumple for requisito in requisitos(pedido, NORMA, HOY))
