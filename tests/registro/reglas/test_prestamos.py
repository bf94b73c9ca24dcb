"""Instalments and rates against every published figure (A §5, LQ and LH), and to the cent for any loan."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nucleo.dinero import CENTAVO, centavos
from registro.parametros import Parametros, leer
from registro.reglas.dictamen import Confianza
from registro.reglas.prestamos import (
    Capacidad,
    Limite,
    Sistema,
    Vigente,
    amortizar,
    cuota_fija,
    cuotas_de,
    maximo_por_cuota,
    pasos_de_tabla,
    saldo_de,
    tasa_del_plazo,
    tasa_efectiva,
    tasa_nominal,
)
from registro.reglas.puertas import meses_despues
from registro.reglas.tablas import FueraDeTabla

VERSIONES = leer()
RESPALDO = {"base_legal": "una norma", "confianza": Confianza.ALTA}


def d(texto) -> Decimal:
    return Decimal(str(texto))


def tasas(clave: str, anio: int = 2025):
    return Parametros(date(anio, 6, 1), VERSIONES).tabla(clave)


# --- published figures


@pytest.mark.parametrize(
    ("fuente", "prestamo", "impresa", "exacta"),
    [
        # The printed ones carry extra days to the first due date: A §5 gives the tolerance, 0.25 %.
        ("LQ-01 El Emprendedor 2025", (1000, 12, "8.50"), "87.36", "87.22"),
        ("A §5, El Emprendedor 2025", (1000, 24, "11"), "46.70", "46.61"),
        ("LH-07 computed, nothing published", (50000, 300, "2.99"), None, "236.85"),
        ("A §6 computed", (65000, 300, "2.99"), None, "307.90"),
        ("A §6 computed", (50000, 300, "4.99"), None, "292.00"),
    ],
)
def test_an_instalment_is_the_french_one_of_the_source(fuente, prestamo, impresa, exacta):
    monto, plazo, tasa = prestamo
    cuota = cuota_fija(d(monto), plazo, d(tasa))

    assert cuota == amortizar(d(monto), plazo, d(tasa)).primera == d(exacta)
    if impresa:
        assert abs(cuota - d(impresa)) / d(impresa) <= d("0.0025")


def test_what_a_loan_costs_is_the_sum_of_its_interests():
    # LQ-01: 1,046.64 and 46.64; the last instalment closes one cent under the others
    tabla = amortizar(d(1000), 12, d("8.50"))

    assert (tabla.total, tabla.intereses) == (d("1046.63"), d("46.63"))
    assert (tabla.primera, tabla.ultima) == (d("87.22"), d("87.21"))
    assert abs(tabla.total - d("1046.64")) <= CENTAVO * 12


@pytest.mark.parametrize(
    ("nominal", "impresa", "exacta"),
    # LQ-03, Expreso and El Emprendedor 2025; A §5 for those up to 12 months, printed as if they were effective
    [
        *(("11", "11.57", "11.572"), ("12.84", "13.62", "13.623"), ("12.99", "13.79", "13.792")),
        *(("6.50", "6.70", "6.697"), ("7.50", "7.76", "7.763"), ("8.50", "8.84", "8.839"), ("0", "0.00", "0.000")),
    ],
)
def test_the_effective_rate_is_the_published_one(nominal, impresa, exacta):
    efectiva = tasa_efectiva(d(nominal))

    assert centavos(efectiva) == d(impresa)
    assert efectiva.quantize(d("0.001")) == d(exacta)
    assert tasa_nominal(efectiva) == d(nominal)


def test_a_rate_published_as_effective_has_its_nominal():
    # Expreso 2025: pensioners, 49 to 60 months
    assert tasa_nominal(d("13.62")) == d("12.84")


@pytest.mark.parametrize(
    ("plazo", "tasa"),
    # LQ-05, El Emprendedor 2025, and both sides of each band
    [
        *((1, "6.50"), (6, "6.50"), (7, "7.50"), (9, "7.50"), (10, "8.50"), (12, "8.50")),
        *((13, "11"), (24, "11"), (48, "11"), (49, "12.99"), (60, "12.99")),
    ],
)
def test_the_rate_is_that_of_the_band_of_the_term(plazo, tasa):
    assert tasa_del_plazo(tasas("quirografario_tasas_nuevo"), plazo) == d(tasa)


def test_beyond_the_last_band_there_is_no_rate():
    with pytest.raises(FueraDeTabla):
        tasa_del_plazo(tasas("quirografario_tasas_nuevo"), 61)


# --- tables


def test_a_german_table_repays_the_same_every_month():
    tabla = amortizar(d(1200), 12, d(12), Sistema.ALEMAN)

    assert {cuota.capital for cuota in tabla.cuotas} == {d(100)}
    assert [cuota.valor for cuota in tabla.cuotas[:3]] == [d(112), d(111), d(110)]
    assert tabla.intereses == d(78)


def test_a_german_loan_costs_less_and_begins_higher():
    frances, aleman = (amortizar(d(5000), 36, d(11), sistema) for sistema in Sistema)

    assert aleman.intereses < frances.intereses
    assert aleman.primera > frances.primera


def test_without_interest_the_instalments_are_the_principal():
    assert [cuota.valor for cuota in amortizar(d(100), 3, d(0)).cuotas] == [d("33.33"), d("33.33"), d("33.34")]


def test_a_single_instalment_pays_everything():
    (unica,) = amortizar(d(1000), 1, d("6.50")).cuotas

    assert (unica.capital, unica.interes, unica.valor, unica.saldo) == (d(1000), d("5.42"), d("1005.42"), 0)


def test_the_first_instalment_belongs_to_the_month_after_the_loan():
    meses = [mes for mes, _ in amortizar(d(1000), 3, d("6.50")).por_mes(date(2026, 11, 20))]

    assert meses == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


@pytest.mark.parametrize(("monto", "plazo", "tasa"), [(0, 12, 8), (-5, 12, 8), (100, 0, 8), (100, 12, -1)])
def test_there_is_no_table_of_nothing(monto, plazo, tasa):
    with pytest.raises(ValueError, match="no loan"):
        amortizar(d(monto), plazo, d(tasa))


@settings(max_examples=50)
@given(st.integers(1, 10_000_000), st.integers(1, 300), st.integers(0, 1300), st.sampled_from(Sistema))
def test_every_table_repays_its_principal_to_the_cent(centimos, plazo, tasa, sistema):
    monto, nominal = d(centimos) / 100, d(tasa) / 100
    tabla = amortizar(monto, plazo, nominal, sistema)

    assert sum(cuota.capital for cuota in tabla.cuotas) == monto
    assert tabla.cuotas[-1].saldo == 0
    assert sum(cuota.valor for cuota in tabla.cuotas) == tabla.total
    saldos = [monto, *(cuota.saldo for cuota in tabla.cuotas)]
    assert all(antes >= despues >= 0 for antes, despues in pairwise(saldos))
    assert all(cuota.interes >= 0 and cuota.valor == centavos(cuota.valor) for cuota in tabla.cuotas)
    # What an instalment can carry is repaid with that instalment.
    alcanza = maximo_por_cuota(tabla.primera, plazo, nominal, sistema)
    assert not alcanza or amortizar(alcanza, plazo, nominal, sistema).primera <= tabla.primera


def test_a_higher_instalment_carries_more_and_none_carries_nothing():
    assert maximo_por_cuota(d(0), 60, d(11)) == maximo_por_cuota(d(-20), 60, d(11)) == 0
    assert maximo_por_cuota(d("87.22"), 12, d("8.50")) == d("1000.00")
    assert maximo_por_cuota(d("87.21"), 12, d("8.50")) < d(1000)


# --- what is owed already, and the limits


def prestamo(saldo="750", **datos) -> Vigente:
    valores = {"nombre": "Quirografario", "fecha": date(2026, 1, 10), "monto": d(1000), "plazo": 12, "tasa": d("8.50")}
    return Vigente(**(valores | {"saldo": d(saldo)} | datos))


def test_a_loan_that_is_paid_asks_for_nothing_more():
    assert cuotas_de([prestamo(), prestamo("0")]) == d("87.22")
    assert prestamo("0").saldo_tras(3) == 0


def test_what_will_be_owed_follows_the_table():
    cuotas = amortizar(d(1000), 12, d("8.50")).cuotas
    vigente = prestamo(str(cuotas[2].saldo))

    assert vigente.saldo_tras(0) == cuotas[2].saldo
    assert vigente.saldo_tras(4) == cuotas[6].saldo
    assert vigente.saldo_tras(40) == 0


def test_a_mortgage_is_counted_apart():
    vigentes = [prestamo("750"), prestamo("30000", quirografario=False)]

    assert saldo_de(vigentes, quirografario=True) == d(750)
    assert saldo_de(vigentes, quirografario=False) == d(30000)


def limite(nombre: str, valor, confianza=Confianza.ALTA) -> Limite:
    return Limite(nombre, f"El de {nombre}", "", {}, d(valor), {"base_legal": nombre, "confianza": confianza})


def test_the_least_limit_decides_and_is_named():
    capacidad = Capacidad([limite("garantia", 900), limite("cuota", 700, Confianza.BAJA), limite("maximo", 38560)])
    *limites, ultimo = capacidad.pasos

    assert (capacidad.monto, capacidad.manda.nombre) == (700, "cuota")
    assert [paso.resultado for paso in limites] == [900, 700, 38560]
    assert (ultimo.resultado, ultimo.texto, ultimo.base_legal) == (700, "Manda el más bajo: el de cuota", "cuota")
    assert ultimo.referencial


def test_a_limit_below_zero_lends_nothing():
    assert Capacidad([limite("cuota", -12), limite("maximo", 100)]).monto == 0


def test_the_steps_say_the_instalment_and_the_cost():
    pasos = {paso.nombre: paso.resultado for paso in pasos_de_tabla(amortizar(d(1000), 12, d("8.50")), RESPALDO)}

    assert pasos == {"efectiva": d("8.8391"), "cuota": d("87.22"), "intereses": d("46.63")}


@pytest.mark.parametrize(
    ("dia", "meses", "fin"),
    [
        (date(2026, 9, 20), 2, date(2026, 11, 20)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_a_term_of_months_ends_on_the_same_day_or_on_the_last_one(dia, meses, fin):
    # Código Civil art. 33
    assert meses_despues(dia, meses) == fin
