"""Fondos de reserva against every published figure (A §4, FR), at each door and on both sides of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.normas.fondos_reserva import norma_fondos_de
from afiliados.reglas.fondos_reserva import (
    Movimiento,
    Retencion,
    Tipo,
    Titular,
    cuenta_de,
    deposito,
)
from afiliados.reglas.fondos_reserva_retiro import dictamen, puerta_de_retiro
from registro.parametros import ParametroMalFormado, Parametros, Version, leer
from registro.reglas.dictamen import Confianza, Dictamen
from registro.reglas.planillas import primer_mes_de_fondos
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import mover
from tests.mundo import HOY

VERSIONES = leer()
PARAMETROS = Parametros(HOY, VERSIONES)
NORMA = norma_fondos_de(PARAMETROS)


def d(texto) -> Decimal:
    return Decimal(str(texto))


def depositos(cuantos: int, valor="40.15", ultimo: date = date(2026, 11, 15)) -> list[Movimiento]:
    """One a month, on the 15th, up to `ultimo`."""
    return [Movimiento(mover(ultimo, -i).replace(day=15), Tipo.DEPOSITO, d(valor)) for i in range(cuantos)]


def quirografario(saldo, fecha: date = date(2026, 3, 1), **datos) -> Vigente:
    return Vigente(f"Quirografario de {fecha:%Y}", fecha, d(saldo), 24, d(11), d(saldo), **datos)


def titular(movimientos=(), **datos) -> Titular:
    """Forty years old, at work, with a good account."""
    valores = {"nacimiento": date(1986, 1, 1), "cuenta": "Banco Pichincha ****1234", "cuenta_validada": True}
    return Titular(movimientos=movimientos, **(valores | datos))


def decidir(de: Titular, monto=None, norma=NORMA) -> Dictamen:
    return dictamen(de, None if monto is None else d(monto), norma, HOY, PARAMETROS.usados)


def opciones(de: Titular):
    return {uno.nombre: uno for uno in puerta_de_retiro(de, cuenta_de(de, NORMA), NORMA, HOY).opciones}


def faltan(de: Titular, monto=None) -> list[str]:
    return [requisito.nombre for requisito in decidir(de, monto).faltan]


# --- deposits


@pytest.mark.parametrize(
    ("fuente", "remuneracion", "valor"),
    [
        ("FR-01 Expreso 258363", 460, "38.32"),
        ("FR-03 Primicias 88720", 1000, "83.30"),
        ("FR-08 El Universo: 8.33 % of 482", 482, "40.15"),
        ("Expreso 257930, 2025", 470, "39.15"),
    ],
)
def test_a_deposit_is_the_published_share_of_the_salary(fuente, remuneracion, valor):
    assert deposito(d(remuneracion), NORMA) == d(valor)


def test_what_a_worker_costs_in_a_month_is_the_published_sum():
    # FR-08: 562 with both décimos by month; 656 with 11.15 % and the reserve fund
    con_decimos = d(482) + d(482) / 12 * 2
    aporte = d(482) * d("11.15") / 100

    assert round(con_decimos, 2) == d("562.33")
    assert round(con_decimos + aporte + d(482) * NORMA.porcentaje / 100, 2) == d("656.23")


@pytest.mark.parametrize(
    ("ingreso", "mes"), [(date(2025, 11, 1), date(2026, 11, 1)), (date(2025, 11, 30), date(2026, 11, 1))]
)
def test_the_thirteenth_month_is_the_first_one_paid(ingreso, mes):
    # FR-04, EC-FR18
    assert primer_mes_de_fondos(ingreso, NORMA.primer_mes) == mes


# --- balance


MEZCLA = [
    Movimiento(date(2026, 3, 1), Tipo.RETIRO, d(30)),
    Movimiento(date(2025, 12, 31), Tipo.RENDIMIENTO, d("2.10")),
    Movimiento(date(2026, 3, 1), Tipo.DEPOSITO, d(20)),
    Movimiento(date(2025, 6, 15), Tipo.DEPOSITO, d(40)),
]


def test_the_balance_runs_through_the_movements_whatever_their_order():
    cuenta = cuenta_de(titular(MEZCLA), NORMA)

    assert [(fila.fecha.year, fila.tipo.value, fila.saldo) for fila in cuenta.renglones] == [
        (2025, "DEPOSITO", d(40)),
        (2025, "RENDIMIENTO", d("42.10")),
        (2026, "DEPOSITO", d("62.10")),
        (2026, "RETIRO", d("32.10")),
    ]
    assert (cuenta.saldo, cuenta.sin_explicar) == (d("32.10"), 0)
    assert cuenta.anios == (
        (2025, d(40), d("2.10"), 0, d("42.10")),
        (2026, d(20), 0, d(30), d("32.10")),
    )


def test_a_withdrawal_that_nothing_explains_is_told_and_leaves_zero():
    cuenta = cuenta_de(titular([*MEZCLA, Movimiento(date(2026, 4, 1), Tipo.RETIRO, d(50))]), NORMA)

    assert (cuenta.saldo, cuenta.sin_explicar) == (0, d("17.90"))


def test_an_empty_account_has_zeros_and_no_picture():
    cuenta = cuenta_de(titular(), NORMA)

    assert (cuenta.saldo, cuenta.libre, cuenta.aportaciones, cuenta.anios) == (0, 0, 0, ())
    assert cuenta.ultimo_deposito is None


def test_a_month_counts_once_however_many_employers_deposit():
    assert cuenta_de(titular([*depositos(3), *depositos(3, "10")]), NORMA).aportaciones == 3


# --- what guarantees a loan


@pytest.mark.parametrize(
    ("saldos", "retenido", "libre"),
    [([], 0, 200), ([50], 50, 150), ([200], 200, 0), ([201], 200, 0), ([150, 90], 200, 0), ([0], 0, 200)],
)
def test_a_quirografario_holds_its_balance_and_no_more_than_there_is(saldos, retenido, libre):
    prestamos = [quirografario(saldo, date(2026, 1, 1 + i)) for i, saldo in enumerate(saldos)]
    cuenta = cuenta_de(titular(depositos(5, 40), vigentes=prestamos), NORMA)

    assert (cuenta.retenido, cuenta.libre) == (retenido, libre)


def test_each_loan_says_what_it_holds_the_oldest_first():
    nuevo, viejo = quirografario(90, date(2026, 6, 1)), quirografario(150, date(2024, 6, 1))
    cuenta = cuenta_de(titular(depositos(5, 40), vigentes=[nuevo, viejo]), NORMA)

    assert cuenta.retenidos == ((viejo, d(150)), (nuevo, d(50)))


def test_a_mortgage_holds_nothing_of_the_fund():
    assert cuenta_de(titular(depositos(5), vigentes=[quirografario(900, quirografario=False)]), NORMA).retenido == 0


def test_the_parameter_may_hold_the_whole_account():
    norma = replace(NORMA, retencion=Retencion.TODA_LA_CUENTA)

    assert cuenta_de(titular(depositos(5, 40), vigentes=[quirografario(1)]), norma).libre == 0


def test_what_a_loan_holds_is_of_low_confidence():
    # A §4: whether the balance or the whole account is held was not found
    assert decidir(titular(depositos(40), vigentes=[quirografario(100)])).referencial
    assert not decidir(titular(depositos(40))).referencial


# --- doors


@pytest.mark.parametrize(("aportaciones", "abierta"), [(35, False), (36, True), (37, True)])
def test_thirty_six_months_saved_open_the_account(aportaciones, abierta):
    # FR-05, ET-FR26
    puerta = opciones(titular(depositos(aportaciones)))["aportaciones"]

    assert puerta.cumple is abierta
    assert puerta.fecha_en_que_cumple == (None if abierta else date(2026, 12, 15))


@pytest.mark.parametrize(
    ("datos", "cuando"),
    [
        ({}, date(2027, 2, 15)),
        ({"trabaja": False}, None),
        ({"movimientos": depositos(33, ultimo=date(2026, 9, 15))}, date(2026, 12, 15)),
        ({"movimientos": depositos(33, ultimo=date(2026, 8, 15))}, None),
        # One of October is awaited still: it can't have been completed in the past.
        ({"movimientos": depositos(35, ultimo=date(2026, 10, 15))}, date(2026, 12, 20)),
        ({"movimientos": []}, None),
    ],
)
def test_only_who_goes_on_saving_has_a_date_for_the_thirty_six(datos, cuando):
    assert opciones(titular(**({"movimientos": depositos(33)} | datos)))["aportaciones"].fecha_en_que_cumple == cuando


def test_what_counts_after_a_withdrawal_is_of_low_confidence():
    retiro = Movimiento(date(2026, 11, 16), Tipo.RETIRO, d(10))

    assert opciones(titular(depositos(36)))["aportaciones"].confianza is Confianza.ALTA
    despues = opciones(titular([*depositos(36), retiro]))["aportaciones"]
    assert (despues.cumple, despues.confianza) == (True, Confianza.BAJA)


@pytest.mark.parametrize(
    ("nacimiento", "abierta"),
    [(date(1966, 11, 20), True), (date(1966, 11, 21), False), (date(1950, 1, 1), True)],
)
def test_sixty_years_open_it_with_one_deposit(nacimiento, abierta):
    # FR-06, ET-FR26
    puerta = opciones(titular(depositos(1), nacimiento=nacimiento))["edad"]

    assert puerta.cumple is abierta
    assert puerta.fecha_en_que_cumple == (None if abierta else date(2026, 11, 21))
    assert decidir(titular(depositos(1), nacimiento=nacimiento)).califica is abierta


@pytest.mark.parametrize(
    ("cese", "abierta", "cuando"),
    [
        (date(2026, 9, 20), True, None),
        (date(2026, 9, 21), False, date(2026, 11, 21)),
        (date(2026, 11, 30), False, date(2027, 1, 30)),
        (date(2020, 1, 1), True, None),
        (None, False, None),
    ],
)
def test_two_months_after_the_cese_open_it(cese, abierta, cuando):
    # ET-FR26, EC-FR18
    puerta = opciones(titular(depositos(1), trabaja=cese is None, cese=cese))["cese"]

    assert (puerta.cumple, puerta.fecha_en_que_cumple) == (abierta, cuando)


@pytest.mark.parametrize(("imposiciones", "abierta"), [(479, False), (480, True)])
def test_forty_years_of_service_open_it(imposiciones, abierta):
    # EC-FR18 (2018), of medium confidence
    puerta = opciones(titular(depositos(1), imposiciones=imposiciones))["servicio"]

    assert (puerta.cumple, puerta.confianza) == (abierta, Confianza.MEDIA)
    assert puerta.fecha_en_que_cumple == (None if abierta else date(2026, 12, 1))


def test_a_shut_account_says_the_first_day_on_which_it_opens():
    shut = decidir(titular(depositos(33), nacimiento=date(1967, 1, 3))).requisitos[0]

    assert (shut.nombre, shut.cumple, shut.registrado) == ("puerta", False, "Ninguna todavía")
    assert shut.fecha_en_que_cumple == date(2027, 1, 3)


def test_an_open_account_says_by_which_door():
    assert decidir(titular(depositos(36))).requisitos[0].registrado == "36 aportaciones mensuales ahorradas"


# --- a withdrawal


@pytest.mark.parametrize(
    ("monto", "califica"),
    [(None, True), ("100", True), ("100.01", False), ("0.01", True), ("0", False), ("-1", False), ("0.001", False)],
)
def test_a_withdrawal_takes_no_more_than_is_free(monto, califica):
    rica = titular(depositos(40, 5), vigentes=[quirografario(100)])

    assert decidir(rica, monto).califica is califica
    assert faltan(rica, monto) == ([] if califica else ["monto"])


def test_the_steps_lead_from_the_movements_to_what_is_left():
    hecho = decidir(titular([*depositos(40, 5), *MEZCLA], vigentes=[quirografario(100)]), "32.10")

    assert {paso.nombre: paso.resultado for paso in hecho.pasos} == {
        "saldo": d("232.10"),
        "retenido": d(100),
        "libre": d("132.10"),
        "queda": d("200.00"),
    }
    assert hecho.pasos[1].entradas == {"Quirografario de 2026": d(100)}
    assert (hecho.datos["alcance"], hecho.datos["pago_dias_habiles"]) == ("PARCIAL", 3)
    assert hecho.califica
    assert Dictamen.de_json(hecho.a_json()) == hecho


def test_all_of_an_account_that_guarantees_nothing_is_total():
    assert decidir(titular(depositos(40))).datos["alcance"] == "TOTAL"


@pytest.mark.parametrize(
    ("datos", "falta"),
    [
        ({"vigentes": [quirografario(100, cuotas_vencidas=1)]}, "sin_deuda_vencida"),
        ({"cuenta": ""}, "cuenta_bancaria"),
        ({"cuenta_validada": False}, "cuenta_bancaria"),
        ({"bloqueada": True}, "sin_bloqueo"),
        ({"movimientos": depositos(35)}, "puerta"),
    ],
)
def test_one_thing_missing_stops_it_and_is_named(datos, falta):
    assert faltan(titular(**({"movimientos": depositos(36)} | datos))) == [falta]


def test_nothing_is_withdrawn_from_nothing():
    assert faltan(titular(nacimiento=date(1950, 1, 1))) == ["monto"]


UN_MOVIMIENTO = st.builds(
    Movimiento,
    st.dates(date(2016, 1, 1), HOY),
    st.sampled_from(Tipo),
    st.integers(0, 500_000).map(lambda centimos: d(centimos) / 100),
)
PRESTAMOS = st.lists(st.integers(0, 1_000_000).map(lambda centimos: quirografario(d(centimos) / 100)), max_size=3)


@settings(max_examples=50)
@given(st.lists(UN_MOVIMIENTO, max_size=30), PRESTAMOS, st.integers(-100, 2_000_000))
def test_the_balance_is_never_negative_and_no_withdrawal_makes_it_so(movimientos, vigentes, centimos):
    de, monto = titular(movimientos, nacimiento=date(1950, 1, 1), vigentes=vigentes), d(centimos) / 100
    cuenta = cuenta_de(de, NORMA)

    assert all(fila.saldo >= 0 for fila in cuenta.renglones)
    assert 0 <= cuenta.retenido <= cuenta.saldo == cuenta.retenido + cuenta.libre
    assert sum(cuenta.suma(tipo) * (-1 if tipo is Tipo.RETIRO else 1) for tipo in Tipo) == (
        cuenta.saldo - cuenta.sin_explicar
    )
    if dictamen(de, monto, NORMA, HOY, {}).califica:
        despues = cuenta_de(replace(de, movimientos=[*movimientos, Movimiento(HOY, Tipo.RETIRO, monto)]), NORMA)
        assert (despues.libre, despues.sin_explicar) == (cuenta.libre - monto, cuenta.sin_explicar)


# --- parameters


def test_the_norm_is_that_of_the_date():
    assert NORMA.rendimiento == d("7.06")
    assert norma_fondos_de(Parametros(date(2019, 1, 1), VERSIONES)).rendimiento == d("6.75")


@pytest.mark.parametrize("clave", ["fondos_reserva_conteo", "fondos_reserva_retencion_quirografario"])
def test_a_way_that_the_rule_does_not_know_is_refused(clave):
    otra = Version(clave, "OTRA", date(2026, 1, 1), None, "base", "fuente", "ALTA", "")

    with pytest.raises(ParametroMalFormado):
        norma_fondos_de(Parametros(HOY, [*VERSIONES, otra]))
