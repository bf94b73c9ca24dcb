"""Procedure 8 before anything is asked: what may be lent today, which limit decides, and what is missing."""

from datetime import date

import pytest
from django.utils import timezone

from registro.models import Aporte, CuentaBancaria, MovimientoFondo, Relacion
from tests import mundo
from tests.afiliados.quirografario.pasos import URL, depositar, pagina, pensionista, prestamo, quien_pide
from tests.dictamen import dato, datos, requisitos
from tramites.models import Solicitud
from tramites.selectors import ficha

pytestmark = pytest.mark.django_db


def de(persona) -> str:
    return pagina(mundo.navegador(mundo.cuenta(persona)))


def test_the_start_says_how_much_may_be_lent_and_shows_the_three_limits(de_ana):
    html = pagina(de_ana)

    # 95 % of 4,000; half of 1,000 over 60 months at 12.99 %; 80 × 482
    assert dato(html, "monto_maximo") == dato(html, "capacidad") == dato(html, "garantias") == "3800.00"
    assert dato(html, "maximo_sbu") == "38560.00"  # LQ-04
    assert set(datos(html, "capacidad_pago")) == {"21979.99"}
    assert dato(html, "plazo") == "60"
    assert dato(html, "califica") == "si"
    assert "Lo limita: lo que sus fondos garantizan." in html
    assert html.count("El que manda") == 1
    assert "No incluye el seguro de desgravamen" in html


@pytest.mark.parametrize(
    ("reserva", "sueldo", "manda", "monto"),
    [
        ("3000.00", "1000.00", "lo que sus fondos garantizan", "3800.00"),
        ("90000.00", "1000.00", "lo que su ingreso alcanza a pagar", "21979.99"),
        ("90000.00", "9000.00", "el monto máximo de un préstamo", "38560.00"),
    ],
)
def test_the_limit_that_decides_is_named(reserva, sueldo, manda, monto):
    ana = quien_pide(reserva=reserva)
    Aporte.objects.update(sueldo=sueldo)

    html = de(ana)

    assert f"Lo limita: {manda}." in html
    assert dato(html, "monto_maximo") == monto


def test_the_terms_are_compared_at_their_rates(de_ana):
    html = pagina(de_ana)

    # LQ-05: 6, 9, 12, 18, 24, 36, 48 and 60 months; LQ-03: their effective ones
    assert datos(html, "tasa")[:8] == ["6.50", "7.50", "8.50", "11.00", "11.00", "11.00", "11.00", "12.99"]
    assert [efectiva[:6] for efectiva in datos(html, "efectiva")[6:8]] == ["11.571", "13.792"]
    assert dato(html, "cuota_12") == "331.44"
    assert dato(html, "capacidad_6") == "2943.93"  # half of the income over six months


@pytest.mark.parametrize(
    ("nacimiento", "plazo"),
    # LQ-07, Expreso 2025: 77, 78, 83 and 84 years old
    [
        (date(1948, 11, 21), "60"),
        (date(1948, 11, 20), "48"),
        (date(1942, 11, 21), "48"),
        (date(1942, 11, 20), "24"),
    ],
)
def test_a_pensioner_has_the_term_of_their_age_and_gives_no_guarantee(nacimiento, plazo):
    html = de(pensionista(nacimiento))

    assert dato(html, "plazo") == plazo
    assert dato(html, "garantias") is None
    assert "imposiciones" not in requisitos(html)
    assert dato(html, "califica") == "si"
    assert "otro sueldo" not in html


def test_of_survivors_only_the_widowed_may_borrow():
    assert dato(de(pensionista(date(1970, 1, 1), tipo="VIUDEZ")), "califica") == "si"


def test_an_orphan_may_not():
    html = de(pensionista(date(2000, 1, 1), tipo="ORFANDAD"))

    assert requisitos(html)["calidad"] == "no"
    assert "Todavía no" in html


def test_a_zafrero_pays_within_eighteen_months():
    ana = quien_pide()
    Relacion.objects.update(relacion_trabajo="Zafra temporal")

    assert dato(de(ana), "plazo") == "18"  # LQ-07


def test_who_is_missing_a_month_reads_when_they_will_have_it():
    html = de(quien_pide(11))

    assert dato(html, "califica") == "no"
    assert requisitos(html)["imposiciones"] == "no"
    assert "1 de diciembre de 2026" in html
    assert "/afiliado/historial-laboral/" in html


def test_an_employer_in_arrears_stands_in_the_way(ana):
    mundo.aportes(ana, mundo.Empleador.objects.get(), date(2023, 1, 1), 1, pagados=False)

    assert requisitos(de(ana))["sin_empleador_en_mora"] == "no"


def test_what_the_person_owes_as_an_employer_stands_in_the_way(ana):
    propia = mundo.empleador(f"{ana.cedula}001")
    mundo.aportes(mundo.persona(mundo.LUIS), propia, date(2026, 1, 1), 1, pagados=False)

    vistos = requisitos(de(ana))

    assert (vistos["sin_mora_patronal"], vistos["sin_empleador_en_mora"]) == ("no", "si")


def test_an_account_that_waits_for_its_validation_is_not_enough(ana):
    CuentaBancaria.objects.update(estado="PENDIENTE")

    html = de(ana)

    assert requisitos(html)["cuenta_bancaria"] == "no"
    assert "/afiliado/cuenta-bancaria/" in html


def test_a_voluntary_affiliate_may_not_borrow(ana):
    Relacion.objects.update(empleador=None, ruc="", sucursal="")

    assert requisitos(de(ana))["calidad"] == "no"


def test_who_has_no_funds_can_be_lent_nothing(ana):
    MovimientoFondo.objects.all().delete()

    html = de(ana)

    assert dato(html, "monto_maximo") == "0.00"
    assert "Todavía no" in html
    assert "Compare los plazos" not in html


def test_a_withdrawal_lowers_what_guarantees(ana):
    depositar(ana, "2000.00", tipo="RETIRO", fecha=mundo.HOY)

    assert dato(de(ana), "garantias") == "1900.00"


def test_a_loan_holds_its_balance_and_its_instalment(ana):
    prestamo(ana, "800.00")

    html = de(ana)

    assert dato(html, "garantias") == "3040.00"  # 95 % of 3,200
    assert "Debe $\xa0800,00 de $\xa01.000,00. Ha pagado el 20,00\xa0%." in html


@pytest.mark.parametrize(("saldo", "se_puede"), [("760.00", False), ("750.00", True)])
def test_a_loan_may_be_renewed_once_a_quarter_is_paid(ana, saldo, se_puede):
    # LQ-08: 24 % no, 25 % yes
    prestamo(ana, saldo)

    html = de(ana)

    assert requisitos(html)["novacion_pagado"] == ("si" if se_puede else "no")
    assert ("Se puede renovar" in html) is se_puede


def test_an_overdue_instalment_stops_everything(ana):
    prestamo(ana, "500.00", cuotas_vencidas=1)

    assert requisitos(de(ana))["sin_cuotas_vencidas"] == "no"


def test_a_mortgage_that_is_asked_for_stands_in_the_way(ana):
    datos_del_caso = {"numero": "2026-0000001", "estado": "INGRESADA", "ingresada_en": timezone.now()}
    Solicitud.objects.create(tramite=ficha("prestamo-hipotecario"), persona=ana, por="propio", **datos_del_caso)

    assert requisitos(de(ana))["sin_hipotecario_en_tramite"] == "no"


@pytest.mark.parametrize("imposiciones", [12, 480])
def test_the_pages_ask_the_same_however_long_the_record(imposiciones, django_assert_max_num_queries):
    de_ana = mundo.navegador(mundo.cuenta(quien_pide(imposiciones)))
    pagina(de_ana)

    with django_assert_max_num_queries(15):
        pagina(de_ana)
    with django_assert_max_num_queries(15):
        pagina(de_ana, f"{URL}simular/", monto="1000", plazo="12")


def test_somebody_whom_the_register_hardly_knows_reads_what_is_missing():
    html = de(mundo.persona())

    assert dato(html, "califica") == "no"
    assert requisitos(html)["calidad"] == "no"
