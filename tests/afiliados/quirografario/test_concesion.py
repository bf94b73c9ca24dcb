"""What a grant writes, once, and what undoes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from afiliados.selectors.quirografario import SLUG
from afiliados.services.fondos import retirar_fondos
from afiliados.services.quirografario import conceder_quirografario
from cuentas.actuacion import Actuacion, Por
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import Prestamo
from tests import mundo
from tests.afiliados.quirografario.pasos import (
    PEDIDO,
    URL,
    confirmar,
    depositar,
    enviar,
    hasta_revisar,
    pagina,
    pedir_codigo,
    prestamo,
)
from tests.casos import en_mesa
from tests.dictamen import dato
from tramites.casos import services
from tramites.models import OrdenPago, Solicitud
from tramites.procedimientos import por_slug
from tramites.selectors import ficha

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]

MOTIVO = "Cumple lo que se pide."
DE_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")


def con_deuda(ana) -> None:
    """Something for a person to look at: her employer owes a month."""
    mundo.aportes(ana, mundo.Empleador.objects.get(), date(2023, 1, 1), 1, pagados=False)


def sin_deuda() -> None:
    mundo.Planilla.objects.update(aportes_impagos=0)


# --- at once


def test_who_meets_every_requirement_has_the_loan_at_once(ana, de_ana):
    solicitud = enviar(de_ana)

    assert (solicitud.estado, solicitud.resultado) == ("CONCEDIDA", "CONCEDIDA")
    concedido = Prestamo.objects.get()
    assert (concedido.persona, concedido.tipo, concedido.fecha) == (ana, "QUIROGRAFARIO", mundo.HOY)
    assert (concedido.monto, concedido.saldo) == (Decimal(1000), Decimal(1000))
    assert (concedido.plazo_meses, concedido.tasa) == (12, Decimal("8.5"))
    assert concedido.acuerdo_numero == solicitud.numero
    assert OrdenPago.objects.get().valor == 1000
    assert Asiento.objects.filter(accion="prestamo.concedido", persona_id=ana.pk).count() == 1
    assert "Se concedió lo que pidió" in pagina(de_ana, solicitud.get_absolute_url())


def test_it_is_signed_told_and_goes_to_payment(de_ana):
    solicitud = enviar(de_ana)
    drain()
    solicitud.refresh_from_db()

    assert solicitud.estado == "EN_PAGO"
    html = pagina(de_ana, solicitud.get_absolute_url())
    assert dato(html, "cuota") == "87.22"
    assert dato(html, "recibe") == "1000.00"


def test_from_then_on_the_loan_holds_what_guarantees_it(de_ana):
    enviar(de_ana)

    html = pagina(de_ana)

    assert dato(html, "garantias") == "2850.00"  # 95 % of what is left of 4,000


def test_the_stored_decision_comes_out_the_same(ana, de_ana, capsys):
    solicitud = enviar(de_ana)
    depositar(ana, "9000.00", fecha=mundo.HOY)

    call_command("recalcular", solicitud.numero)

    assert "al centavo" in capsys.readouterr().out


def test_with_something_missing_it_stays_with_the_staff_and_says_why(ana, de_ana):
    con_deuda(ana)

    solicitud = enviar(de_ana)

    assert solicitud.estado == "INGRESADA"
    assert not Prestamo.objects.exists()
    assert "Un empleador debe aportes" in pagina(de_ana, solicitud.get_absolute_url())


# --- the same dollar


def test_a_second_loan_has_only_what_the_first_one_left(de_ana, time_machine):
    enviar(de_ana, monto="3000", plazo="36")
    drain()
    time_machine.move_to("2026-11-23T10:00:00-05:00", tick=False)
    de_ana.force_login(Solicitud.objects.get().actor)

    de_ana.post(URL)
    respuesta = de_ana.post(
        f"{URL}paso/1/", {"monto": "950.01", "plazo": "36", "sistema": "FRANCES", "renueva": "NUEVO"}
    )

    assert "a $\xa0950,00" in respuesta.content.decode()


def test_a_second_loan_on_the_day_of_the_first_stays_with_the_staff(de_ana):
    enviar(de_ana)
    drain()

    segunda = enviar(de_ana, renueva="NUEVO")

    assert segunda.estado == "INGRESADA"
    assert Prestamo.objects.count() == 1


def test_what_was_withdrawn_after_the_code_was_sent_is_lent_no_more(ana, de_ana):
    hasta_revisar(de_ana, monto="3500", plazo="36")
    codigo = pedir_codigo(de_ana)
    depositar(ana, "3000.00", tipo="RETIRO", fecha=mundo.HOY)

    respuesta = confirmar(de_ana, codigo)

    assert not Prestamo.objects.exists()
    assert respuesta.status_code in {200, 302}


def test_a_person_of_the_staff_can_not_grant_what_is_no_longer_there(ana, de_ana, analista):
    con_deuda(ana)
    solicitud = enviar(de_ana, monto="3500", plazo="36")
    sin_deuda()
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "recalcular")
    depositar(ana, "3000.00", tipo="RETIRO", fecha=mundo.HOY)

    respuesta = en_mesa(analista, solicitud, "conceder", motivo=MOTIVO)

    assert "hasta $\xa0950,00" in respuesta.content.decode()
    assert solicitud.estado == "EN_REVISION"
    assert not Prestamo.objects.exists()


def test_two_grants_one_after_the_other_never_have_the_same_dollar(ana):
    una, otra = (_por_conceder(ana, numero) for numero in ("2026-0000001", "2026-0000002"))

    assert _conceder(una)
    assert not _conceder(otra)
    assert Prestamo.objects.get().acuerdo_numero == una.numero


@pytest.mark.django_db(transaction=True)
@DE_POSTGRESQL
def test_two_grants_at_once_never_have_the_same_dollar(ana):
    casos = [_por_conceder(ana, numero) for numero in ("2026-0000001", "2026-0000002")]

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(_conceder_aparte, casos)) == [False, True]
    assert Prestamo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@DE_POSTGRESQL
def test_a_loan_and_a_withdrawal_at_once_never_have_the_same_dollar(ana):
    caso = _por_conceder(ana, "2026-0000001")

    def retirar() -> bool:
        try:
            return _retirar(ana)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        hechos = [hilos.submit(_conceder_aparte, caso), hilos.submit(retirar)]
        assert sorted(hecho.result() for hecho in hechos) == [False, True]


@pytest.mark.django_db(transaction=True)
@DE_POSTGRESQL
def test_a_request_that_is_sent_twice_at_once_is_one_loan(ana):
    actuacion = Actuacion(actor=mundo.cuenta(ana), sujeto=ana, por=Por.PROPIO)
    hasta_revisar(mundo.navegador(ana.cuenta))
    borrador = Solicitud.objects.get()
    datos = por_slug(SLUG).completar(actuacion, PEDIDO | {"renueva": ""})

    def ingresar(_: int) -> str:
        try:
            return services.ingresar(actuacion=actuacion, borrador=borrador, datos=datos).estado
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        assert set(hilos.map(ingresar, range(2))) == {"CONCEDIDA"}
    assert Prestamo.objects.count() == OrdenPago.objects.count() == 1


@pytest.mark.parametrize("primero", ["prestamo", "retiro"])
def test_a_loan_and_a_withdrawal_one_after_the_other_never_have_the_same_dollar(ana, primero):
    caso = _por_conceder(ana, "2026-0000001")
    verbos = [lambda: _conceder(caso), lambda: _retirar(ana)]

    hechos = [verbo() for verbo in (verbos if primero == "prestamo" else reversed(verbos))]

    assert hechos == [True, False]


def _retirar(ana) -> bool:
    """All of the fondos de reserva, by a case of its own."""
    datos = {"persona": ana, "solicitud": "2026-0000009", "fecha": mundo.HOY, "monto": Decimal(3000)}
    try:
        retirar_fondos(actuacion=services.SISTEMA, **datos)
    except services.NoProcede:
        return False
    return True


def _por_conceder(ana, numero: str) -> Solicitud:
    """A case for the whole capacity, on its way to a decision that its dictamen allows."""
    datos = {"monto": "3800", "plazo": 60, "sistema": "FRANCES", "renueva": ""}
    _, dictamen = por_slug(SLUG).dictamen(ana, mundo.HOY, datos)
    en_camino = {"estado": "EN_REVISION", "ingresada_en": timezone.now(), "por": "propio"}
    return Solicitud.objects.create(
        tramite=ficha(SLUG), persona=ana, numero=numero, datos=datos, dictamen=dictamen.a_json(), **en_camino
    )


def _conceder(caso: Solicitud) -> bool:
    try:
        conceder_quirografario(actuacion=services.SISTEMA, solicitud=caso, fecha=mundo.HOY)
    except services.NoProcede:
        return False
    return True


def _conceder_aparte(caso: Solicitud) -> bool:
    try:
        return _conceder(caso)
    finally:
        connection.close()


# --- decided again


def objetar(de_ana, aprobadora, solicitud: Solicitud) -> None:
    drain()
    solicitud.refresh_from_db()
    de_ana.post(f"{solicitud.get_absolute_url()}impugnar/", {"motivo": "Revísenlo otra vez."})
    en_mesa(aprobadora, solicitud, "reabrir", motivo="Tiene razón.")
    assert solicitud.estado == "EN_REVISION"


def test_granted_again_it_is_the_same_loan(ana, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    objetar(de_ana, aprobadora, solicitud)
    Prestamo.objects.update(saldo=Decimal("920.00"))  # one instalment was paid meanwhile
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "recalcular")

    en_mesa(analista, solicitud, "conceder", motivo=MOTIVO)

    assert solicitud.resultado == "CONCEDIDA"
    assert (Prestamo.objects.get().acuerdo_numero, Prestamo.objects.get().saldo) == (
        solicitud.numero,
        Decimal("920.00"),
    )


def test_denied_after_an_objection_the_loan_is_taken_back(ana, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    objetar(de_ana, aprobadora, solicitud)
    en_mesa(analista, solicitud, "tomar")

    en_mesa(analista, solicitud, "negar", motivo="No procede.")

    assert solicitud.resultado == "NEGADA"
    assert not Prestamo.objects.exists()
    assert OrdenPago.objects.get().estado == "ANULADA"
    assert Asiento.objects.filter(accion="prestamo.retirado", persona_id=ana.pk).exists()


def test_a_case_that_is_open_again_does_not_free_its_loan_for_another(ana, de_ana, aprobadora):
    solicitud = enviar(de_ana, monto="3800", plazo="60")
    objetar(de_ana, aprobadora, solicitud)

    assert dato(pagina(de_ana), "garantias") == "190.00"  # 95 % of the 200 that are left


# --- renewed


def test_a_renewal_pays_off_the_old_loan_and_pays_the_rest(ana, de_ana):
    viejo = prestamo(ana, "700.00")

    solicitud = enviar(de_ana, renueva="2025-05-03", monto="2000", plazo="24")

    viejo.refresh_from_db()
    assert solicitud.resultado == "CONCEDIDA"
    assert viejo.saldo == 0
    nuevo = Prestamo.objects.get(acuerdo_numero=solicitud.numero)
    assert (nuevo.monto, nuevo.saldo, nuevo.tasa) == (Decimal(2000), Decimal(2000), Decimal("12.84"))
    assert OrdenPago.objects.get().valor == 1300
    assert dato(pagina(de_ana), "garantias") == "1900.00"


def test_a_renewal_says_what_it_pays_and_what_is_received(ana, de_ana):
    prestamo(ana, "700.00")
    hasta_revisar(de_ana, renueva="2025-05-03", monto="2000", plazo="24")

    html = pagina(de_ana, f"{URL}revisar/")

    assert "El préstamo del 3 de mayo de 2025" in html
    assert "$\xa0700,00" in html
    assert "$\xa01.300,00" in html


@pytest.mark.parametrize(("saldo", "estado"), [("760.00", "INGRESADA"), ("750.00", "CONCEDIDA")])
def test_a_renewal_is_granted_at_once_when_a_quarter_is_paid(ana, de_ana, saldo, estado):  # LQ-08
    prestamo(ana, saldo)

    assert enviar(de_ana, renueva="2025-05-03", monto="2000", plazo="24").estado == estado


def test_a_renewal_that_is_denied_leaves_the_old_loan_as_it_was(ana, de_ana, analista, aprobadora):
    viejo = prestamo(ana, "700.00")
    solicitud = enviar(de_ana, renueva="2025-05-03", monto="2000", plazo="24")
    objetar(de_ana, aprobadora, solicitud)
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "recalcular")
    assert solicitud.dictamen["califica"]

    en_mesa(analista, solicitud, "negar", motivo="No procede.")

    viejo.refresh_from_db()
    assert Prestamo.objects.get() == viejo
    assert viejo.saldo == 700


def test_what_is_owed_must_still_be_what_was_confirmed(ana, de_ana, analista):
    con_deuda(ana)
    prestamo(ana, "700.00")
    solicitud = enviar(de_ana, renueva="2025-05-03", monto="2000", plazo="24")
    sin_deuda()
    Prestamo.objects.update(saldo=Decimal("650.00"))
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "recalcular")

    respuesta = en_mesa(analista, solicitud, "conceder", motivo=MOTIVO)

    assert "la persona debe pedirlo otra vez" in respuesta.content.decode()
    assert Prestamo.objects.get().saldo == 650
