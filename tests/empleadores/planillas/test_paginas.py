"""Procedure 17, at its doors: what is owed, every month, one planilla and its paper."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cuentas.models import Cuenta
from empleadores.models import MesReabierto
from empleadores.planillas.meses import mes_de
from registro.models import Aporte, Pago, Persona, Planilla
from registro.reglas.referencia import numero_de
from tests import mundo
from tests.cobranza import pagar as abonar
from tests.empleadores.planillas.mundo_de_planillas import (
    AGOSTO,
    AHORA,
    HOY,
    OCTUBRE,
    SETIEMBRE,
    URL,
    cifras,
    html_de,
    la_de,
    pedir_comprobante,
    url_de,
)
from tramites.models import Atencion, Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noviembre")]


# --- what is owed -----------------------------------------------------------------------------------------------------


def test_an_employer_without_planillas_owes_nothing_and_is_offered_those_of_the_month(client):
    client.force_login(mundo.cuenta(mundo.empleador()))

    html = html_de(client)

    assert "No debe nada" in html
    assert cifras(html)["total"] == "0.00"
    assert "Sin generar" in html


def test_what_is_owed_today_comes_first_with_its_interest_and_what_falls_due(client, empresa):
    html = html_de(client)

    # September: 515.30, of which 432.00 and 83.30 bear 20 days of 13.33 %: 432 × 0.1333 × 20 / 360 = 3.20, and 0.62.
    assert cifras(html) == {"total": "1034.42", "vencido": "519.12", "interes": "3.82", "por_vencer": "515.30"}
    assert "vence el <strong>16 de noviembre de 2026</strong>" in html
    assert html.index("Se debe" if "Se debe" in html else "se debe") < html.index("Mes por mes")


def test_the_interest_grows_each_day(client, empresa, time_machine):
    time_machine.move_to(AHORA + timedelta(days=1), tick=False)
    client.force_login(Cuenta.objects.get(empleador=empresa))

    assert cifras(html_de(client))["interes"] == "4.01"  # 3.36 and 0.65


def test_every_month_says_its_state_and_whether_it_is_open(client, empresa):
    html = html_de(client)

    assert [mes.periodo for mes in client.get(URL).context["meses"]] == [OCTUBRE, SETIEMBRE, AGOSTO]
    assert "El mes está abierto hasta el 16 de noviembre de 2026" in html
    assert html.count("El mes está cerrado.") == 2
    assert html.count("Volver a generar<") == 1
    assert html.count("Generar ajuste<") == 2


def test_a_month_that_was_paid_before_the_portal_shows_what_its_rows_come_to(client, empresa):
    Planilla.objects.filter(periodo=AGOSTO).update(capital=0, personal=0, patronal=0, ccc=0, fondos=0)

    assert client.get(URL).context["meses"][-1].capital == Decimal("515.30")
    assert cifras(html_de(client, url_de(la_de(AGOSTO))))["capital"] == "432.00"


def test_a_month_that_was_reopened_is_open_until_its_day(client, empresa):
    MesReabierto.objects.create(
        empleador=empresa, periodo=SETIEMBRE, hasta=date(2026, 11, 9), motivo="x", reabierto_por="ventanilla"
    )

    assert "El mes está abierto hasta el 9 de noviembre de 2026: el instituto lo reabrió" in html_de(client)


def test_a_reopened_month_closes_as_soon_as_even_interest_is_paid(client, empresa):
    MesReabierto.objects.create(
        empleador=empresa, periodo=SETIEMBRE, hasta=date(2026, 11, 9), motivo="x", reabierto_por="ventanilla"
    )
    abonar(la_de(SETIEMBRE), "1.00", HOY)

    assert "el instituto lo reabrió" not in html_de(client)
    assert not mes_de(empresa, SETIEMBRE).abierto


def test_a_year_has_its_own_page_and_one_without_planillas_has_none(client, empresa):
    assert "Agosto de 2026" in html_de(client, f"{URL}anio/2026/")
    for anio in (2019, 99999):
        assert client.get(f"{URL}anio/{anio}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_months(client, empresa):
    def consultas() -> int:
        with CaptureQueriesContext(connection) as hechas:
            html_de(client)
        return len(hechas)

    html_de(client)
    pocas = consultas()
    mundo.aportes(Persona.objects.get(cedula=mundo.ANA), empresa, date(2024, 1, 1), 31, pagados=False)

    assert consultas() <= pocas + 1 <= 15


# --- one planilla -----------------------------------------------------------------------------------------------------


def test_a_planilla_shows_its_concepts_its_interest_and_each_worker(client, empresa):
    html = html_de(client, url_de(la_de(SETIEMBRE)))

    assert cifras(html) | {
        "total": "435.20",
        "interes": "3.20",
        "personal": "189.00",
        "patronal": "223.00",
        "ccc": "20.00",
        "capital": "432.00",
        "base": "2000.00",
    } == cifras(html)
    assert "20 días de mora" in html
    assert "Aporte personal (9,45\u00a0%)" in html
    assert mundo.LUIS in html
    assert la_de(SETIEMBRE).referencia in html


def test_a_worker_is_found_by_cedula_or_name(client, empresa):
    url = url_de(la_de(OCTUBRE))

    assert mundo.ANA not in html_de(client, url, q="quíshpe")
    assert "Quishpe" in html_de(client, url, q=mundo.LUIS)
    assert "Ningún trabajador de esta planilla coincide" in html_de(client, url, q="nadie\0<b>")


def test_payments_are_there_with_what_each_went_to(client, empresa):
    planilla = la_de(SETIEMBRE)
    Pago.objects.create(
        planilla=planilla,
        fecha=HOY,
        valor=Decimal("103.20"),
        referencia="B-77",
        origen="BANCO",
        canal="Facilito",
        interes=Decimal("3.20"),
        capital=Decimal("100.00"),
    )
    Planilla.objects.filter(pk=planilla.pk).update(
        capital_pagado=Decimal("100.00"), interes_pagado=Decimal("3.20"), interes_al=HOY
    )

    html = html_de(client, url_de(planilla))

    assert "Facilito" in html
    assert "B-77" in html
    assert (cifras(html)["total"], cifras(html)["pagado"]) == ("332.00", "103.20")


def test_the_rows_are_a_file_of_text_and_a_spreadsheet(client, empresa):
    url = url_de(la_de(OCTUBRE))

    texto = b"".join(client.get(f"{url}filas.csv").streaming_content).decode("utf-8-sig")
    hoja = client.get(f"{url}filas.xlsx")
    libro = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(hoja.streaming_content)))
    hoja.close()

    ana, luis = csv.DictReader(io.StringIO(texto))
    assert (ana["cedula"], ana["personal"], ana["total"], luis["estado"]) == (mundo.ANA, "94.50", "216.00", "Por pagar")
    assert [fila[0] for fila in libro.get_sheet_by_index(0).to_python()] == ["cedula", mundo.ANA, mundo.LUIS]


def test_pages_of_a_planilla_take_the_same_queries_however_many_workers(client, empresa):
    planilla = la_de(OCTUBRE)
    personas = Persona.objects.bulk_create(
        Persona(cedula=f"{n:010d}", apellidos=f"A{n:04d}", nombres="X", fecha_nacimiento=HOY) for n in range(250)
    )

    def consultas() -> int:
        with CaptureQueriesContext(connection) as hechas:
            html_de(client, url_de(planilla), pagina="2")
        return len(hechas)

    consultas()
    pocas = consultas()
    Aporte.objects.bulk_create(
        Aporte(
            persona=persona,
            empleador=empresa,
            planilla=planilla,
            ruc=empresa.ruc,
            sucursal="0001",
            periodo=OCTUBRE,
            dias=30,
            sueldo=500,
            tipo_planilla="APORTES",
        )
        for persona in personas
    )

    assert consultas() == pocas <= 15
    assert "Página 2 de 3" in html_de(client, url_de(planilla), pagina="2")


@pytest.mark.parametrize("pagina", ["", "filas.csv", "filas.xlsx", "comprobante/"])
def test_the_planilla_of_somebody_else_is_not_there(client, empresa, pagina):
    client.force_login(mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@correo.ec"))
    pedir = client.post if pagina == "comprobante/" else client.get

    for numero in (la_de(OCTUBRE).pk, 10**18, 10**30):
        assert pedir(f"{URL}{numero}/{pagina}").status_code == 404
    assert not Certificado.objects.exists()


# --- the comprobante --------------------------------------------------------------------------------------------------


def test_the_comprobante_says_what_to_pay_until_when_and_by_which_reference(client, empresa):
    comprobante = pedir_comprobante(client, la_de(OCTUBRE))

    assert comprobante.vence_el == date(2026, 11, 16)
    assert (
        comprobante.datos
        | {
            "referencia": la_de(OCTUBRE).referencia,
            "ruc": mundo.RUC_SOL,
            "periodo": "octubre de 2026",
            "planilla": "Aportes",
            "valor": "432.00",
            "vale_hasta": "16 de noviembre de 2026",
        }
        == comprobante.datos
    )
    assert numero_de(comprobante.datos["referencia"]) == la_de(OCTUBRE).pk
    assert "Facilito" in comprobante.datos["canales"]
    assert not Atencion.objects.exists()


def test_the_one_of_a_late_planilla_holds_for_the_day_and_says_its_interest(client, empresa):
    comprobante = pedir_comprobante(client, la_de(SETIEMBRE))

    assert comprobante.vence_el == HOY
    assert comprobante.datos["valor"] == "435.20"
    assert ["Interés por mora hasta el 5 de noviembre de 2026", "$\u00a03,20"] in comprobante.datos["lineas"]


def test_what_is_paid_or_in_an_agreement_has_none(client, empresa):
    Planilla.objects.filter(periodo=SETIEMBRE).update(convenio="CON-2026-000001")

    assert "se paga con sus cuotas" in html_de(client, url_de(la_de(SETIEMBRE)))
    for mes in (AGOSTO, SETIEMBRE):
        html = client.post(url_de(la_de(mes), "comprobante/"), follow=True).content.decode()
        assert "no tiene nada que pagar con su propio comprobante" in html
    assert not Certificado.objects.exists()
