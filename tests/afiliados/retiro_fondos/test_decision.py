"""Procedure 5: granted by the rule, or decided by a person; and what a decision does to the fund."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from afiliados.services.fondos import retirar_fondos
from cuentas.actuacion import Actuacion, Por
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import CuentaBancaria, MovimientoFondo
from tests.casos import asuntos, en_mesa, reabrir
from tests.dictamen import dato, datos
from tests.fondos import CONSULTA, RETIRO, enviar, prestamo, retiros
from tramites.casos import services
from tramites.models import OrdenPago, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
HOY = date(2026, 11, 20)


def d(texto: str) -> Decimal:
    return Decimal(texto)


def ordenes() -> list[tuple[str, Decimal, str]]:
    return list(OrdenPago.objects.order_by("pk").values_list("concepto", "valor", "estado"))


def sin_validar() -> None:
    CuentaBancaria.objects.update(estado="PENDIENTE")


def validar() -> None:
    CuentaBancaria.objects.update(estado="VALIDADA")


# --- by the rule ------------------------------------------------------------------------------------------------------


def test_what_meets_everything_is_granted_at_once_with_its_movement_its_order_and_its_acuerdo(ana, de_ana):
    solicitud = enviar(de_ana, "PARTE", "150,50")

    assert (solicitud.resultado, solicitud.decidida_por) == ("CONCEDIDA", None)
    assert retiros(ana) == [(HOY, d("150.50"), solicitud.numero)]
    assert ordenes() == [("RETIRO_FONDOS", d("150.50"), "POR_ENVIAR")]
    asiento = Asiento.objects.get(accion="fondos.retirados")
    assert (asiento.persona_id, asiento.actor, asiento.objeto) == (
        ana.pk,
        "sistema:casos",
        f"solicitud:{solicitud.numero}",
    )
    drain()
    solicitud.refresh_from_db()
    assert solicitud.estado == "EN_PAGO"
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.titulo == f"Acuerdo de concesión de retiro de fondos de reserva {solicitud.numero}"
    assert (acuerdo.datos["monto"], acuerdo.datos["queda"]) == ("$\u00a0150,50", "$\u00a0249,50")
    assert acuerdo.datos["cuenta"] == str(CuentaBancaria.objects.get())
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert dato(html, "monto") == "150.50"


def test_the_account_shows_it_the_same_day_with_the_balance_that_is_left(ana, de_ana):
    enviar(de_ana, "PARTE", "150,50")

    html = de_ana.get(CONSULTA).content.decode()

    assert [dato(html, n) for n in ("saldo", "disponible", "retiros")] == ["249.50", "249.50", "150.50"]
    assert datos(html, "saldo_corrido")[0] == "249.50"


def test_all_of_it_is_what_a_loan_leaves_free(ana, de_ana):
    prestamo(ana, "120.25")

    solicitud = enviar(de_ana)

    assert retiros(ana) == [(HOY, d("279.75"), solicitud.numero)]
    html = de_ana.get(CONSULTA).content.decode()
    assert [dato(html, n) for n in ("saldo", "disponible", "retenido")] == ["120.25", "0.00", "120.25"]


def test_a_second_withdrawal_finds_what_the_first_one_left(ana, de_ana):
    primera, segunda = enviar(de_ana, "PARTE", "300"), enviar(de_ana)

    assert retiros(ana) == [(HOY, d("300.00"), primera.numero), (HOY, d("100.00"), segunda.numero)]
    assert "no hay dinero libre" in mas(de_ana)
    assert "Empezar" not in de_ana.get(RETIRO).content.decode()


def mas(client: Client) -> str:
    client.post(RETIRO)
    return client.post(f"{RETIRO}paso/1/", {"cuanto": "PARTE", "monto": "0,01"}, follow=True).content.decode()


def test_sent_twice_it_is_one_withdrawal(ana, de_ana):
    solicitud = enviar(de_ana, "PARTE", "100")
    otra = de_ana.post(f"{RETIRO}revisar/", follow=True)

    assert solicitud.numero in otra.content.decode()
    assert len(retiros(ana)) == Solicitud.objects.count() == OrdenPago.objects.count() == 1


def test_the_stored_decision_comes_out_the_same_when_the_account_has_changed(ana, de_ana):
    solicitud = enviar(de_ana, "PARTE", "100")
    prestamo(ana, "300.00")
    salida = StringIO()

    call_command("recalcular", solicitud.numero, stdout=salida)

    assert "monto: 100.00" in salida.getvalue()
    assert "al centavo" in salida.getvalue()


# --- by a person ------------------------------------------------------------------------------------------------------


def test_what_lacks_something_waits_for_a_person_and_takes_nothing(ana, de_ana, analista):
    sin_validar()
    solicitud = enviar(de_ana, "PARTE", "100")
    assert (solicitud.estado, retiros(ana), ordenes()) == ("INGRESADA", [], [])
    assert solicitud.vence_el == date(2026, 11, 25)
    assert "En trámite" not in de_ana.get(RETIRO).content.decode()

    en_mesa(analista, solicitud, "tomar")
    negada = en_mesa(analista, solicitud, "conceder", motivo="Le hace falta.")
    assert "El dictamen dice que no califica" in negada.content.decode()

    validar()
    en_mesa(analista, solicitud, "recalcular")
    en_mesa(analista, solicitud, "conceder", motivo="La cuenta ya está validada.")
    assert solicitud.resultado == "CONCEDIDA"
    assert retiros(ana) == [(HOY, d("100.00"), solicitud.numero)]
    assert ordenes() == [("RETIRO_FONDOS", d("100.00"), "POR_ENVIAR")]


def test_denied_it_takes_nothing(ana, de_ana, analista):
    sin_validar()
    solicitud = enviar(de_ana, "PARTE", "100")
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "negar", motivo="La cuenta no es suya.")
    drain()

    assert (solicitud.resultado, retiros(ana), ordenes()) == ("NEGADA", [], [])
    assert "La cuenta no es suya." in de_ana.get(solicitud.get_absolute_url()).content.decode()


def test_withdrawn_by_the_person_it_takes_nothing_and_another_can_be_sent(ana, de_ana):
    sin_validar()
    solicitud = enviar(de_ana, "PARTE", "100")
    assert "Ya tiene una solicitud en trámite" in mas(de_ana)
    de_ana.post(f"{solicitud.get_absolute_url()}retirar/")
    assert retiros(ana) == []

    validar()
    de_ana.post(f"{RETIRO}descartar/")
    assert enviar(de_ana).resultado == "CONCEDIDA"


def test_a_loan_given_since_the_dictamen_is_not_paid_out_again(ana, de_ana, analista):
    """In sequence: the dictamen says 300, the loan holds 200 of the 400, and the grant is refused."""
    sin_validar()
    solicitud = enviar(de_ana, "PARTE", "300")
    validar()
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "recalcular")
    prestamo(ana, "200.00")

    respuesta = en_mesa(analista, solicitud, "conceder", motivo="Cumple.")

    assert "quedan $\u00a0200,00 libres" in respuesta.content.decode()
    assert (solicitud.estado, retiros(ana), ordenes()) == ("EN_REVISION", [], [])
    en_mesa(analista, solicitud, "recalcular")
    assert not solicitud.dictamen["califica"]


# --- decided again ----------------------------------------------------------------------------------------------------


def test_while_it_is_decided_again_its_own_withdrawal_does_not_stand_in_its_way(ana, de_ana, analista):
    solicitud = enviar(de_ana)
    reabrir(de_ana, solicitud)
    assert retiros(ana) == [(HOY, d("400.00"), solicitud.numero)]  # who objects keeps what was granted meanwhile

    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "recalcular")

    assert solicitud.dictamen["califica"]
    assert solicitud.dictamen["datos"]["libre"] == {"decimal": "400.00"}


def cuatro_dias_despues(time_machine, de_la_mesa) -> Client:
    """The browser of an analyst of that day."""
    time_machine.move_to("2026-11-24T10:00:00-05:00", tick=False)
    return de_la_mesa(Rol.ANALISTA, "del martes")


def test_granted_again_it_is_the_same_withdrawal_with_the_new_figure_on_the_new_day(
    ana, de_ana, de_la_mesa, time_machine
):
    solicitud = enviar(de_ana, "PARTE", "100")
    antes = MovimientoFondo.objects.get(tipo="RETIRO").pk
    reabrir(de_ana, solicitud)
    Solicitud.objects.filter(pk=solicitud.pk).update(datos=solicitud.datos | {"monto": "130.00"})
    del_martes = cuatro_dias_despues(time_machine, de_la_mesa)

    en_mesa(del_martes, solicitud, "retomar")
    en_mesa(del_martes, solicitud, "recalcular")
    en_mesa(del_martes, solicitud, "conceder", motivo="Pidió 130.")

    assert retiros(ana) == [(date(2026, 11, 24), d("130.00"), solicitud.numero)]
    assert MovimientoFondo.objects.get(tipo="RETIRO").pk == antes
    assert sum(valor for _, valor, estado in ordenes() if estado != "ANULADA") == d("130.00")


def test_granted_again_the_same_nothing_is_written_twice(ana, de_ana, de_la_mesa, time_machine):
    solicitud = enviar(de_ana, "PARTE", "100")
    reabrir(de_ana, solicitud)
    del_martes = cuatro_dias_despues(time_machine, de_la_mesa)

    en_mesa(del_martes, solicitud, "retomar")
    en_mesa(del_martes, solicitud, "conceder", motivo="Queda igual.")

    assert solicitud.resultado == "CONCEDIDA"
    assert retiros(ana) == [(HOY, d("100.00"), solicitud.numero)]
    assert Asiento.objects.filter(accion="fondos.retirados").count() == 1


def test_denied_after_an_objection_the_money_is_back_in_the_fund(ana, de_ana, analista):
    solicitud = enviar(de_ana)
    reabrir(de_ana, solicitud)
    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "negar", motivo="No era su cuenta.")

    assert retiros(ana) == []
    assert Asiento.objects.filter(accion="fondos.restituidos", persona_id=ana.pk).count() == 1
    assert dato(de_ana.get(CONSULTA).content.decode(), "saldo") == "400.00"


def test_what_was_sent_to_the_bank_is_not_taken_back(ana, de_ana, analista):
    solicitud = enviar(de_ana)
    drain()
    OrdenPago.objects.update(estado="ENVIADA", lote=1, enviada_en=solicitud.ingresada_en)
    reabrir(de_ana, solicitud)
    en_mesa(analista, solicitud, "retomar")

    respuesta = en_mesa(analista, solicitud, "negar", motivo="No era su cuenta.")

    assert "no puede quedar en menos" in respuesta.content.decode()
    assert retiros(ana) == [(HOY, d("400.00"), solicitud.numero)]


def test_another_case_cannot_use_what_is_being_decided_again(ana, de_ana):
    reabrir(de_ana, enviar(de_ana, "PARTE", "300"))

    assert "Ya tiene una solicitud en trámite" in mas(de_ana)
    with pytest.raises(services.NoProcede, match=r"quedan \$\u00a0100,00 libres"):
        retirar(ana, "2026-9999999", "100.01")


def retirar(persona, numero: str, monto: str) -> MovimientoFondo:
    actuacion = Actuacion(actor=None, sujeto=persona, por=Por.PUBLICO)
    return retirar_fondos(actuacion=actuacion, persona=persona, solicitud=numero, fecha=HOY, monto=Decimal(monto))


def test_the_person_is_told_by_mail(de_ana):
    solicitud = enviar(de_ana)
    assert any(solicitud.numero in asunto and "respuesta" in asunto for asunto in asuntos())
