"""Procedure 1, at its doors."""

import csv
import io
import subprocess
from datetime import date

import pytest
from django.core.files.storage import default_storage

from nucleo.outbox import drain
from registro.models import Aporte
from tests import mundo
from tramites.models import Certificado

pytestmark = pytest.mark.django_db
URL = "/afiliado/historial-laboral/"


@pytest.fixture
def ana(client, time_machine):
    time_machine.move_to(mundo.HOY, tick=False)
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def test_a_person_without_contributions_is_told_so_and_what_to_do(client, ana):
    html = client.get(URL).content.decode()

    assert "no tiene aportes registrados" in html
    assert 'data-dato="imposiciones" value="0"' in html


def test_every_month_is_there_with_its_totals(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2024, 1, 1), 30)

    html = client.get(URL).content.decode()

    assert 'data-dato="imposiciones" value="30"' in html
    assert html.count('class="cifra">ene-') == 3
    assert "Sol S.A." in html


def pagina(client, **filtros) -> str:
    respuesta = client.get(URL, filtros)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_months_of_two_employers_count_once(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 12)
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2025, 7, 1), 12)

    html = pagina(client)

    assert 'data-dato="imposiciones" value="18"' in html
    assert 'data-dato="dias" value="540"' in html


def test_what_an_employer_owes_is_named_with_its_months(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2026, 1, 1), 6)
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2026, 7, 1), 2, pagados=False)

    html = pagina(client)

    assert "Mar le debe 2 meses de aportes" in html
    assert "julio de 2026, agosto de 2026" in html
    assert 'data-dato="imposiciones" value="6"' in html
    assert 'data-dato="imposiciones_impagas" value="2"' in html


def test_a_month_in_its_pay_window_is_not_arrears(client, ana, time_machine):
    mundo.aportes(ana, mundo.empleador(), date(2026, 10, 1), 1, pagados=False)
    time_machine.move_to(date(2026, 11, 15))  # due that very day

    html = pagina(client)

    assert "le debe" not in html
    assert "Por pagar" in html


def test_gaps_are_listed_with_their_length(client, ana):
    empresa = mundo.empleador()
    mundo.aportes(ana, empresa, date(2020, 1, 1), 12)
    mundo.aportes(ana, empresa, date(2021, 4, 1), 3)

    assert "De enero de 2021 a marzo de 2021: <strong>3 meses</strong>" in pagina(client)


def test_the_filter_shows_one_employer_or_one_year_and_keeps_the_totals(client, ana):
    mundo.aportes(ana, mundo.empleador(), date(2024, 1, 1), 12)
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2025, 1, 1), 12)

    html = pagina(client, empleador=mundo.RUC_MAR, anio="2025")

    assert html.count('class="cifra">ene-') == 1
    assert "12</strong> imposiciones" in html
    assert 'data-dato="imposiciones" value="24"' in html


@pytest.mark.parametrize("filtros", [{"anio": "1999"}, {"anio": "dos mil"}, {"empleador": "1"}, {"anio": "<b>"}])
def test_a_filter_that_the_record_does_not_hold_is_told_and_hides_nothing(client, ana, filtros):
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 12)

    html = pagina(client, **filtros)

    assert "Su historial no tiene aportes" in html
    assert html.count('class="cifra">ene-') == 1
    assert "<b>»" not in html


def test_voluntary_contributions_count_and_can_be_filtered(client, ana):
    mundo.aportes(ana, None, date(2025, 1, 1), 12)

    assert 'data-dato="imposiciones" value="12"' in pagina(client, empleador="Aporte voluntario")


def test_the_csv_holds_every_month_and_nothing_that_runs_as_a_formula(client, ana):
    mundo.aportes(ana, mundo.empleador(razon_social="=HYPERLINK(1)"), date(2025, 1, 1), 12)

    respuesta = client.get(f"{URL}datos.csv")

    texto = b"".join(respuesta.streaming_content).decode("utf-8-sig")
    filas = list(csv.DictReader(io.StringIO(texto)))
    assert len(filas) == 12
    assert filas[0]["periodo"] == "2025-12"
    assert filas[0]["sueldo"] == "1000.00"
    assert filas[0]["empleador"] == "'=HYPERLINK(1)"
    assert "attachment" in respuesta.headers["Content-Disposition"]


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
def test_the_signed_statement_holds_the_whole_record(client, ana, tmp_path):
    mundo.aportes(ana, mundo.empleador(), date(2024, 1, 1), 30)
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2026, 8, 1), 2, pagados=False)

    client.post(f"{URL}documento/")
    drain()

    certificado = Certificado.objects.get()
    with default_storage.open(certificado.archivo) as archivo:
        (tmp_path / "m.pdf").write_bytes(archivo.read())
    texto = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "m.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert certificado.datos["imposiciones"] == 30
    assert "Historial laboral" in texto.stdout
    assert texto.stdout.count("Sol S.A.") >= 30
    assert texto.stdout.count("No pagado") == 2


def test_12_and_480_months_take_the_same_queries(client, ana, django_assert_max_num_queries):
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 12)
    with django_assert_max_num_queries(8) as pocas:
        pagina(client)
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR), date(1985, 1, 1), 468)
    with django_assert_max_num_queries(len(pocas)):
        pagina(client)


def test_the_institutes_own_codes_of_planilla_are_understood(client, ana):
    empresa = mundo.empleador()
    mundo.aportes(ana, empresa, date(2025, 1, 1), 2)
    Aporte.objects.filter(periodo=date(2025, 1, 1)).update(tipo_planilla="NNA")
    Aporte.objects.filter(periodo=date(2025, 2, 1)).update(tipo_planilla="NNF")

    html = pagina(client)

    assert 'data-dato="imposiciones" value="1"' in html  # a deposit to the reserve fund is no time of service
    assert ">Aportes</td>" in html
