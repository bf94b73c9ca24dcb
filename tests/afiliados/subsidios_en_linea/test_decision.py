"""Procedure 16: the decision, what it pays, and that no day is ever paid twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cuentas.actuacion import Actuacion, Por
from iess_portal.roles import Rol
from nucleo.feriados import Feriado
from nucleo.outbox import drain
from registro.models import Aporte
from tests import mesa, mundo
from tests.afiliados.subsidios_en_linea.pasos import enviar, pagina
from tests.casos import MOTIVO, conceder, en_mesa, hasta_aprobar
from tests.dictamen import dato
from tramites.casos import services
from tramites.models import OrdenPago, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def pagado(solicitud: Solicitud) -> str:
    return solicitud.dictamen["datos"]["subsidio_total"]["decimal"]


def test_granted_it_goes_to_payment_and_its_documents_keep_the_diagnosis_to_themselves(de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    conceder(analista, aprobadora, solicitud)
    drain()

    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.resultado) == ("EN_PAGO", "CONCEDIDA")
    orden = OrdenPago.objects.get()
    assert (orden.concepto, orden.valor, orden.persona) == ("SUBSIDIO", Decimal("175.00"), solicitud.persona)
    html = pagina(de_ana, solicitud.get_absolute_url())
    lo_primero = html[: html.index("Los motivos")]
    assert dato(lo_primero, "subsidio_total") == "175.00"
    assert dato(lo_primero, "dias_pagados") == "7"
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.estado == "EMITIDO"
    assert acuerdo.titulo == f"Acuerdo de concesión de subsidio en dinero {solicitud.numero}"
    assert (acuerdo.datos["subsidio_total"], acuerdo.datos["dias_pagados"]) == ("$\u00a0175,00", "7")
    for documento in solicitud.documentos.all():
        escrito = json.dumps(documento.datos, ensure_ascii=False)
        assert "Enfermedad general" in escrito
        assert [dice for dice in ("Gripe", "J11", "Fiebre", "HC-12") if dice in escrito] == []


def test_denied_it_says_why(de_ana, analista, aprobadora):
    solicitud = enviar(de_ana, 3, date(2026, 11, 16))
    hasta_aprobar(analista, solicitud, "negacion")
    en_mesa(aprobadora, solicitud, "aprobar_negacion")
    drain()

    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.resultado) == ("NOTIFICADA", "NEGADA")
    assert MOTIVO in pagina(de_ana, solicitud.get_absolute_url())


def test_nobody_proposes_to_grant_what_the_dictamen_denies(de_ana, analista):
    solicitud = enviar(de_ana, 3, date(2026, 11, 16))
    for accion in ("tomar", "calcular", "proponer_concesion"):
        en_mesa(analista, solicitud, accion, motivo=MOTIVO)
    assert solicitud.estado == "EN_CALCULO"


def test_the_stored_decision_comes_out_the_same_after_the_record_and_the_calendar_changed(de_ana):
    solicitud = enviar(de_ana)
    Aporte.objects.update(sueldo=5000)
    Feriado.objects.create(fecha=date(2026, 11, 23), nombre="Decretado", base_legal="Decreto 1")
    salida = StringIO()

    call_command("recalcular", solicitud.numero, stdout=salida)

    assert "subsidio_total: 175.00" in salida.getvalue()
    assert "al centavo" in salida.getvalue()


# --- no day twice


def test_the_case_that_is_decided_does_not_stand_in_its_own_way(de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    conceder(analista, aprobadora, solicitud)
    assert solicitud.resultado == "CONCEDIDA"
    assert pagado(solicitud) == "175.00"


def test_of_two_that_wait_each_day_is_of_the_one_that_was_sent_first(de_ana, analista, aprobadora):
    primera, segunda = enviar(de_ana), enviar(de_ana, 10, date(2026, 11, 9))

    conceder(analista, aprobadora, segunda)
    conceder(analista, aprobadora, primera)

    assert (primera.resultado, pagado(primera)) == ("CONCEDIDA", "175.00")  # 7 of 10 days
    assert (segunda.resultado, pagado(segunda)) == ("CONCEDIDA", "175.00")  # 7 of 10: three were the first one's


def test_a_rest_that_goes_on_does_not_wait_again(de_ana):
    enviar(de_ana)  # until 11 November
    assert pagado(enviar(de_ana, 5, date(2026, 11, 12))) == "125.00"


@pytest.mark.parametrize("fin", [{"estado": "DESISTIDA"}, {"estado": "ARCHIVADA"}, {"resultado": "NEGADA"}])
def test_what_was_withdrawn_archived_or_denied_holds_no_day(de_ana, fin):
    primera = enviar(de_ana)
    Solicitud.objects.filter(pk=primera.pk).update(**fin)

    assert pagado(enviar(de_ana)) == "175.00"


def test_a_grant_that_another_one_overtook_is_calculated_again(de_ana, analista, aprobadora):
    primera, segunda = enviar(de_ana), enviar(de_ana, 10, date(2026, 11, 9))
    hasta_aprobar(analista, segunda)  # three of its days are the first one's
    de_ana.post(f"{primera.get_absolute_url()}retirar/")

    respuesta = en_mesa(aprobadora, segunda, "aprobar_concesion")

    assert "devuelva la solicitud al cálculo" in respuesta.content.decode()
    assert segunda.estado == "EN_APROBACION"
    en_mesa(aprobadora, segunda, "devolver", motivo="Cambió otro reposo.")
    en_mesa(analista, segunda, "recalcular")
    assert pagado(segunda) == "175.00"  # its ten days are its own, and the first three wait


def test_a_denied_one_that_is_heard_again_finds_the_days_that_were_paid_meanwhile(de_ana, analista, aprobadora):
    primera = enviar(de_ana)
    hasta_aprobar(analista, primera, "negacion")
    en_mesa(aprobadora, primera, "aprobar_negacion")
    drain()
    segunda = enviar(de_ana)
    conceder(analista, aprobadora, segunda)
    de_ana.post(f"{primera.get_absolute_url()}impugnar/", {"motivo": "El certificado sí valía."})
    revisora = mundo.navegador(mesa.con_rol(Rol.APROBADOR, "revisora"))
    en_mesa(revisora, primera, "reabrir", motivo="Se revisa.")
    en_mesa(analista, primera, "retomar")

    en_mesa(analista, primera, "calcular")

    assert pagado(segunda) == "175.00"
    assert pagado(primera) == "0.00"


def sin_saber_una_de_otra(de_ana, analista) -> tuple[Solicitud, Solicitud]:
    """Two for the same days, both proposed; each was calculated while the other one stood denied."""
    primera = enviar(de_ana)
    Solicitud.objects.update(resultado="NEGADA")
    segunda = enviar(de_ana)
    hasta_aprobar(analista, segunda)
    Solicitud.objects.filter(pk=primera.pk).update(resultado="")
    hasta_aprobar(analista, primera)
    assert pagado(primera) == pagado(segunda) == "175.00"
    return primera, segunda


@pytest.mark.parametrize("en_orden", [True, False])
def test_two_that_did_not_know_of_each_other_are_not_both_granted(de_ana, analista, aprobadora, en_orden):
    primera, segunda = sin_saber_una_de_otra(de_ana, analista)

    for solicitud in (primera, segunda) if en_orden else (segunda, primera):
        en_mesa(aprobadora, solicitud, "aprobar_concesion")

    assert (primera.resultado, segunda.estado) == ("CONCEDIDA", "EN_APROBACION")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite serializes writers")
@pytest.mark.django_db(transaction=True)
def test_two_grants_of_the_same_days_at_once_pay_them_once(de_ana, analista):
    casos = sin_saber_una_de_otra(de_ana, analista)
    aprobadores = [mesa.con_rol(Rol.APROBADOR, f"aprobador{n}") for n in range(2)]

    def aprobar(cual: int) -> bool:
        solicitud = casos[cual]
        actuacion = Actuacion(aprobadores[cual], solicitud.persona, Por.VENTANILLA)
        try:
            services.actuar(actuacion=actuacion, solicitud=solicitud, accion="aprobar_concesion")
        except services.NoProcede:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        assert list(hilos.map(aprobar, range(2))) == [True, False]
