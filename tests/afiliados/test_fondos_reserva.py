"""Procedure 4, at its doors."""

import csv
import io
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from nucleo.outbox import drain
from tests import mundo
from tests.dictamen import dato, datos, requisitos
from tests.fondos import CONSULTA, RETIRO, depositos, movimiento, prestamo, quien_ahorra
from tramites.models import Certificado

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def de(persona):
    return mundo.navegador(mundo.cuenta(persona))


def pagina(persona) -> str:
    respuesta = de(persona).get(CONSULTA)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


# --- the balance ------------------------------------------------------------------------------------------------------


def test_the_balance_comes_first_with_what_is_free_and_what_a_loan_holds():
    ana = quien_ahorra(40, "10.00")
    prestamo(ana, "120.50")

    html = pagina(ana)

    assert [dato(html, n) for n in ("saldo", "disponible", "retenido")] == ["400.00", "279.50", "120.50"]
    assert html.index('data-dato="saldo"') < html.index('data-dato="aportaciones"')
    assert "Quirografario del 1 de marzo de 2026" in html
    assert dato(html, "retenido_por_prestamo") == "120.50"
    assert "Valor referencial" in html


def test_what_guarantees_nothing_is_all_free_and_stands_on_no_reference_value():
    html = pagina(quien_ahorra())

    assert [dato(html, n) for n in ("saldo", "disponible", "retenido")] == ["400.00", "400.00", "0.00"]
    assert "Valor referencial" not in html


def test_every_movement_is_there_with_the_balance_after_it_and_each_year_with_its_totals():
    ana = quien_ahorra(
        3,
        "40.00",
    )
    movimiento(ana, "RENDIMIENTO", "2.10", date(2025, 12, 31))
    movimiento(ana, "DEPOSITO", "50.00", date(2025, 6, 15))
    movimiento(ana, "RETIRO", "30.00", date(2026, 11, 10))

    html = pagina(ana)

    assert datos(html, "saldo_corrido") == ["142.10", "172.10", "132.10", "92.10", "52.10", "50.00"]
    assert datos(html, "saldo_del_anio") == ["142.10", "52.10"]
    assert [dato(html, n) for n in ("depositos", "rendimientos", "retiros")] == ["170.00", "2.10", "30.00"]
    assert (dato(html, "aportaciones"), dato(html, "retiros_del_anio")) == ("4", "30.00")
    assert html.index("<strong>2026</strong>") < html.index("<strong>2025</strong>")
    assert "-$\u00a030,00" in html


def test_the_balance_is_drawn_and_said_in_words():
    html = pagina(quien_ahorra(3, "40.00"))

    assert "<polyline" in html
    assert "Su saldo, al final de cada mes" in html
    assert "El valor más alto es $\u00a0120,00, en nov-2026" in html


def test_a_long_account_is_drawn_by_years_those_without_a_movement_too():
    ana = quien_ahorra(1)
    movimiento(ana, "DEPOSITO", "5.00", date(2020, 3, 1))

    html = pagina(ana)

    assert "Su saldo, al final de cada año" in html
    assert "De 2019 a 2026" in html


def test_withdrawals_beyond_what_there_was_are_told():
    ana = quien_ahorra(2)
    movimiento(ana, "RETIRO", "25.00", date(2026, 11, 15))

    html = pagina(ana)

    assert "Faltan movimientos en el registro" in html
    assert (dato(html, "saldo"), dato(html, "sin_explicar")) == ("0.00", "5.00")


def test_the_cesantia_is_another_fund():
    ana = quien_ahorra(2)
    movimiento(ana, "DEPOSITO", "500.00", date(2026, 11, 1), fondo="CESANTIA")

    assert dato(pagina(ana), "saldo") == "20.00"


# --- the doors --------------------------------------------------------------------------------------------------------


def test_fr_05_thirty_five_months_wait_and_say_until_when_thirty_six_open():
    ana = quien_ahorra(35)
    html = pagina(ana)
    assert requisitos(html) == {"aportaciones": "no", "edad": "no", "cese": "no", "servicio": "no"}
    assert "Podrá retirarlo desde el <strong>10 de diciembre de 2026</strong>" in html
    assert RETIRO not in html

    movimiento(ana, "DEPOSITO", "10.00", date(2023, 12, 10))
    html = de_nuevo(ana)
    assert requisitos(html)["aportaciones"] == "si"
    assert "Ya puede retirar lo que está libre: cumple «36 aportaciones mensuales ahorradas»" in html
    assert f'href="{RETIRO}"' in html


def de_nuevo(persona) -> str:
    return mundo.navegador(persona.cuenta).get(CONSULTA).content.decode()


@pytest.mark.parametrize(("nacimiento", "abierta"), [(date(1966, 11, 20), "si"), (date(1966, 11, 21), "no")])
def test_fr_06_sixty_years_open_it_with_one_deposit(nacimiento, abierta):
    assert requisitos(pagina(quien_ahorra(1, fecha_nacimiento=nacimiento)))["edad"] == abierta


@pytest.mark.parametrize(("salida", "abierta"), [(date(2026, 9, 20), "si"), (date(2026, 9, 21), "no")])
def test_two_months_without_work_open_it(salida, abierta):
    ana = quien_ahorra(1)
    ana.relaciones.update(fecha_salida=salida)

    html = pagina(ana)

    assert requisitos(html)["cese"] == abierta
    assert ('Desde el <time datetime="2026-11-21">21 de noviembre de 2026' in html) is (abierta == "no")


def test_a_second_job_that_runs_is_work():
    ana = quien_ahorra(1)
    ana.relaciones.update(fecha_salida=date(2026, 1, 31))
    mundo.relacion(ana, mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2024, 1, 1))

    assert requisitos(pagina(ana))["cese"] == "no"


def test_forty_years_of_service_are_counted_from_the_paid_months():
    ana = quien_ahorra(1)
    mundo.aportes(ana, None, date(1986, 1, 1), 480)

    assert requisitos(pagina(ana))["servicio"] == "si"


def test_what_all_guarantees_a_loan_cannot_leave_though_a_door_is_open():
    ana = quien_ahorra()
    prestamo(ana, "400.00")

    html = pagina(ana)

    assert "todo garantiza un préstamo" in html
    assert RETIRO not in html


# --- an empty account -------------------------------------------------------------------------------------------------


def test_who_is_paid_monthly_is_told_why_the_account_is_empty():
    html = pagina(quien_ahorra(0))

    assert dato(html, "saldo") == "0.00"
    assert "Por qué está vacía" in html
    assert "cada mes junto con el sueldo" in html
    assert "datos.csv" not in html


@pytest.mark.parametrize(
    ("vector", "sueldo", "valor"), [("FR-01", "460", "38.32"), ("FR-03", "1000", "83.30"), ("FR-08", "482", "40.15")]
)
def test_fr_01_and_fr_03_each_employer_has_what_it_must_pay(vector, sueldo, valor):
    ana = quien_ahorra(0)
    ana.relaciones.update(sueldo=Decimal(sueldo))

    assert dato(pagina(ana), "deposito_mensual") == valor


@pytest.mark.parametrize(("horas", "valor"), [("4", "41.65"), ("5", "49.98"), ("7", "72.19")])
def test_part_of_the_day_is_paid_by_the_days_that_its_hours_make(horas, valor):
    """Whole days of 30, as in a planilla: five hours are 18 and seven are 26."""
    ana = quien_ahorra(0)
    ana.relaciones.update(jornada=horas)

    assert dato(pagina(ana), "deposito_mensual") == valor


@pytest.mark.parametrize(
    ("antes", "desde"),
    [
        ([], "a partir de <strong>septiembre de 2027</strong>"),
        # Leaving and coming back to the same employer adds time.
        ([(date(2025, 1, 1), date(2025, 6, 30))], "a partir de <strong>marzo de 2027</strong>"),
        ([(date(2020, 1, 1), date(2025, 6, 30))], "desde <strong>septiembre de 2026</strong>"),
    ],
)
def test_fr_04_the_thirteenth_month_is_the_first_one_paid(antes, desde):
    ana, sol = mundo.persona(), mundo.empleador()
    mundo.relacion(ana, sol, date(2026, 9, 1))
    for entrada, salida in antes:
        mundo.relacion(ana, sol, entrada, salida)

    assert desde in pagina(ana)


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_csv_holds_every_movement_with_its_balance():
    ana = quien_ahorra(2)
    movimiento(ana, "RETIRO", "5.00", date(2026, 11, 15))

    respuesta = de(ana).get(f"{CONSULTA}datos.csv")

    texto = b"".join(respuesta.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(texto))) == [
        ["fecha", "tipo", "valor", "saldo"],
        ["2026-10-10", "DEPOSITO", "10.00", "10.00"],
        ["2026-11-10", "DEPOSITO", "10.00", "20.00"],
        ["2026-11-15", "RETIRO", "5.00", "15.00"],
    ]


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
def test_the_signed_statement_holds_the_whole_account(tmp_path):
    ana = quien_ahorra(40)
    prestamo(ana, "120.50")

    de(ana).post(f"{CONSULTA}documento/")
    drain()

    certificado = Certificado.objects.get()
    with default_storage.open(certificado.archivo) as archivo:
        (tmp_path / "m.pdf").write_bytes(archivo.read())
    texto = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "m.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Estado de cuenta de fondos de reserva" in texto
    assert texto.count("Depósito ") >= 40
    assert (certificado.datos["saldo"], certificado.datos["disponible"]) == ("$\u00a0400,00", "$\u00a0279,50")
    assert certificado.datos["cuando"] == "Ya se puede retirar: 36 aportaciones mensuales ahorradas."


def test_12_and_480_months_take_the_same_queries(django_assert_max_num_queries):
    ana = quien_ahorra(12)
    client = de(ana)
    with django_assert_max_num_queries(12) as pocas:
        client.get(CONSULTA)
    depositos(ana, 468, "1.00", date(2025, 11, 10))
    mundo.aportes(ana, None, date(1986, 1, 1), 480)
    with django_assert_max_num_queries(len(pocas)):
        client.get(CONSULTA)
