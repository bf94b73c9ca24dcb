"""The request: what is asked, what is refused beside its field, and the whole cost before it is confirmed."""

from datetime import date

import pytest

from registro.models import Prestamo
from tests import mundo
from tests.afiliados.quirografario.pasos import PEDIDO, URL, enviar, hasta_revisar, pagina, pensionista, prestamo
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.mark.parametrize(
    ("campo", "escrito"),
    [
        ("monto", "3800.01"),  # 95 % of 4,000 is 3,800
        ("monto", "0"),
        ("monto", "-1000"),
        ("monto", "10.001"),
        ("monto", "9" * 30),
        ("monto", "mucho"),
        ("monto", "\x00"),
        ("monto", ""),
        ("plazo", "0"),
        ("plazo", "61"),
        ("plazo", "-12"),
        ("plazo", "9" * 30),
        ("plazo", "12.5"),
        ("plazo", "\x00"),
        ("plazo", ""),
        ("sistema", "OTRO"),
        ("sistema", ""),
    ],
)
def test_what_is_not_offered_is_refused_beside_its_field_and_kept(de_ana, campo, escrito):
    de_ana.post(URL)

    respuesta = de_ana.post(f"{URL}paso/1/", PEDIDO | {campo: escrito})

    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert f'id="id_{campo}_error"' in html
    assert de_ana.get(f"{URL}revisar/").url == f"{URL}paso/1/"


def test_the_amount_that_fits_depends_on_the_term_and_the_reason_is_told(de_ana):
    de_ana.post(URL)

    html = de_ana.post(f"{URL}paso/1/", PEDIDO | {"monto": "3500", "plazo": "6"}).content.decode()

    assert "Con ese plazo puede pedir de $\xa00,01 a $\xa02.943,93." in html
    assert "Lo limita: lo que su ingreso alcanza a pagar." in html
    assert de_ana.post(f"{URL}paso/1/", PEDIDO | {"monto": "3500", "plazo": "12"}).status_code == 302


def test_a_pensioner_is_not_offered_the_term_of_the_young():
    client = mundo.navegador(mundo.cuenta(pensionista(date(1942, 11, 20))))
    client.post(URL)

    assert "de 1 a 24 meses" in client.post(f"{URL}paso/1/", PEDIDO | {"plazo": "25"}).content.decode()
    assert client.post(f"{URL}paso/1/", PEDIDO | {"plazo": "24"}).status_code == 302


def test_somebody_elses_loan_can_not_be_renewed(ana, de_ana):
    prestamo(ana, "500.00")
    prestamo(mundo.persona(mundo.LUIS), "500.00", fecha=mundo.HOY)
    de_ana.post(URL)

    html = de_ana.post(f"{URL}paso/1/", PEDIDO | {"renueva": mundo.HOY.isoformat()}).content.decode()

    assert 'id="id_renueva_error"' in html


def test_without_loans_a_forged_renewal_is_no_answer(de_ana):
    solicitud = enviar(de_ana, renueva="2025-05-03")

    assert solicitud.datos["renueva"] == ""


def test_the_review_shows_the_whole_cost_and_the_account(de_ana):
    hasta_revisar(de_ana)

    html = pagina(de_ana, f"{URL}revisar/")

    for parte in (
        "$\xa01.000,00",
        "12 meses",
        "Francesa",
        "$\xa087,22",
        "diciembre de 2026",
        "8,50\xa0% nominal, 8,84\xa0% efectiva",
        "$\xa046,63",
        "$\xa01.046,63",
        "terminada en 0104",
        "No incluye el seguro de desgravamen",
        "se concede al enviarla",
        "72 horas",
        "Recibir el código",
    ):
        assert parte in html, parte
    assert Solicitud.objects.get().estado == "BORRADOR"
    assert not Prestamo.objects.exists()


def test_the_first_and_the_last_instalment_of_a_german_table_are_shown(de_ana):
    hasta_revisar(de_ana, sistema="ALEMAN")

    assert "De $\xa090,41 a $\xa083,96" in pagina(de_ana, f"{URL}revisar/")


def test_what_is_missing_is_told_before_it_is_sent(ana, de_ana):
    mundo.aportes(ana, mundo.Empleador.objects.get(), date(2023, 1, 1), 1, pagados=False)
    hasta_revisar(de_ana)

    html = pagina(de_ana, f"{URL}revisar/")

    assert "Hoy falta: Que sus empleadores no deban aportes." in html
    assert "una persona del instituto la revisará" in html


def test_of_two_requests_the_second_waits_for_the_first(ana, de_ana):
    mundo.aportes(ana, mundo.Empleador.objects.get(), date(2023, 1, 1), 1, pagados=False)
    primera = enviar(de_ana)
    assert primera.estado == "INGRESADA"
    assert "Empezar" not in pagina(de_ana).split("Las que ya envió")[0].split("Antes de empezar")[1]
    hasta_revisar(de_ana)

    html = pagina(de_ana, f"{URL}revisar/")

    assert f"Ya tiene una solicitud en trámite, la {primera.numero}." in html


@pytest.mark.parametrize("url", [f"{URL}paso/1/", f"{URL}revisar/", f"{URL}confirmar/"])
def test_each_page_asks_few_questions(de_ana, url, django_assert_max_num_queries):
    hasta_revisar(de_ana)
    de_ana.post(f"{URL}revisar/")
    pagina(de_ana, url)

    with django_assert_max_num_queries(15):
        pagina(de_ana, url)
