"""What a loan would cost: any amount, term and table, on another salary, or some months later."""

import csv
import io
from decimal import Decimal

import pytest

from nucleo.outbox import drain
from tests import mundo
from tests.afiliados.quirografario.pasos import URL, pagina, prestamo, simular
from tests.dictamen import dato, datos
from tramites.models import Certificado

pytestmark = pytest.mark.django_db

SIMULAR = f"{URL}simular/"


def leer_csv(client, **consulta: str) -> list[dict[str, str]]:
    respuesta = client.get(f"{SIMULAR}tabla.csv", consulta)
    assert respuesta["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(respuesta.getvalue().decode("utf-8-sig"))))


def test_a_thousand_over_a_year_costs_what_was_published(de_ana):
    html = simular(de_ana, monto="1000", plazo="12")

    # LQ-01: 87.22 a month, 1,046.64 in all, 46.64 of interest, to the cent of the last instalment
    assert dato(html, "cuota") == "87.22"
    assert dato(html, "total") == "1046.63"
    assert dato(html, "intereses") == "46.63"
    assert dato(html, "tasa") == "8.50"
    assert abs(Decimal(dato(html, "cuota")) - Decimal("87.36")) / Decimal("87.36") <= Decimal("0.0025")
    assert "No incluye el seguro de desgravamen" in html


def test_the_months_are_shown_in_both_tables(de_ana):
    html = simular(de_ana, monto="1000", plazo="12", sistema="ALEMAN")

    assert dato(html, "cuota") == dato(html, "cuota_mes_1") == "90.41"
    assert [dato(html, f"capital_mes_{n}") for n in (1, 11, 12)] == ["83.33", "83.33", "83.37"]
    assert dato(html, "saldo_mes_12") == "0.00"
    assert "Tabla alemana" in html
    assert "Tabla francesa" in html


def test_the_same_address_shows_the_same_to_who_comes_back(ana, de_ana):
    otra_vez = mundo.navegador(ana.cuenta)

    vistas = {dato(simular(uno, monto="2.500,50", plazo="30"), "cuota") for uno in (de_ana, otra_vez)}

    assert len(vistas) == 1


def test_without_an_amount_it_is_the_most_that_is_lent(de_ana):
    assert dato(simular(de_ana), "monto") == "3800.00"
    assert dato(simular(de_ana, plazo="6"), "monto") == "2943.93"


def test_what_stands_in_the_way_is_said_here_too(ana, de_ana):
    assert dato(simular(de_ana, monto="1000", plazo="12"), "califica") == "si"
    mundo.cuenta_bancaria(ana, estado="PENDIENTE", numero="777", vigente_desde=mundo.HOY)
    prestamo(ana, "500.00", cuotas_vencidas=2)

    html = simular(de_ana, monto="1000", plazo="12")

    assert dato(html, "califica") == "no"
    assert "No tener cuotas vencidas con el IESS o el BIESS. Consta: 2" in html


def test_another_salary_and_some_months_change_what_may_be_lent(de_ana):
    doble = simular(de_ana, plazo="6", sueldo="2000")
    luego = simular(de_ana, plazo="60", meses="6")

    assert dato(doble, "monto_maximo") == "3800.00"
    # 2 % of cesantía and 8.33 % of fondos de reserva, of 1,000 for six months
    assert dato(luego, "garantias") == "4388.81"
    assert "El 20 de mayo de 2027" in luego


def test_an_amount_that_does_not_fit_is_told_and_has_no_files(de_ana):
    consulta = {"monto": "3800.01", "plazo": "60"}
    html = simular(de_ana, **consulta)

    assert "No se le prestaría ese monto." in html
    assert dato(html, "capacidad") == "3800.00"
    assert "Descargar CSV" not in html
    assert de_ana.get(f"{SIMULAR}tabla.csv", consulta).status_code == 302
    assert de_ana.post(f"{SIMULAR}documento/?monto=3800.01&plazo=60").status_code == 302
    assert not Certificado.objects.exists()


def test_the_csv_repays_the_loan_to_the_cent(de_ana):
    for sistema in ("FRANCES", "ALEMAN"):
        filas = leer_csv(de_ana, monto="3799.99", plazo="59", sistema=sistema)

        assert list(filas[0]) == ["numero", "mes", "cuota", "capital", "interes", "saldo"]
        assert len(filas) == 59
        assert sum(Decimal(fila["capital"]) for fila in filas) == Decimal("3799.99")
        assert filas[-1]["saldo"] == "0.00"
        assert filas[0]["mes"] == "2026-12"


@pytest.mark.usefixtures("pki")
def test_the_table_is_a_signed_document(de_ana):
    respuesta = de_ana.post(f"{SIMULAR}documento/?monto=1000&plazo=12&meses=1&sueldo=1200")
    drain()

    documento = Certificado.objects.get()
    assert respuesta.url == documento.get_absolute_url()
    assert documento.estado == "EMITIDO"
    supuesto = [["Supone un sueldo de", "$\xa01.200,00"], ["Supone que espera", "1 mes"]]
    assert documento.datos["resumen"][:2] == supuesto
    assert documento.datos["cuotas"][0] == [
        "1",
        "ene-2027",
        "$\xa087,22",
        "$\xa080,14",
        "$\xa07,08",
        "$\xa0919,86",
    ]


@pytest.mark.parametrize(
    ("campo", "escrito"),
    [
        ("monto", "-5"),
        ("monto", "0"),
        ("monto", "1.0001"),
        ("monto", "mil"),
        ("monto", "9" * 40),
        ("monto", "1\x00"),
        ("plazo", "61"),
        ("plazo", "0"),
        ("plazo", "-3"),
        ("plazo", "12.5"),
        ("plazo", "9" * 40),
        ("plazo", "\x00"),
        ("sistema", "INGLES"),
        ("sueldo", "-1"),
        ("meses", "61"),
        ("meses", "x"),
    ],
)
def test_what_can_not_be_read_is_told_beside_its_field(de_ana, campo, escrito):
    consulta = {"monto": "1000", "plazo": "12", campo: escrito}
    html = simular(de_ana, **consulta)

    assert f'id="id_{campo}_error"' in html
    assert not datos(html, "cuota")
    assert de_ana.get(f"{SIMULAR}tabla.csv", consulta).status_code == 302
    assert de_ana.post(f"{SIMULAR}documento/?{campo}={escrito[:9]}").status_code in {302, 403}


def test_a_renewal_pays_off_the_old_loan_and_hands_out_the_rest(ana, de_ana):
    prestamo(ana, "700.00")

    html = simular(de_ana, monto="1000", plazo="24", renueva="2025-05-03")

    assert dato(html, "recibe") == "300.00"
    assert dato(html, "tasa") == "12.84"
    assert dato(html, "monto_maximo") == "3800.00"
    poco = simular(de_ana, monto="700", plazo="24", renueva="2025-05-03")
    assert "No se le prestaría ese monto." in poco


def test_only_an_own_loan_can_be_renewed(ana, de_ana):
    prestamo(ana, "700.00")
    prestamo(mundo.persona(mundo.LUIS), "700.00", fecha=mundo.HOY)

    assert 'id="id_renueva_error"' in simular(de_ana, renueva=mundo.HOY.isoformat())


def test_the_simulation_is_its_persons_alone(client):
    assert client.get(SIMULAR).status_code == 302
    assert "Ingres" in pagina(client, "/ingresar/")
