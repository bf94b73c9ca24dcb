"""The quirografario against every published figure (A §5, LQ), at each limit and on both sides of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.normas.quirografario import norma_quirografario_de
from afiliados.reglas.quirografario import (
    Calidad,
    Solicitante,
    capacidad,
    comparar,
    opcion,
    plazo_maximo,
    suponer,
    tasa_de,
)
from registro.parametros import ParametroMalFormado, Parametros, Version, leer
from registro.reglas.dictamen import Confianza
from registro.reglas.pension import MesPagado
from registro.reglas.prestamos import Sistema, Vigente
from registro.reglas.puertas import mover
from registro.reglas.tablas import FueraDeTabla
from tests.mundo import HOY, meses

VERSIONES = leer()


def norma(anio: int):
    return norma_quirografario_de(Parametros(date(anio, 11, 1), VERSIONES))


PARAMETROS = Parametros(HOY, VERSIONES)
NORMA = norma_quirografario_de(PARAMETROS)


def d(texto) -> Decimal:
    return Decimal(str(texto))


def sueldos(cuantos: int, sueldo=1000) -> list[MesPagado]:
    """So many months in a row, the last one October of 2026."""
    return [MesPagado(mes, d(sueldo)) for mes in meses(mover(date(2026, 11, 1), -cuantos), cuantos)]


def afiliado(**datos) -> Solicitante:
    """Forty years old, at work for two years, with 4,000 in the funds."""
    valores = {"nacimiento": date(1986, 1, 1), "calidad": Calidad.AFILIADO, "pagados": sueldos(24)}
    fondos = {"reserva": d(3000), "cesantia": d(1000)}
    return Solicitante(**(valores | fondos | {"cuenta": "Banco ****1234", "cuenta_validada": True} | datos))


def pensionista(nacimiento: date = date(1956, 1, 1), **datos) -> Solicitante:
    valores = {"calidad": Calidad.PENSIONISTA, "pension": d(800), "cuenta": "Banco ****1234", "cuenta_validada": True}
    return Solicitante(nacimiento=nacimiento, **(valores | datos))


def vigente(saldo=500, **datos) -> Vigente:
    valores = {"nombre": "Quirografario", "fecha": date(2026, 1, 10), "monto": d(1000), "plazo": 12, "tasa": d("8.5")}
    return Vigente(**(valores | {"saldo": d(saldo)} | datos))


def limites(de: Solicitante, plazo: int = 24, en=NORMA, **datos) -> dict[str, Decimal]:
    return {limite.nombre: limite.valor for limite in capacidad(de, plazo, en, HOY, **datos).limites}


# --- the three limits


@pytest.mark.parametrize(("anio", "maximo"), [(2024, 36800), (2025, 37600), (2026, 38560)])
def test_nobody_is_lent_more_than_eighty_salaries(anio, maximo):
    # LQ-04: Ecuavisa 2024, Confirmado 2025, Extra 2026
    rica = afiliado(reserva=d(90000), pagados=sueldos(24, 9000))
    puede = capacidad(rica, 60, norma(anio), HOY)

    assert (puede.monto, puede.manda.nombre) == (maximo, "maximo_sbu")


@pytest.mark.parametrize(
    ("reserva", "cesantia", "garantia"),
    [(3000, 1000, "3800.00"), (0, 1000, "950.00"), ("0.01", 0, "0.01"), (0, 0, "0.00")],
)
def test_the_funds_guarantee_ninety_five_per_cent_of_themselves(reserva, cesantia, garantia):
    # El Comercio, CF-Q26
    assert limites(afiliado(reserva=d(reserva), cesantia=d(cesantia)))["garantias"] == d(garantia)


def test_what_guarantees_another_loan_guarantees_nothing_more():
    assert limites(afiliado(vigentes=[vigente(500)]))["garantias"] == d("3325.00")
    assert limites(afiliado(vigentes=[vigente(4000, monto=d(5000))]))["garantias"] == 0
    assert limites(afiliado(vigentes=[vigente(9000, monto=d(9000))]))["garantias"] == 0
    hipotecario = vigente(30000, monto=d(40000), plazo=300, quirografario=False)
    assert limites(afiliado(vigentes=[hipotecario]))["garantias"] == d("3800.00")


@pytest.mark.parametrize(
    ("sueldo", "plazo", "alcanza"),
    # Half of the income (Gestión 2019, CF-Q25), as the present value of that instalment.
    [("1000", 12, "5732.64"), ("1000", 24, "10727.80"), ("174.44", 12, "1000.00"), ("0", 12, "0.00")],
)
def test_half_of_the_income_is_what_an_instalment_may_take(sueldo, plazo, alcanza):
    assert limites(afiliado(pagados=sueldos(24, sueldo)), plazo)["capacidad_pago"] == d(alcanza)


def test_the_instalment_of_another_loan_takes_its_place():
    # 500 less the 87.22 of LQ-01
    puede = capacidad(afiliado(vigentes=[vigente()]), 24, NORMA, HOY)
    cuota = next(limite for limite in puede.limites if limite.nombre == "capacidad_pago")

    assert (cuota.entradas["otras_cuotas"], cuota.entradas["cuota_maxima"]) == (d("87.22"), d("412.78"))
    assert capacidad(afiliado(vigentes=[vigente(9000, monto=d(9000))]), 24, NORMA, HOY).monto == 0


@pytest.mark.parametrize(
    ("datos", "manda", "monto"),
    [
        ({}, "garantias", "3800.00"),
        ({"reserva": d(30000)}, "capacidad_pago", "10727.80"),
        ({"reserva": d(90000), "pagados": sueldos(24, 9000)}, "maximo_sbu", "38560.00"),
        ({"pagados": []}, "capacidad_pago", "0.00"),
    ],
)
def test_the_limit_that_decides_is_named(datos, manda, monto):
    puede = capacidad(afiliado(**datos), 24, NORMA, HOY)

    assert (puede.manda.nombre, puede.monto) == (manda, d(monto))
    assert [paso.nombre for paso in puede.pasos] == ["garantias", "capacidad_pago", "maximo_sbu", "capacidad"]


def test_the_income_is_the_last_month_paid_and_no_source_says_so():
    puede = capacidad(afiliado(pagados=[*sueldos(23, 1000), MesPagado(date(2026, 10, 1), d(1200))]), 24, NORMA, HOY)

    assert next(limite for limite in puede.limites if limite.nombre == "capacidad_pago").entradas["ingreso"] == 1200
    assert puede.confianza is Confianza.BAJA


# --- rates and terms


@pytest.mark.parametrize(
    ("plazo", "nuevo", "novacion"),
    # LQ-05, El Emprendedor 2025
    [(6, "6.50", "6.50"), (9, "7.50", "7.50"), (12, "8.50", "8.50"), (24, "11", "12.84"), (48, "11", "12.84")],
)
def test_the_rate_follows_the_term_and_a_renewal_costs_more(plazo, nuevo, novacion):
    assert tasa_de(afiliado(), plazo, NORMA)[0] == d(nuevo)
    assert tasa_de(afiliado(), plazo, NORMA, renueva=True)[0] == d(novacion)


@pytest.mark.parametrize(
    ("plazo", "novacion", "confianza"),
    # Expreso 2025, effective: 11.69, 12.67, 13.51, 13.62; under 13 months nothing is published
    [
        *((12, "8.50", Confianza.BAJA), (13, "11.11", Confianza.MEDIA), (24, "11.11", Confianza.MEDIA)),
        *((25, "11.99", Confianza.MEDIA), (48, "12.74", Confianza.MEDIA), (60, "12.84", Confianza.MEDIA)),
    ],
)
def test_a_pensioner_renews_at_the_published_effective_rates(plazo, novacion, confianza):
    tasa, respaldo = tasa_de(pensionista(), plazo, NORMA, renueva=True)

    assert (tasa, respaldo["confianza"]) == (d(novacion), confianza)


def test_a_pensioner_pays_a_little_less_over_five_years():
    assert tasa_de(pensionista(), 60, NORMA)[0] == d("12.84")
    assert tasa_de(afiliado(), 60, NORMA)[0] == d("12.99")


def test_beyond_the_last_band_there_is_no_rate():
    with pytest.raises(FueraDeTabla):
        tasa_de(afiliado(), 61, NORMA)


@pytest.mark.parametrize(
    ("quien", "tope"),
    # LQ-07, Expreso 2025; ages on 20 November 2026
    [
        (afiliado(), 60),
        (afiliado(calidad=Calidad.ZAFRERO), 18),
        (pensionista(date(1948, 11, 21)), 60),  # 77
        (pensionista(date(1948, 11, 20)), 48),  # 78
        (pensionista(date(1942, 11, 21)), 48),  # 83
        (pensionista(date(1942, 11, 20)), 24),  # 84
    ],
)
def test_the_longest_term_depends_on_who_asks(quien, tope):
    assert plazo_maximo(quien, NORMA, HOY) == tope
    assert comparar(quien, NORMA, HOY)[-1].plazo == tope


@pytest.mark.parametrize(
    ("nacimiento", "parte", "confianza"),
    # brenp 2022: over 78, 40 %; from 83, 35 %; announced for six months
    [
        (date(1947, 11, 21), 400, Confianza.ALTA),  # 78
        (date(1947, 11, 20), 320, Confianza.BAJA),  # 79
        (date(1943, 11, 21), 320, Confianza.BAJA),  # 82
        (date(1943, 11, 20), 280, Confianza.BAJA),  # 83
    ],
)
def test_an_older_pensioner_gives_a_smaller_part_of_the_pension(nacimiento, parte, confianza):
    puede = capacidad(pensionista(nacimiento), 24, norma(2025), HOY)
    cuota = puede.limites[0]

    assert cuota.entradas["cuota_maxima"] == parte
    assert cuota.respaldo["confianza"] == Confianza.menor([confianza, Confianza.MEDIA])


def test_a_pensioner_needs_no_guarantee():
    assert list(limites(pensionista())) == ["capacidad_pago", "maximo_sbu"]


# --- side by side


def test_the_terms_are_compared_with_their_cost():
    opciones = comparar(afiliado(), NORMA, HOY, monto=d(1000))

    assert [una.plazo for una in opciones] == [6, 9, 12, 18, 24, 36, 48, 60]
    anual = opciones[2]
    # LQ-01
    assert (anual.tabla.primera, anual.tabla.intereses, anual.tasa) == (d("87.22"), d("46.63"), d("8.50"))
    assert round(anual.efectiva, 2) == d("8.84")
    assert all(una.cabe for una in opciones)
    assert sorted(una.tabla.primera for una in opciones) == [una.tabla.primera for una in reversed(opciones)]


def test_without_an_amount_each_term_shows_the_most_that_it_lends():
    opciones = comparar(afiliado(pagados=sueldos(24, 200)), NORMA, HOY)

    assert [una.tabla.monto for una in opciones] == [una.capacidad.monto for una in opciones]
    assert all(una.tabla.primera <= 100 for una in opciones if una.capacidad.manda.nombre == "capacidad_pago")


def test_a_term_of_ones_own_joins_the_usual_ones():
    assert [una.plazo for una in comparar(afiliado(calidad=Calidad.ZAFRERO), NORMA, HOY, plazo=7)] == [6, 7, 9, 12, 18]
    assert 61 not in [una.plazo for una in comparar(afiliado(), NORMA, HOY, plazo=61)]


@pytest.mark.parametrize(("monto", "cabe"), [("3800", True), ("3800.01", False), ("0.01", True), ("0", False)])
def test_an_amount_fits_up_to_the_capacity(monto, cabe):
    assert opcion(afiliado(), 24, NORMA, HOY, monto=d(monto)).cabe is cabe


def test_who_can_be_lent_nothing_has_no_table():
    nada = opcion(afiliado(reserva=d(0), cesantia=d(0)), 24, NORMA, HOY)

    assert (nada.tabla, nada.cabe) == (None, False)


def test_the_first_instalment_of_a_german_table_fits_too():
    aleman = opcion(afiliado(reserva=d(90000)), 36, NORMA, HOY, sistema=Sistema.ALEMAN)

    assert aleman.capacidad.manda.nombre == "capacidad_pago"
    assert d("499.90") < aleman.tabla.primera <= 500


def test_what_is_renewed_neither_holds_guarantee_nor_asks_for_its_instalment():
    viejo = vigente(800)
    de = afiliado(vigentes=[viejo])

    assert limites(de, renueva=viejo)["garantias"] == d("3800.00")
    assert (
        limites(de, renueva=viejo)["capacidad_pago"] < limites(afiliado())["capacidad_pago"]
    )  # at the rate of a renewal
    assert limites(de, renueva=viejo)["capacidad_pago"] > limites(de)["capacidad_pago"]


# --- what if


def test_to_wait_adds_months_and_savings():
    despues, dia = suponer(afiliado(ahorra=True), NORMA, HOY, meses=6)

    assert (dia, len(despues.pagados)) == (date(2027, 5, 20), 30)
    assert (despues.reserva, despues.cesantia) == (d("3499.80"), d("1120.00"))
    assert suponer(afiliado(), NORMA, HOY, meses=6)[0].reserva == 3000


def test_who_does_not_work_saves_nothing_by_waiting():
    despues, dia = suponer(afiliado(calidad=None, ahorra=True), NORMA, HOY, meses=6, sueldo=d(5000))

    assert (dia, despues.reserva, despues.ingreso) == (date(2027, 5, 20), 3000, 1000)


def test_a_raise_counts_from_the_month_in_which_it_is_paid():
    assert suponer(afiliado(), NORMA, HOY, sueldo=d(1500))[0].ingreso == 1500
    despues, _ = suponer(afiliado(), NORMA, HOY, meses=2, sueldo=d(1500))
    assert [mes.sueldo for mes in despues.pagados[-3:]] == [1000, 1500, 1500]


def test_to_wait_pays_off_what_is_owed():
    for de in (afiliado(vigentes=[vigente(500)]), pensionista(vigentes=[vigente(500)])):
        despues, dia = suponer(de, NORMA, HOY, meses=3)

        assert (despues.vigentes[0].saldo, dia) == (vigente(500).saldo_tras(3), date(2027, 2, 20))
        assert capacidad(despues, 24, NORMA, dia).monto >= capacidad(de, 24, NORMA, HOY).monto


@settings(max_examples=50)
@given(
    st.integers(0, 3_000_000),
    st.integers(1, 500_000),
    st.integers(0, 300_000),
    st.integers(1, 36),
    st.sampled_from([6, 12, 18, 36, 60]),
)
def test_more_contributions_never_lower_a_capacity(reserva, deposito, sueldo, cuantos, plazo):
    de = afiliado(reserva=d(reserva) / 100, pagados=sueldos(12, d(sueldo) / 100), ahorra=True)
    antes = capacidad(de, plazo, NORMA, HOY)
    con_mas = replace(de, cesantia=de.cesantia + d(deposito) / 100)
    despues, dia = suponer(de, NORMA, HOY, meses=cuantos)

    assert antes.monto >= 0
    assert capacidad(con_mas, plazo, NORMA, HOY).monto >= antes.monto
    assert capacidad(despues, plazo, NORMA, dia).monto >= antes.monto


# --- parameters


@pytest.mark.parametrize("clave", ["quirografario_ingreso", "quirografario_cuotas_vigentes"])
def test_a_way_that_the_rule_does_not_know_is_refused(clave):
    otra = Version(clave, "OTRA", date(2026, 1, 1), None, "base", "fuente", "ALTA", "")

    with pytest.raises(ParametroMalFormado):
        norma_quirografario_de(Parametros(HOY, [*VERSIONES, otra]))
