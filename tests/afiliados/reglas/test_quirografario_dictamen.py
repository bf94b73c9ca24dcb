"""Who may have a quirografario, from when, and who may renew one (A §5, LQ)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from afiliados.normas.quirografario import norma_quirografario_de
from afiliados.reglas.quirografario import Calidad
from afiliados.reglas.quirografario_dictamen import (
    DE_AFILIADO,
    IMPEDIMENTOS,
    Hechos,
    Pedido,
    Renovacion,
    dictamen,
    requisitos,
    requisitos_de_novacion,
)
from nucleo.codificacion import a_json, de_json
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.prestamos import Sistema
from tests.afiliados.reglas.test_quirografario import NORMA, PARAMETROS, afiliado, d, pensionista, sueldos, vigente
from tests.mundo import HOY


def decidir(de, monto="1000", plazo=12, **datos) -> Dictamen:
    return dictamen(de, Pedido(d(monto), plazo, **datos), NORMA, HOY, PARAMETROS.usados)


def faltan(de, **datos) -> list[str]:
    return [requisito.nombre for requisito in decidir(de, **datos).faltan]


def uno(de, nombre: str):
    return next(requisito for requisito in requisitos(de, NORMA, HOY) if requisito.nombre == nombre)


# --- requirements


@pytest.mark.parametrize(("cuantas", "cumple"), [(11, False), (12, True)])
def test_twelve_imposiciones_are_enough(cuantas, cumple):
    # Ecuavisa 2024, CF-Q25, EXTRA-Q26
    tiempo = uno(afiliado(pagados=sueldos(cuantas)), "imposiciones")

    assert tiempo.cumple is cumple
    # November is the next one that is contributed; it counts from December on.
    assert tiempo.fecha_en_que_cumple == (None if cumple else date(2026, 12, 1))


def test_before_2024_twenty_four_were_asked_and_twelve_of_who_has_a_disability():
    # Gestión 2019-11
    vieja = replace(NORMA, imposiciones=24)
    de = afiliado(pagados=sueldos(12))

    assert [r.cumple for r in requisitos(de, vieja, HOY) if r.nombre == "imposiciones"] == [False]
    con = replace(de, discapacidad=True)
    assert [r.cumple for r in requisitos(con, vieja, HOY) if r.nombre == "imposiciones"] == [True]


def test_time_alone_cures_nothing_for_who_does_not_work():
    sin = uno(afiliado(calidad=None, pagados=sueldos(5)), "imposiciones")

    assert (sin.cumple, sin.fecha_en_que_cumple) == (False, None)


@pytest.mark.parametrize(
    ("datos", "falta"),
    [
        ({"calidad": None}, ["calidad"]),
        ({"reserva": d(0), "cesantia": d(0)}, ["garantia", "monto"]),
        ({"vigentes": [vigente(100, cuotas_vencidas=2)]}, ["sin_cuotas_vencidas"]),
        ({"planillas_en_mora": 1}, ["sin_mora_patronal"]),
        ({"cuenta": ""}, ["cuenta_bancaria"]),
        ({"cuenta_validada": False}, ["cuenta_bancaria"]),
        *[({"impedimentos": frozenset({uno.nombre})}, [f"sin_{uno.nombre}"]) for uno in (*DE_AFILIADO, *IMPEDIMENTOS)],
        ({}, []),
    ],
)
def test_one_thing_missing_stops_it_and_is_named(datos, falta):
    assert faltan(afiliado(**datos)) == falta


def test_nothing_is_asked_of_the_employers_of_a_pensioner():
    de = pensionista(impedimentos=frozenset({"empleador_en_mora", "seguro_campesino"}))

    assert decidir(de).califica
    assert {"imposiciones", "garantia"}.isdisjoint(requisito.nombre for requisito in requisitos(de, NORMA, HOY))


# --- the decision


@pytest.mark.parametrize(
    ("monto", "falta"),
    [("3800", []), ("3800.01", ["monto"]), ("0", ["monto"]), ("-1", ["monto"]), ("1.001", ["monto"])],
)
def test_no_more_is_lent_than_the_capacity(monto, falta):
    assert faltan(afiliado(), monto=monto) == falta


def test_who_can_be_lent_nothing_reads_so():
    monto = decidir(afiliado(reserva=d(0), cesantia=d(0))).faltan[-1]

    assert (monto.nombre, monto.exigido) == ("monto", "Ahora no alcanza para prestarle")


@pytest.mark.parametrize(
    ("de", "plazo", "falta"),
    [
        (afiliado(), 60, []),
        (afiliado(), 61, ["plazo"]),
        (afiliado(), 1, []),
        (afiliado(), 0, ["plazo"]),
        (afiliado(), -3, ["plazo"]),
        (afiliado(calidad=Calidad.ZAFRERO), 18, []),
        (afiliado(calidad=Calidad.ZAFRERO), 19, ["plazo"]),
        (pensionista(date(1940, 1, 1)), 24, []),
        (pensionista(date(1940, 1, 1)), 25, ["plazo"]),
    ],
)
def test_a_term_that_is_not_offered_is_refused(de, plazo, falta):
    # LQ-07
    assert faltan(de, plazo=plazo, monto="300") == falta


def test_the_decision_holds_the_loan_and_how_it_comes_out():
    hecho = decidir(afiliado())

    assert hecho.califica
    assert {clave: hecho.datos[clave] for clave in ("cuota", "intereses", "tasa", "manda", "capacidad")} == {
        "cuota": d("87.22"),  # LQ-01
        "intereses": d("46.63"),
        "tasa": d("8.50"),
        "manda": "garantias",
        "capacidad": d("3800.00"),
    }
    nombres = ["garantias", "capacidad_pago", "maximo_sbu", "capacidad", "efectiva", "cuota", "intereses"]
    assert [paso.nombre for paso in hecho.pasos] == nombres
    assert Dictamen.de_json(hecho.a_json()) == hecho


def test_what_a_decision_stands_on_is_kept_without_loss():
    viejo = vigente(700)
    de = afiliado(vigentes=[viejo], impedimentos=frozenset({"en_liquidacion"}))
    hechos = Hechos(de, Pedido(d(1000), 12, Sistema.ALEMAN, Renovacion(viejo, ultimo_pago=HOY)))

    leidos = de_json(Hechos, a_json(hechos))

    assert leidos.pedido == hechos.pedido
    assert dictamen(leidos.solicitante, leidos.pedido, NORMA, HOY, {}) == dictamen(de, hechos.pedido, NORMA, HOY, {})


def test_a_stored_decision_comes_out_the_same_from_its_own_parameters():
    hecho = decidir(pensionista())
    suyos = Parametros.de_usados(hecho.parametros)
    norma = norma_quirografario_de(suyos)

    assert dictamen(pensionista(), Pedido(d(1000), 12), norma, HOY, suyos.usados) == hecho


def test_the_german_table_is_a_choice():
    assert decidir(afiliado(), sistema=Sistema.ALEMAN).datos["sistema"] == "ALEMAN"


def test_a_renewal_lends_more_than_it_pays_off():
    viejo = vigente(700)
    de, renueva = afiliado(vigentes=[viejo]), Renovacion(viejo)

    assert decidir(de, "1000", renueva=renueva).datos["recibe"] == 300
    assert decidir(de, "1000").datos["recibe"] == 1000
    assert decidir(de, "700.01", renueva=renueva).califica
    assert faltan(de, monto="700", renueva=renueva) == ["monto"]


def test_a_renewal_brings_its_own_requirements():
    viejo = vigente(760)

    assert faltan(afiliado(vigentes=[viejo]), renueva=Renovacion(viejo)) == ["novacion_pagado"]


# --- renewal


def renovar(dia: date = HOY, calidad: Calidad = Calidad.AFILIADO, **datos):
    prestamo = vigente(**({"saldo": 75, "monto": d(100), "plazo": 48, "fecha": date(2025, 11, 20)} | datos))
    lista = requisitos_de_novacion(Renovacion(prestamo), calidad, NORMA, dia)
    return {requisito.nombre: requisito for requisito in lista}


@pytest.mark.parametrize(("saldo", "cumple"), [("76", False), ("75.01", False), ("75", True)])
def test_a_quarter_of_the_amount_must_be_paid(saldo, cumple):
    # LQ-08: 24 % no, 25 % yes (Expreso 2025-05, El Universo)
    assert renovar(saldo=saldo)["novacion_pagado"].cumple is cumple


@pytest.mark.parametrize(
    ("fecha", "plazo", "cumple", "cuando"),
    [
        (date(2025, 11, 20), 48, True, None),
        (date(2025, 11, 21), 48, False, date(2026, 11, 21)),
        # 25 % of 10 months is two and a half: three
        (date(2026, 9, 20), 10, False, date(2026, 12, 20)),
        (date(2026, 8, 20), 10, True, None),
    ],
)
def test_a_quarter_of_the_term_must_be_over(fecha, plazo, cumple, cuando):
    # LQ-08 by term: 11 of 48 no, 12 of 48 yes
    plazo_pasado = renovar(fecha=fecha, plazo=plazo)["novacion_plazo"]

    assert (plazo_pasado.cumple, plazo_pasado.fecha_en_que_cumple) == (cumple, cuando)


def test_who_pays_on_time_knows_when_the_quarter_will_be_paid():
    casi = renovar(saldo="76", plazo=48)["novacion_pagado"]

    assert casi.fecha_en_que_cumple == date(2026, 12, 20)
    assert renovar(saldo="76", cuotas_vencidas=1)["novacion_pagado"].fecha_en_que_cumple is None


@pytest.mark.parametrize(
    ("calidad", "dia", "abierta", "proximo"),
    # Expreso 2025-05
    [
        *[(Calidad.AFILIADO, dia, True, None) for dia in (1, 9, 14, 26)],
        (Calidad.AFILIADO, 10, False, date(2026, 11, 14)),
        (Calidad.AFILIADO, 13, False, date(2026, 11, 14)),
        (Calidad.AFILIADO, 27, False, date(2026, 12, 1)),
        *[(Calidad.PENSIONISTA, dia, True, None) for dia in (1, 3, 6, 9, 14, 26)],
        (Calidad.PENSIONISTA, 4, False, date(2026, 11, 6)),
        (Calidad.PENSIONISTA, 10, False, date(2026, 11, 14)),
    ],
)
def test_a_renewal_has_its_days_of_the_month(calidad, dia, abierta, proximo):
    ventana = renovar(date(2026, 11, dia), calidad)["novacion_ventana"]

    assert (ventana.cumple, ventana.fecha_en_que_cumple) == (abierta, proximo)


@pytest.mark.parametrize(
    ("pago", "cumple", "cuando"),
    [
        (None, True, None),
        (date(2026, 11, 18), True, None),
        (date(2026, 11, 19), False, date(2026, 11, 21)),
        (date(2026, 11, 20), False, date(2026, 11, 22)),
    ],
)
def test_two_days_pass_after_the_employer_pays(pago, cumple, cuando):
    lista = requisitos_de_novacion(Renovacion(vigente(), ultimo_pago=pago), Calidad.AFILIADO, NORMA, HOY)
    espera = next(requisito for requisito in lista if requisito.nombre == "novacion_espera")

    assert (espera.cumple, espera.fecha_en_que_cumple) == (cumple, cuando)


@pytest.mark.parametrize(("veces", "cumple"), [(0, True), (1, True), (2, False)])
def test_a_loan_is_renewed_twice_a_year_at_most(veces, cumple):
    # El Comercio 2021
    lista = requisitos_de_novacion(Renovacion(vigente(), en_el_anio=veces), Calidad.AFILIADO, NORMA, HOY)

    assert lista[-1].cumple is cumple
    assert lista[-1].fecha_en_que_cumple == (None if cumple else date(2027, 1, 1))


def test_an_instalment_on_its_way_to_the_employer_stops_it():
    lista = requisitos_de_novacion(Renovacion(vigente(), en_planilla=True), Calidad.AFILIADO, NORMA, HOY)

    assert "novacion_sin_planilla" in [requisito.nombre for requisito in lista if not requisito.cumple]


def test_every_amount_stays_in_cents():
    hecho = decidir(afiliado(pagados=sueldos(24, "333.33")), "1000", 24)

    assert all(
        valor == valor.quantize(Decimal("0.01"))
        for clave, valor in hecho.datos.items()
        if isinstance(valor, Decimal) and clave != "efectiva"
    )
