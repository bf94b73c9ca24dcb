"""The rule of the agreement: its terms, its table and how an instalment is shared out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empleadores.cobranza.convenios import fechas_de_cuotas, norma_de
from empleadores.reglas.convenio import Cuota, Debida, Deudor, banda, decide_el_director, dictamen, repartir, tabla
from nucleo.dinero import CERO
from registro.parametros import Parametros
from tests import mundo

pytestmark = pytest.mark.django_db
dinero = st.decimals(0, 100_000, places=2)


@pytest.fixture
def norma():
    return norma_de(Parametros.al(mundo.HOY), juridica=True)


def deudor(capital: str, interes: str = "0.00", **datos) -> Deudor:
    debida = Debida(1, "marzo de 2026", date(2026, 4, 15), Decimal(capital), Decimal(interes))
    return Deudor(**{"juridica": True, "debidas": (debida,)} | datos)


@pytest.mark.parametrize(
    ("deuda", "minimo", "maximo"),
    # TV23, C.D. 671 (time.news 2024-08-24)
    [
        ("1000.00", 2, 12),
        ("1000.01", 2, 24),
        ("2800.00", 2, 24),
        ("2800.01", 30, 66),
        ("9100.00", 30, 66),
        ("9100.01", 2, 72),
    ],
)
def test_the_term_hangs_on_the_debt(norma, deuda, minimo, maximo):
    assert banda(Decimal(deuda), norma.bandas)[1:] == (minimo, maximo)


def test_the_director_decides_above_so_many_basic_salaries(norma):
    # SBU 2026, 482: 25 of them a company, 4 a natural person (gob.ec, 13 to 36 months)
    natural = norma_de(Parametros.al(mundo.HOY), juridica=False)
    assert (norma.director, natural.director) == (Decimal(12050), Decimal(1928))
    assert not decide_el_director(Decimal("12050.00"), norma)
    assert decide_el_director(Decimal("12050.01"), norma)


def test_a_table_by_hand(norma):
    # 1,200 of capital and 30.00 of interest in 3: 1,200 × 13.33 % ÷ 12 = 13.33, then on 800 and on 400.
    cuotas = tabla(Decimal(1200), Decimal(30), Decimal("13.33"), 3)
    assert [(str(c.capital), str(c.interes), str(c.futuro), str(c.valor)) for c in cuotas] == [
        ("400.00", "10.00", "13.33", "423.33"),
        ("400.00", "10.00", "8.89", "418.89"),
        ("400.00", "10.00", "4.44", "414.44"),
    ]
    assert [str(c.saldo) for c in cuotas] == ["820.00", "410.00", "0.00"]


@given(capital=dinero, interes=dinero, tasa=st.decimals(0, 30, places=2), plazo=st.integers(2, 72))
def test_the_instalments_are_the_debt_to_the_cent(capital, interes, tasa, plazo):
    cuotas = tabla(capital, interes, tasa, plazo)
    assert sum(c.capital for c in cuotas) == capital
    assert sum(c.interes for c in cuotas) == interes
    assert cuotas[-1].saldo == CERO
    assert all(min(c[1:]) >= 0 for c in cuotas)
    assert max(c.capital for c in cuotas) - min(c.capital for c in cuotas) <= Decimal("0.01")


@given(
    debidas=st.lists(st.tuples(dinero, dinero), min_size=1, max_size=8),
    plazo=st.integers(2, 72),
)
def test_shared_out_one_by_one_they_leave_nothing_owed_and_nothing_over(debidas, plazo):
    quedan = {numero: list(partes) for numero, partes in enumerate(debidas)}
    total = [sum((partes[i] for partes in debidas), CERO) for i in (0, 1)]
    for cuota in tabla(*total, Decimal("13.33"), plazo):
        if not cuota.capital and not cuota.interes:
            continue
        partes = repartir(cuota, [(numero, *deben) for numero, deben in quedan.items()])
        assert sum(p.capital + p.interes + p.futuro for p in partes) == cuota.valor
        for parte in partes:
            quedan[parte.planilla][0] -= parte.capital
            quedan[parte.planilla][1] -= parte.interes
    assert all(deben == [CERO, CERO] for deben in quedan.values())


def test_more_than_they_owe_is_not_shared_out():
    with pytest.raises(ValueError, match="owe less"):
        repartir(Cuota(1, Decimal(2), CERO, CERO, CERO), [(1, Decimal(1), CERO)])


@pytest.mark.parametrize(
    ("quien", "faltan"),
    [
        (deudor("1000.00", plazo=12), []),
        (deudor("1000.00", plazo=13), ["plazo"]),
        (deudor("1000.00", plazo=1), ["plazo"]),
        (deudor("9100.00", plazo=29), ["plazo"]),
        (deudor("0.10", plazo=12), ["plazo"]),
        (Deudor(juridica=True, debidas=()), ["deuda_vencida", "plazo"]),
        (deudor("1000.00", plazo=12, vigente="2026-1"), ["sin_convenio"]),
        (deudor("90000.00", plazo=72, rotos=(12,)), []),
        (deudor("90000.00", plazo=72, rotos=(13,)), ["segundo_convenio"]),
        (deudor("1000.00", plazo=12, rotos=(0, 0)), ["segundo_convenio"]),
    ],
)
def test_each_requirement_at_its_edge(norma, quien, faltan):
    assert [requisito.nombre for requisito in dictamen(quien, norma, mundo.HOY, {}).faltan] == faltan


def test_what_no_source_says_is_shown_as_such(norma):
    assert dictamen(deudor("1000.00"), norma, mundo.HOY, {}).referencial


def test_each_instalment_is_due_a_month_later_on_a_business_day():
    fechas = fechas_de_cuotas(date(2026, 1, 31), 3, Parametros.al(mundo.HOY))
    # 28 February is a Saturday, 28 March too; 28 April a Tuesday.
    assert fechas == [date(2026, 3, 2), date(2026, 3, 30), date(2026, 4, 28)]
