"""Procedure 9: the decision, with the loan and the acuerdo that it makes; and the one after an objection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cuentas.actuacion import Actuacion, Por
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import Parametro, Prestamo, Relacion
from tests import mesa, mundo
from tests.casos import conceder, en_mesa, hasta_aprobar, otra_vez, reabrir
from tests.dictamen import dato
from tests.hipotecario import enviar
from tramites.casos import services
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def concedida(de_ana, analista, aprobadora) -> Solicitud:
    solicitud = enviar(de_ana)
    conceder(analista, aprobadora, solicitud)
    return solicitud


def test_granted_it_creates_the_loan_and_signs_the_acuerdo(ana, de_ana, analista, aprobadora):
    solicitud = concedida(de_ana, analista, aprobadora)

    prestamo = Prestamo.objects.get()
    assert (prestamo.persona, prestamo.tipo, prestamo.fecha) == (ana, "HIPOTECARIO", date(2026, 11, 20))
    assert (prestamo.monto, prestamo.saldo) == (Decimal("50000.00"), Decimal("50000.00"))
    assert (prestamo.plazo_meses, prestamo.tasa, prestamo.acuerdo_numero) == (300, Decimal("2.99"), solicitud.numero)
    assert Asiento.objects.filter(accion="prestamo.concedido", persona_id=ana.pk).count() == 1
    drain()
    datos = solicitud.documentos.get(variante="acuerdo", estado="EMITIDO").datos
    assert (datos["monto"], datos["cuota"], datos["tasa"]) == ("$\u00a050.000,00", "$\u00a0236,85", "2,99\u00a0%")
    assert (datos["plazo"], datos["producto"]) == ("300", "Credicasa (Vivienda Premier)")
    assert datos["entrada"] == "$\u00a010.000,00"
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert (dato(html, "monto"), dato(html, "tasa")) == ("50000.00", "2.99")
    assert "2,99" in html


def test_the_stored_decision_comes_out_the_same_after_the_record_and_the_law_changed(ana, de_ana):
    solicitud = enviar(de_ana)
    Prestamo.objects.create(
        persona=ana, tipo="QUIROGRAFARIO", fecha=date(2026, 1, 1), monto=900, plazo_meses=12, tasa=10, saldo=500
    )
    for clave, valor in (("sbu", 900), ("credicasa_tasa", 9)):
        Parametro.objects.create(
            clave=clave, valor=valor, valido_desde=date(2026, 10, 31), base_legal="x", fuente="x", confianza="ALTA"
        )
    salida = StringIO()

    call_command("recalcular", solicitud.numero, stdout=salida)

    assert "cuota: 236.85" in salida.getvalue()
    assert "al centavo" in salida.getvalue()


def test_a_second_mortgage_is_not_created_by_a_case_that_was_on_its_way(ana, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    Prestamo.objects.create(
        persona=ana, tipo="HIPOTECARIO", fecha=date(2026, 11, 19), monto=900, plazo_meses=12, tasa=10, saldo=900
    )

    respuesta = en_mesa(aprobadora, solicitud, "aprobar_concesion")

    assert "Ya consta un préstamo hipotecario" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"
    assert Prestamo.objects.get().acuerdo_numero == ""


def test_granted_again_after_an_objection_it_is_the_same_loan(ana, de_ana, analista, aprobadora, time_machine):
    solicitud = concedida(de_ana, analista, aprobadora)
    antes = Prestamo.objects.get()
    reabrir(de_ana, solicitud)
    time_machine.move_to("2026-11-25T10:00:00-05:00", tick=False)

    otra_vez(mundo.navegador(mesa.con_rol(Rol.ANALISTA, "otro")), solicitud, "concesion")
    en_mesa(mundo.navegador(mesa.con_rol(Rol.APROBADOR, "otra")), solicitud, "aprobar_concesion")

    despues = Prestamo.objects.get()
    assert (despues.pk, despues.fecha) == (antes.pk, date(2026, 11, 25))


def test_denied_after_an_objection_the_loan_that_it_had_created_is_gone(ana, de_ana, analista, aprobadora):
    solicitud = concedida(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    Relacion.objects.update(fecha_salida=date(2026, 10, 31))

    otra_vez(analista, solicitud, "negacion")
    en_mesa(revisora, solicitud, "aprobar_negacion")

    assert not Prestamo.objects.exists()
    assert Asiento.objects.filter(accion="prestamo.retirado", persona_id=ana.pk).count() == 1


def test_a_loan_that_is_being_paid_is_not_taken_back(ana, de_ana, analista, aprobadora):
    solicitud = concedida(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    Prestamo.objects.update(saldo=49000)
    otra_vez(analista, solicitud, "negacion")

    respuesta = en_mesa(revisora, solicitud, "aprobar_negacion")

    assert "ya se está pagando" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_who_approve_at_once_make_one_loan(ana, de_ana, analista):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    aprobadores = [mesa.con_rol(Rol.APROBADOR, usuario) for usuario in ("una", "otra")]

    def decidir(cuenta) -> bool:
        actuacion = Actuacion(cuenta, ana, Por.VENTANILLA)
        try:
            services.actuar(actuacion=actuacion, solicitud=solicitud, accion="aprobar_concesion")
        except services.NoProcede:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(decidir, aprobadores)) == [False, True]
    assert Prestamo.objects.count() == 1
