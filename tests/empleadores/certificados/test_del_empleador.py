"""Procedures 15 and 18 behind the login: what the certificate will say, and why."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuentas.delegaciones.sesion import EN_SESION
from cuentas.models import Delegacion
from empleadores.certificados.selectors import situacion_de
from empleadores.reglas.obligaciones import Situacion
from nucleo.outbox import drain
from tests import mundo
from tests.empleadores.certificados.deudas import CUMPLIMIENTO, NO_ADEUDAR, planilla
from tramites.models import Atencion, Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = f"/empleador/{CUMPLIMIENTO}/"
CONSULTAS = 15


@pytest.fixture
def empresa(client, sol):
    client.force_login(mundo.cuenta(sol, correo="sol@correo.ec"))
    return sol


def pagina(client, url: str = URL) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def emitir(client, url: str = URL) -> Certificado:
    respuesta = client.post(url, {"peticion": str(uuid.uuid4())})
    drain()
    return Certificado.objects.get(codigo=respuesta.url.split("/")[2])


def test_who_is_up_to_date_reads_so_and_gets_it_at_a_click(client, empresa):
    """TV18: NO registra obligaciones patronales en mora, valid for 30 days (P, unofficial public code)."""
    html = pagina(client)
    certificado = emitir(client)

    assert 'data-dato="situacion" value="NO_MORA"' in html
    assert certificado.datos["dice"] == "NO registra obligaciones patronales en mora"
    assert certificado.datos["representante"] == "Paz Vera Luis"
    assert (certificado.vence_el - date(2026, 11, 20)).days == 30
    assert Atencion.objects.get().tramite.slug == CUMPLIMIENTO
    assert [correo.to for correo in mail.outbox] == [["sol@correo.ec"]]


def test_who_is_in_arrears_sees_each_planilla_and_what_to_do(client, empresa):
    """TV19; the interest of TV13: 206.00 in three months at 13.33 % are 6.86 (C, rate: unofficial public code)."""
    planilla(empresa, date(2026, 7, 1), fecha_vencimiento=date(2026, 8, 20))
    planilla(empresa, date(2026, 7, 1), tipo="AJUSTE_2")
    planilla(empresa, date(2026, 7, 1), tipo="FONDOS_RESERVA", sucursal="0002", capital=Decimal("83.30"))

    html = pagina(client)
    certificado = emitir(client)

    assert 'data-dato="interes_de_planilla" value="6.86"' in html
    assert 'data-dato="total_de_planilla" value="212.86"' in html
    assert "Fondos de reserva, sucursal 0002" in html
    assert "Ajuste 2, sucursal 0001" in html
    assert "julio de 2026" in html
    assert "convenio de pagos" in html
    total = Decimal(certificado.datos["total"])
    assert f'data-dato="total" value="{total}"' in html
    assert total > Decimal("206.00") + Decimal("83.30") + Decimal("6.86")
    assert certificado.datos["dice"].startswith("SÍ registra obligaciones patronales en mora, por $")
    assert set(certificado.datos) == {
        *("nombre", "ruc", "representante", "direccion", "situacion", "dice", "total", "acuerdo_aparte", "validez_dias")
    }


def test_the_due_day_is_in_time_and_the_day_after_is_mora(client, empresa):
    planilla(empresa, date(2026, 10, 1), fecha_vencimiento=date(2026, 11, 20))
    assert 'value="NO_MORA"' in pagina(client)
    assert "todavía a tiempo" in pagina(client)

    planilla(empresa, date(2026, 10, 1), sucursal="0002", fecha_vencimiento=date(2026, 11, 19))
    assert 'value="SI_MORA"' in pagina(client)


def test_an_agreement_that_is_kept_is_in_the_way_of_payment_until_it_breaks(client, empresa):
    en_acuerdo = planilla(empresa, date(2026, 5, 1), convenio="CP-2026-000001")

    html = pagina(client)
    assert 'value="EN_TRAMITE_DE_PAGO"' in html
    assert "CP-2026-000001" in html
    assert "EN TRÁMITE DE PAGO" in emitir(client).datos["dice"]

    en_acuerdo.convenio = ""
    en_acuerdo.save()
    assert 'value="SI_MORA"' in pagina(client)


def test_what_is_late_outside_the_agreement_is_the_amount_and_the_rest_is_named(client, empresa):
    planilla(empresa, date(2026, 5, 1), convenio="CP-2026-000001")
    planilla(empresa, date(2026, 9, 1), sucursal="0002", capital=Decimal("10.00"))

    certificado = emitir(client)

    assert certificado.datos["situacion"] == "SI_MORA"
    assert Decimal("10.00") < Decimal(certificado.datos["total"]) < Decimal("11.00")
    assert certificado.datos["acuerdo_aparte"]


def test_a_part_payment_leaves_the_rest_in_mora(client, empresa):
    planilla(empresa, date(2026, 9, 1), capital_pagado=Decimal("205.99"), interes_al=date(2026, 11, 20))

    assert 'data-dato="total" value="0.01"' in pagina(client)


def test_what_was_never_added_up_is_mora_whatever_it_comes_to(client, empresa):
    nunca = planilla(empresa, date(2026, 9, 1), capital=0, personal=0, patronal=0, suma_sueldos=1000)

    html = pagina(client)
    assert 'value="SI_MORA"' in html
    assert "todavía no se calcula el valor" in html
    dice = emitir(client).datos["dice"]
    assert dice == "SÍ registra obligaciones patronales en mora, por un valor que todavía no se calcula"
    assert situacion_de([empresa.ruc], date(2026, 11, 20)) is Situacion.SI_MORA
    html = client.get(f"/empleador/planillas/{nunca.pk}/").content.decode()
    assert "Todavía no se ha calculado cuánto se debe" in html

    planilla(empresa, date(2026, 9, 1), sucursal="0002", capital=Decimal("10.00"))
    dice = Certificado.objects.get(pk=emitir(client, f"/empleador/{NO_ADEUDAR}/").pk).datos["dice"]
    assert "SÍ adeuda al IESS $\u00a010,13 más un valor que todavía no se calcula y SÍ registra" in dice


def test_the_other_certificate_has_its_own_title_and_words(client, empresa):
    planilla(empresa, date(2026, 9, 1))

    certificado = emitir(client, f"/empleador/{NO_ADEUDAR}/")

    assert certificado.titulo == "Certificado de no adeudar al IESS"
    assert certificado.datos["dice"].startswith("SÍ adeuda al IESS $")
    assert "SÍ registra obligaciones patronales en mora" in certificado.datos["dice"]


def test_a_domestic_employer_is_named_as_a_person_without_an_address(client):
    casa = mundo.empleador(f"{mundo.ANA}000", razon_social="Prueba Ríos Ana", tipo="DOMESTICO", direccion="Mi casa")
    client.force_login(mundo.cuenta(casa))

    certificado = emitir(client)

    assert certificado.datos["natural"]
    assert "Mi casa" not in str(certificado.datos)


@pytest.mark.parametrize(("rol", "status"), [("TODO", 200), ("CONSULTA", 200), ("AVISOS", 403)])
def test_a_delegate_may_if_they_may_consult(client, sol, rol, status):
    mundo.cuenta(sol, correo="sol@correo.ec")
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    delegacion = Delegacion.objects.create(
        empleador=sol, apoderado_cedula=persona.cedula, apoderado=persona, rol=rol, aceptado_en="2026-11-01T10:00Z"
    )
    sesion = client.session
    sesion[EN_SESION] = delegacion.pk
    sesion.save()

    assert client.get(URL).status_code == status


def test_the_page_takes_as_many_queries_for_one_planilla_as_for_sixty(client, empresa):
    planilla(empresa, date(2026, 9, 1))
    client.get(URL)
    with CaptureQueriesContext(connection) as una:
        client.get(URL)
    for periodo in mundo.meses(date(2020, 1, 1), 60):
        planilla(empresa, periodo)
    with CaptureQueriesContext(connection) as muchas:
        client.get(URL)

    assert len(muchas) == len(una) <= CONSULTAS
