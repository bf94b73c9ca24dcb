"""Procedure 5 at the door of its verb: whatever comes at once or in any order, no dollar leaves twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.reglas.fondos_reserva import CuentaDeFondos, Titular, cuenta_de
from afiliados.selectors.fondos import libre_de, movimientos_de, vigentes_de
from afiliados.services.fondos import devolver_fondos, retirar_fondos
from cuentas.actuacion import Actuacion, Por
from registro.models import Persona
from tests import mundo
from tests.afiliados.quirografario import pasos as quirografario
from tests.afiliados.reglas.test_fondos_reserva import NORMA
from tests.fondos import RETIRO, enviar, movimiento, prestamo, quien_ahorra, retiros, revisar
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

        def envia(client) -> int:
            try:
                return client.post(f"{RETIRO}revisar/").status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as hilos:
            assert list(hilos.map(envia, navegadores)) == [302] * 4

        assert Solicitud.objects.count() == OrdenPago.objects.count() == len(retiros(ana)) == 1

    def test_a_withdrawal_and_a_loan_do_not_use_the_same_dollar(self, prestataria):
        de_ella = mundo.navegador(mundo.cuenta(prestataria))
        revisar(de_ella)
        quirografario.hasta_revisar(de_ella, monto="380")
        codigo = quirografario.pedir_codigo(de_ella)

        def retira() -> None:
            mundo.navegador(prestataria.cuenta).post(f"{RETIRO}revisar/")
            connection.close()

        def pide_prestado() -> None:
            quirografario.confirmar(de_ella, codigo)
            connection.close()

        with ThreadPoolExecutor(2) as hilos:
            for hecho in [hilos.submit(retira), hilos.submit(pide_prestado)]:
                hecho.result()

        assert retirado_y_prestado(prestataria) in {(Decimal(400), 0), (Decimal(20), Decimal(380))}


# --- one after the other, on both engines -----------------------------------------------------------------------------


@pytest.fixture
def prestataria(time_machine) -> Persona:
    """Sixty-six years old, at work, with four hundred saved and no cesantía: it guarantees 380 at most."""
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)
    persona = quirografario.quien_pide(reserva="400.00", cesantia="0.00")
    Persona.objects.update(fecha_nacimiento=date(1960, 1, 1))
    persona.refresh_from_db()
    return persona


def retirado_y_prestado(persona: Persona) -> tuple[Decimal, Decimal]:
    return sum(valor for _, valor, _ in retiros(persona)), sum(uno.saldo for uno in persona.prestamos.all())


@pytest.mark.django_db
@pytest.mark.usefixtures("pki")
def test_who_borrows_withdraws_what_the_loan_leaves(prestataria):
    de_ella = mundo.navegador(mundo.cuenta(prestataria))
    assert quirografario.enviar(de_ella, monto="380").resultado == "CONCEDIDA"

    assert enviar(de_ella).resultado == "CONCEDIDA"

    assert retirado_y_prestado(prestataria) == (Decimal(20), Decimal(380))


@pytest.mark.django_db
@pytest.mark.usefixtures("pki")
def test_who_withdraws_all_has_nothing_to_borrow_on(prestataria):
    de_ella = mundo.navegador(mundo.cuenta(prestataria))
    quirografario.hasta_revisar(de_ella, monto="380")
    codigo = quirografario.pedir_codigo(de_ella)
    assert enviar(de_ella).resultado == "CONCEDIDA"

    quirografario.confirmar(de_ella, codigo)

    assert retirado_y_prestado(prestataria) == (Decimal(400), 0)


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
