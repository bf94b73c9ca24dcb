"""Procedure 5 at the door of its verb: whatever comes at once or in any order, no dollar leaves twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.reglas.fondos_reserva import CuentaDeFondos, Titular, cuenta_de
from afiliados.selectors_fondos import libre_de, movimientos_de, vigentes_de
from afiliados.services_fondos import devolver_fondos, retirar_fondos
from cuentas.actuacion import Actuacion, Por
from registro.models import Persona
from tests import mundo
from tests.afiliados.reglas.test_fondos_reserva import NORMA
from tests.fondos import RETIRO, movimiento, prestamo, quien_ahorra, retiros, revisar
from tramites.casos.services import NoProcede
from tramites.models import OrdenPago, Solicitud

HOY = date(2026, 11, 20)
A_LA_VEZ = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("pki"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def por_la_regla(persona: Persona) -> Actuacion:
    return Actuacion(actor=None, sujeto=persona, por=Por.PUBLICO)


def retirar(persona: Persona, numero: str, monto: Decimal, dia: date = HOY) -> bool:
    try:
        retirar_fondos(actuacion=por_la_regla(persona), persona=persona, solicitud=numero, fecha=dia, monto=monto)
    except NoProcede:
        return False
    return True


def prestar(persona: Persona, dia: date = HOY) -> None:
    """A loan of all that is free, given as whoever gives one must: under the lock of the person."""
    with transaction.atomic():
        Persona.objects.select_for_update().get(pk=persona.pk)
        if libre := libre_de(persona, dia):
            prestamo(persona, str(libre), dia)


def cuenta(persona: Persona) -> CuentaDeFondos:
    return cuenta_de(Titular(persona.fecha_nacimiento, movimientos_de(persona), vigentes_de(persona)), NORMA)


# --- at the same instant ----------------------------------------------------------------------------------------------


class TestALaVez:
    pytestmark = A_LA_VEZ

    def test_of_two_withdrawals_that_do_not_both_fit_one_is_made(self, ana):
        def uno(numero: str) -> bool:
            try:
                return retirar(ana, numero, Decimal(250))
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as hilos:
            hechos = list(hilos.map(uno, [f"2026-000000{n}" for n in range(4)]))

        assert sorted(hechos) == [False, False, False, True]
        assert cuenta(ana).saldo == Decimal("150.00")

    def test_one_form_sent_four_times_is_one_withdrawal(self, ana, de_ana):
        revisar(de_ana, "PARTE", "250")
        navegadores = [mundo.navegador(ana.cuenta) for _ in range(4)]

        def enviar(client) -> int:
            try:
                return client.post(f"{RETIRO}revisar/").status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as hilos:
            assert list(hilos.map(enviar, navegadores)) == [302] * 4

        assert Solicitud.objects.count() == OrdenPago.objects.count() == len(retiros(ana)) == 1

    def test_a_withdrawal_and_a_loan_do_not_use_the_same_dollar(self, ana, de_ana):
        revisar(de_ana)

        def enviar() -> None:
            de_ana.post(f"{RETIRO}revisar/")
            connection.close()

        def conceder() -> None:
            prestar(ana)
            connection.close()

        with ThreadPoolExecutor(2) as hilos:
            for hecho in [hilos.submit(enviar), hilos.submit(conceder)]:
                hecho.result()

        retirado = sum(valor for _, valor, _ in retiros(ana))
        prestado = sum(uno.saldo for uno in ana.prestamos.all())
        assert retirado + prestado == Decimal("400.00")
        assert 0 in {retirado, prestado}


# --- one after the other, on both engines -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_after_a_loan_of_all_that_is_free_nothing_is_withdrawn(ana):
    prestar(ana)

    assert not retirar(ana, "2026-0000001", Decimal("0.01"))
    assert not retiros(ana)


@pytest.mark.django_db
def test_after_a_withdrawal_a_loan_and_another_find_what_is_left(ana):
    assert retirar(ana, "2026-0000001", Decimal(300))
    assert not retirar(ana, "2026-0000002", Decimal("100.01"))
    prestar(ana)

    assert ana.prestamos.get().saldo == Decimal("100.00")
    assert not retirar(ana, "2026-0000003", Decimal("0.01"))


# --- in any order -----------------------------------------------------------------------------------------------------

CENTAVOS = st.integers(1, 60_000).map(lambda centavos: Decimal(centavos) / 100)
PASO = st.tuples(st.sampled_from(["retirar", "corregir", "devolver", "depositar", "prestar"]), CENTAVOS)


@pytest.mark.django_db
@settings(max_examples=12)
@given(st.lists(PASO, max_size=7))
def test_the_balance_never_goes_negative_by_withdrawals(pasos):
    with transaction.atomic():
        ana = quien_ahorra(3, "100.00")
        depositado, numeros = Decimal(300), 0
        for dia, (accion, valor) in enumerate(pasos, 1):
            fecha, antes = HOY + timedelta(days=dia), cuenta(ana)
            match accion:
                case "retirar":
                    numeros += 1
                    assert retirar(ana, f"2026-{numeros:07}", valor, fecha) is (valor <= antes.libre)
                case "corregir" if numeros:
                    retirar(ana, f"2026-{numeros:07}", valor, fecha)
                case "devolver" if numeros:
                    numero = f"2026-{numeros:07}"
                    devolver_fondos(actuacion=por_la_regla(ana), persona=ana, solicitud=numero)
                case "depositar":
                    movimiento(ana, "DEPOSITO", str(valor), fecha)
                    depositado += valor
                case "prestar":
                    prestar(ana, fecha)
            ahora = cuenta(ana)
            assert ahora.libre >= 0
            assert ahora.sin_explicar == 0
            assert ahora.saldo == depositado - sum(valor for _, valor, _ in retiros(ana))
            assert ahora.saldo >= sum(uno.saldo for uno in ana.prestamos.all())
        transaction.set_rollback(True)
