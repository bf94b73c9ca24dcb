"""Procedure 19, at its doors."""

import csv
import io
import uuid
from datetime import date
from decimal import Decimal

import pytest

from nucleo.outbox import drain
from registro.models import PagoPension, Prestamo
from tests import mundo
from tests.pensionistas.conftest import pagos, una_pension
from tramites.models import Atencion, Certificado

pytestmark = pytest.mark.django_db
URL = "/pensionista/pagos-pension/"


@pytest.fixture
def de_la_persona(client, ana):
    client.force_login(mundo.cuenta(ana))
    return client


def ver(client) -> str:
    respuesta = client.get(URL)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def linea(de, mes: date, concepto: str, valor: str, **datos) -> PagoPension:
    valores = {"orden": 1, "fecha_pago": mes.replace(day=20)} | datos
    return PagoPension.objects.create(persona=de, periodo=mes, concepto=concepto, valor=Decimal(valor), **valores)


def test_the_last_month_is_told_with_its_deductions_and_what_changed(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 9, 1), 3)
    Prestamo.objects.create(
        persona=ana, tipo="QUIROGRAFARIO", fecha=date(2026, 10, 5), monto=500, plazo_meses=12, tasa=10, saldo=500
    )
    linea(ana, date(2026, 11, 1), "QUIRO", "-43.96")

    html = ver(de_la_persona)

    assert 'data-dato="ultimo_deposito" value="693.54"' in html
    assert 'data-dato="ultima_fecha" value="2026-11-20"' in html
    assert "Cuota de préstamo quirografario, del préstamo del 5 de octubre de 2026" in html
    assert 'data-dato="proximo_pago" value="2026-11-20"' in html
    assert html.count("<svg role") == 1


def test_the_years_add_up(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2025, 12, 1), 3)
    linea(ana, date(2025, 12, 1), "XIII", "61.46")
    linea(ana, date(2026, 1, 1), "CUOTA_SOCIAL", "-0.74")

    html = ver(de_la_persona)

    assert 'data-dato="deposito_del_anio" value="1474.26"' in html
    assert 'data-dato="descuentos_del_anio" value="0.74"' in html
    assert 'data-dato="deposito_del_anio" value="798.96"' in html


def test_the_decimos_use_the_own_figures(de_la_persona, ana):
    una_pension(ana, monto=Decimal("450.00"))
    pagos(ana, date(2026, 1, 1), 11, "450.00")

    html = ver(de_la_persona)

    assert 'data-dato="pagado_del_anio" value="4950.00"' in html
    assert 'data-dato="tercera" value="412.50"' in html
    assert 'data-dato="tercera_prevista" value="450.00"' in html  # TV28
    assert 'data-dato="cuarta" value="482.00"' in html
    assert "en marzo si es de Costa y Galápagos; en agosto si es de Sierra y Amazonía" in html


def test_the_region_is_known_by_the_last_decima_cuarta(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 3, 1), 9)
    linea(ana, date(2026, 3, 1), "XIV", "482.00")
    html = ver(de_la_persona)

    assert "La última la recibió en marzo de 2026" in html
    assert "No consta su región" not in html


def test_somebody_without_pension_is_told_what_to_do(de_la_persona):
    html = ver(de_la_persona)
    assert "no tiene ninguna pensión" in html
    assert "/tramites/jubilacion-vejez/" in html


def test_a_pension_that_has_not_been_paid_yet_says_when_it_will(de_la_persona, ana):
    una_pension(ana)
    html = ver(de_la_persona)
    assert "Todavía no le depositaron" in html
    assert 'data-dato="proximo_pago" value="2026-11-20"' in html
    assert "Todavía no consta ningún pago" in html


def test_a_widow_with_a_pension_of_her_own_sees_both(de_la_persona, ana):
    una_pension(ana)
    una_pension(ana, tipo="VIUDEZ", fecha_inicio=date(2026, 11, 1), monto=Decimal("300.00"))
    pagos(ana, date(2026, 10, 1), 2)
    linea(ana, date(2026, 11, 1), "PENSION", "300.00", orden=2)

    html = ver(de_la_persona)

    assert "Pensión de viudez" in html
    assert "Pensión (2 de 2)" in html
    assert "Empezó su pensión de viudez" in html
    assert 'data-dato="ultimo_deposito" value="1037.50"' in html


def test_who_lives_abroad_is_told_what_keeps_the_payment_going(de_la_persona, ana):
    una_pension(ana, reside_exterior=True)
    html = ver(de_la_persona)
    assert "/tramites/movimiento-pais/" in html
    assert "las de Ecuador" in html


def test_what_was_ordered_is_shown_apart_and_added_to_nothing(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 11, 1), 1)
    linea(ana, date(2026, 12, 1), "RETROACTIVO", "25.00", fecha_pago=None)

    html = ver(de_la_persona)

    assert 'data-dato="por_pagar" value="25.00"' in html
    assert 'data-dato="deposito_del_anio" value="737.50"' in html
    assert de_la_persona.get(f"{URL}rol/2026/12/").status_code == 404


def test_a_rol_that_is_made_ahead_is_announced_and_not_told_as_paid(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 10, 1), 1)
    linea(ana, date(2026, 11, 1), "PENSION", "740.00", fecha_pago=date(2026, 11, 23))

    html = ver(de_la_persona)

    assert 'data-dato="ultimo_deposito" value="737.50"' in html
    assert 'data-dato="proximo_deposito" value="740.00"' in html
    assert 'data-dato="deposito_del_anio" value="737.50"' in html
    assert 'data-dato="pagado_del_anio" value="737.50"' in html
    assert "Le depositarán" in de_la_persona.get(f"{URL}rol/2026/11/").content.decode()


def test_months_without_payment_are_told(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 1, 1), 1)
    pagos(ana, date(2026, 4, 1), 1)
    assert "febrero de 2026 a marzo de 2026" in ver(de_la_persona)


@pytest.mark.parametrize("camino", ["2026/13/", "0/1/", "9999999/1/", "2030/1/"])
def test_a_month_that_is_none_is_not_found(de_la_persona, ana, camino):
    una_pension(ana)
    assert de_la_persona.get(f"{URL}rol/{camino}").status_code == 404
    assert de_la_persona.post(f"{URL}rol/{camino}documento/").status_code == 404


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
def test_the_rol_of_a_month_is_a_signed_document(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 10, 1), 1)
    linea(ana, date(2026, 10, 1), "CUOTA_SOCIAL", "-0.74")
    html = de_la_persona.get(f"{URL}rol/2026/10/").content.decode()
    assert 'data-dato="liquido" value="736.76"' in html

    de_la_persona.post(f"{URL}rol/2026/10/documento/", {"peticion": str(uuid.uuid4())})
    drain()

    documento = Certificado.objects.get()
    assert (documento.variante, documento.estado) == ("rol", "EMITIDO")
    assert documento.titulo == "Rol de pago de pensión de octubre de 2026"
    assert documento.datos["liquido"] == "$\u00a0736,76"
    assert documento.datos["descuentos"] == [["Cuota social de su asociación", "$\u00a00,74"]]


def test_the_csv_has_every_line(de_la_persona, ana):
    una_pension(ana)
    pagos(ana, date(2026, 10, 1), 1)
    linea(ana, date(2026, 10, 1), "=HYPERLINK(1)", "-1.00")
    linea(ana, date(2026, 11, 1), "RETROACTIVO", "5.00", fecha_pago=None)

    texto = b"".join(de_la_persona.get(f"{URL}datos.csv").streaming_content).decode("utf-8-sig")

    filas = list(csv.reader(io.StringIO(texto)))
    assert filas[0] == ["periodo", "fecha_pago", "concepto", "nombre", "tipo", "valor"]
    assert filas[1] == ["2026-10", "2026-10-20", "PENSION", "Pensión", "ingreso", "737.50"]
    assert filas[2][2:] == ["'=HYPERLINK(1)", "'=HYPERLINK(1)", "descuento", "-1.00"]
    assert filas[3][1] == ""


def test_the_calendar_can_be_added_to_another_one(de_la_persona):
    respuesta = de_la_persona.get(f"{URL}calendario.ics")
    texto = respuesta.content.decode()

    assert respuesta.headers["Content-Type"].startswith("text/calendar")
    assert texto.count("BEGIN:VEVENT") == 12
    assert "DTSTART;VALUE=DATE:20261120" in texto
    assert "DTSTART;VALUE=DATE:20261218" in texto


def test_forty_years_cost_no_more_queries_than_one(de_la_persona, ana, django_assert_max_num_queries):
    una_pension(ana, fecha_inicio=date(1986, 12, 1))
    pagos(ana, date(1986, 12, 1), 480)
    with django_assert_max_num_queries(12):
        html = ver(de_la_persona)
    assert html.count('data-dato="depositado"') == 480


def test_a_visit_counts_once_and_a_stranger_sees_nothing(client, de_la_persona, ana):
    una_pension(ana)
    ver(de_la_persona)
    ver(de_la_persona)
    assert Atencion.objects.count() == 1
    client.logout()
    assert client.get(URL).status_code == 302
    assert client.get(f"{URL}rol/2026/10/").status_code == 302


def test_each_sees_their_own_rol_only(client, ana):
    otra = mundo.persona(mundo.LUIS)
    una_pension(otra)
    pagos(otra, date(2026, 10, 1), 1)
    client.force_login(mundo.cuenta(ana))
    assert client.get(f"{URL}rol/2026/10/").status_code == 404
