"""What a payment does to its planilla, to the contributions of its workers and to their fondos."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from empleadores.cobranza.ingresos import PagoRechazado
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.cobranza.services import usar_saldo_a_favor
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import Aporte, EstadoPlanilla, MovimientoFondo, Pago, Planilla
from tests import mundo
from tests.cobranza import pagar, planilla

pytestmark = pytest.mark.django_db
MARZO, VENCE = date(2026, 3, 1), date(2026, 4, 15)
A_TIEMPO, TRES_MESES = date(2026, 4, 10), date(2026, 7, 15)


@pytest.fixture
def sol():
    return mundo.empleador()


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def debida(sol, ana):
    """216.00: contributions of 206.00 and CCC of 10.00."""
    return planilla(sol, ana, periodo=MARZO)


def partes(pago: Pago) -> tuple[str, str, str]:
    return str(pago.interes), str(pago.capital), str(pago.excedente)


def test_paid_in_time_it_is_paid_and_so_is_each_worker(debida, ana):
    pago = pagar(debida, "216.00", A_TIEMPO)

    assert partes(pago) == ("0.00", "216.00", "0.00")
    assert debida.estado(mundo.HOY) == EstadoPlanilla.PAGADA
    assert (debida.fecha_pago, debida.numero_comprobante) == (A_TIEMPO, debida.referencia)
    aporte = Aporte.objects.get(persona=ana)
    assert (aporte.fecha_pago, aporte.numero_comprobante) == (A_TIEMPO, debida.referencia)
    assert debida.cambiado_en_portal == ["fecha_pago", "numero_comprobante"]
    linea = Asiento.objects.get()
    assert (linea.accion, linea.objeto, linea.datos["pagada"]) == ("planilla.pago", f"planilla:{debida.pk}", True)


def test_interest_runs_until_the_day_of_the_payment(debida):
    # 216.00 × 13.33 % ÷ 12 × 3 = 7.1982
    pago = pagar(debida, "223.20", TRES_MESES)
    assert partes(pago) == ("7.20", "216.00", "0.00")
    assert debida.fecha_pago == TRES_MESES


def test_the_capital_alone_does_not_pay_it(debida):
    pago = pagar(debida, "216.00", TRES_MESES)

    assert partes(pago) == ("7.20", "208.80", "0.00")
    assert debida.fecha_pago is None
    assert debida.saldo == Decimal("7.20")
    assert Aporte.objects.get().fecha_pago is None


def test_what_is_left_of_interest_waits_and_bears_none_itself(debida):
    pagar(debida, "5.00", TRES_MESES)
    assert (debida.interes_pendiente, debida.interes_al) == (Decimal("2.20"), TRES_MESES)

    # One month later the capital bore 216.00 × 13.33 % ÷ 12 = 2.40 more.
    pago = pagar(debida, "220.60", date(2026, 8, 15), "T-2")

    assert partes(pago) == ("4.60", "216.00", "0.00")
    assert debida.fecha_pago == date(2026, 8, 15)
    assert (debida.capital_pagado, debida.interes_pagado) == (Decimal("216.00"), Decimal("9.60"))


def test_what_is_too_much_is_in_favour_of_the_employer(debida, sol):
    assert partes(pagar(debida, "300.00", A_TIEMPO)) == ("0.00", "216.00", "84.00")
    assert saldo_a_favor(sol) == Decimal("84.00")


def test_all_that_comes_for_a_paid_planilla_is_in_favour(debida, sol):
    pagar(debida, "216.00", A_TIEMPO)
    assert partes(pagar(debida, "216.00", TRES_MESES, "T-2")) == ("0.00", "0.00", "216.00")
    assert debida.fecha_pago == A_TIEMPO
    assert saldo_a_favor(sol) == Decimal("216.00")


def test_the_same_transaction_again_is_the_same_payment(debida):
    primero = pagar(debida, "100.00", A_TIEMPO)
    assert pagar(debida, "100.00", A_TIEMPO) == primero
    assert Pago.objects.count() == 1
    with pytest.raises(PagoRechazado, match="ya está registrada"):
        pagar(debida, "101.00", A_TIEMPO)


@pytest.mark.parametrize(
    ("valor", "fecha", "campo"),
    [
        ("0", A_TIEMPO, "valor"),
        ("-1.00", A_TIEMPO, "valor"),
        ("1.001", A_TIEMPO, "valor"),
        ("NaN", A_TIEMPO, "valor"),
        ("Infinity", A_TIEMPO, "valor"),
        ("10000000000.00", A_TIEMPO, "valor"),
        ("1.00", date(2100, 1, 1), "fecha"),
        ("1.00", date(2026, 2, 28), "fecha"),
    ],
)
def test_what_can_not_be_a_payment_is_refused_and_changes_nothing(debida, valor, fecha, campo):
    with pytest.raises(PagoRechazado) as rechazo:
        pagar(debida, valor, fecha)
    assert rechazo.value.campo == campo
    assert not Pago.objects.exists()


def test_by_hand_it_says_why(debida):
    with pytest.raises(PagoRechazado, match="por qué"):
        pagar(debida, "1.00", A_TIEMPO, origen=Pago.Origen.VENTANILLA)


def test_neither_an_annulled_planilla_nor_one_of_an_agreement_takes_money(debida):
    debida.convenio = "2026-0000001"
    debida.save()
    with pytest.raises(PagoRechazado, match="cuota"):
        pagar(debida, "1.00", A_TIEMPO)
    debida.convenio, debida.anulada_en = "", timezone.now()
    debida.save()
    with pytest.raises(PagoRechazado, match="anulada"):
        pagar(debida, "1.00", A_TIEMPO)


def test_one_that_was_never_added_up_takes_none_and_is_not_paid_by_it(debida, sol):
    Planilla.objects.filter(pk=debida.pk).update(capital=0, personal=0, patronal=0, ccc=0)

    with pytest.raises(PagoRechazado, match="calculado"):
        pagar(debida, "216.00", A_TIEMPO)

    debida.refresh_from_db()
    assert (debida.aportes_impagos, debida.fecha_pago, saldo_a_favor(sol)) == (1, None, Decimal(0))


def test_one_that_the_portal_made_takes_no_money_of_before(sol, ana):
    generada = datetime(2026, 4, 5, 8, tzinfo=ZoneInfo("America/Guayaquil"))
    nueva = planilla(sol, ana, periodo=MARZO, generada_en=generada)
    with pytest.raises(PagoRechazado, match="anterior"):
        pagar(nueva, "1.00", date(2026, 4, 4))
    pagar(nueva, "1.00", date(2026, 4, 5))


def test_each_worker_gets_their_deposit_of_fondos_once(sol, ana):
    luis = mundo.persona(mundo.LUIS)
    de_fondos = planilla(sol, ana, luis, periodo=MARZO, tipo="FONDOS_RESERVA")
    assert de_fondos.capital == Decimal("166.60")
    pagar(de_fondos, "100.00", A_TIEMPO)
    assert not MovimientoFondo.objects.exists()

    pagar(de_fondos, "66.60", A_TIEMPO, "T-2")
    pagar(de_fondos, "66.60", A_TIEMPO, "T-3")

    depositos = MovimientoFondo.objects.order_by("persona")
    assert [(d.persona, d.fondo, d.tipo, d.fecha, d.valor) for d in depositos] == [
        (quien, "RESERVA", "DEPOSITO", A_TIEMPO, Decimal("83.30")) for quien in (ana, luis)
    ]
    assert depositos[0].acuerdo_numero == f"{de_fondos.referencia}-{ana.pk}"


def test_contributions_deposit_nothing(debida):
    pagar(debida, "216.00", A_TIEMPO)
    assert not MovimientoFondo.objects.exists()


def test_the_row_that_the_core_system_says_was_paid_stays_as_it_is(sol, ana):
    luis = mundo.persona(mundo.LUIS)
    mezclada = planilla(sol, ana, luis, periodo=MARZO)
    Aporte.objects.filter(persona=luis).update(fecha_pago=date(2026, 4, 1), numero_comprobante="C-1")
    mezclada.aportes_impagos = 1
    mezclada.save()

    pagar(mezclada, "432.00", A_TIEMPO)

    pagados = dict(Aporte.objects.values_list("persona", "numero_comprobante"))
    assert pagados == {ana.pk: mezclada.referencia, luis.pk: "C-1"}


def test_what_is_in_favour_pays_another_planilla(debida, sol, ana):
    pagar(debida, "300.00", A_TIEMPO)
    otra = planilla(sol, ana, periodo=date(2026, 10, 1), vence=date(2100, 1, 1))

    pago = usar_saldo_a_favor(planilla_id=otra.pk, actor=sol.ruc)

    assert (pago.origen, pago.valor, saldo_a_favor(sol)) == ("CREDITO", Decimal("84.00"), Decimal(0))
    assert pago.referencia == f"CR-{otra.referencia}-1"
    otra.refresh_from_db()
    assert otra.capital_pagado == Decimal("84.00")
    with pytest.raises(PagoRechazado, match="No hay saldo"):
        usar_saldo_a_favor(planilla_id=otra.pk, actor=sol.ruc)
    with pytest.raises(PagoRechazado, match="no debe nada"):
        usar_saldo_a_favor(planilla_id=debida.pk, actor=sol.ruc)


def test_each_credit_of_a_planilla_has_the_next_reference(debida, sol, ana):
    grande = planilla(sol, ana, mundo.persona(mundo.LUIS), periodo=date(2026, 10, 1), vence=date(2100, 1, 1))
    for transaccion in ("T-1", "T-2"):
        pagar(debida, "300.00", A_TIEMPO, transaccion)
        usar_saldo_a_favor(planilla_id=grande.pk, actor=sol.ruc)

    referencias = Pago.objects.filter(planilla=grande).order_by("pk").values_list("referencia", flat=True)
    assert list(referencias) == [f"CR-{grande.referencia}-1", f"CR-{grande.referencia}-2"]


def test_the_employer_is_told_by_mail_once(debida, sol):
    mundo.cuenta(sol, correo="sol@correo.ec")
    pagar(debida, "300.00", A_TIEMPO)
    drain()
    drain()
    (correo,) = mail.outbox
    assert correo.to == ["sol@correo.ec"]
    assert "$\u00a084,00 a favor" in correo.body


def test_a_payment_costs_the_same_with_one_worker_and_with_many(sol, ana, django_assert_max_num_queries):
    muchos = [mundo.persona(f"{numero:010d}") for numero in range(1, 40)]
    grande = planilla(sol, ana, *muchos, periodo=MARZO, tipo="FONDOS_RESERVA")
    with django_assert_max_num_queries(16):
        pagar(grande, str(grande.capital), A_TIEMPO)
