"""Which account a payment order takes: validated, and past its window."""

from datetime import date

import pytest

from registro.reglas.cuentas_bancarias import CuentaDePago, Destino, Espera, destino

VIEJA = CuentaDePago(1, date(2020, 1, 1), validada=True)


def nueva(*, validada: bool = True, ventana: date | None = date(2026, 11, 22), **datos) -> CuentaDePago:
    return CuentaDePago(2, date(2026, 11, 20), validada=validada, ventana_hasta=ventana, **datos)


def test_without_accounts_an_order_waits():
    assert destino([], date(2026, 11, 20)) == Destino(None)


@pytest.mark.parametrize(("dia", "paga"), [(19, 1), (20, 1), (22, 1), (23, 2)])
def test_a_validated_account_pays_from_the_day_after_its_window(dia, paga):
    assert destino([nueva(), VIEJA], date(2026, 11, dia)).cuenta.id == paga


def test_within_the_window_the_order_says_what_the_new_account_waits_for():
    hecho = destino([nueva(validada=False), VIEJA], date(2026, 11, 22))
    assert hecho.en_espera.id == 2
    assert hecho.esperas == (Espera.VALIDACION, Espera.VENTANA)


def test_past_the_window_an_account_that_nobody_validated_still_waits():
    hecho = destino([nueva(validada=False), VIEJA], date(2027, 1, 1))
    assert (hecho.cuenta, hecho.esperas) == (VIEJA, (Espera.VALIDACION,))


def test_a_first_account_in_its_window_leaves_the_order_without_one():
    assert destino([nueva()], date(2026, 11, 21)) == Destino(None, nueva(), (Espera.VENTANA,))


def test_a_rejected_or_frozen_account_is_neither_paid_nor_waited_for():
    assert destino([nueva(descartada=True), VIEJA], date(2027, 1, 1)) == Destino(VIEJA)


def test_an_order_of_the_past_takes_the_account_of_then():
    assert destino([nueva(ventana=None), VIEJA], date(2026, 11, 19)) == Destino(VIEJA)


def test_of_two_accounts_of_the_same_day_the_one_given_last_pays():
    otra = CuentaDePago(3, date(2026, 11, 20), validada=True)
    assert destino([otra, nueva(ventana=None)], date(2026, 11, 20)).cuenta == otra


def test_no_order_takes_an_account_before_it_is_in_force():
    assert nueva(ventana=None).no_antes_de == date(2026, 11, 20)
    assert nueva().no_antes_de == date(2026, 11, 23)
