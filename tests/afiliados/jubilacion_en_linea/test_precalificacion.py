"""Procedure 7 before anything is asked: what the record of today gives, and what is missing."""

from datetime import date

import pytest

from registro.models import CuentaBancaria, Pension, Relacion
from tests import mundo
from tests.afiliados.jubilacion_en_linea.pasos import cifra, pagina
from tests.dictamen import requisitos
from tests.jubilacion import URL, quien_se_jubila

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def test_the_start_shows_the_decision_of_today_with_each_requirement_and_figure(de_ana):
    html = pagina(de_ana)

    assert cifra(html, "califica") == "si"
    assert cifra(html, "pension") == "750.00"
    assert cifra(html, "base") == "1000.00"
    assert cifra(html, "coeficiente") == "0.75"
    assert cifra(html, "imposiciones") == "360"
    assert cifra(html, "imposiciones_impagas") == "0"
    assert cifra(html, "fecha_inicio") == "2026-11-01"
    assert cifra(html, "periodo_1") == "1000.00"
    assert set(requisitos(html)) >= {"edad_e_imposiciones", "cese", "cuenta_bancaria", "puerta_60_360"}
    assert requisitos(html)["edad_e_imposiciones"] == "si"


@pytest.mark.parametrize(
    ("anio", "anios", "sueldo", "edad", "pension"),
    [
        pytest.param(2025, 30, "1000", 60, "750.00", id="PV-01 IESS a Expreso, mar-2025"),
        pytest.param(2024, 15, "460", 65, "276.00", id="PV-02 EU-15: the mínima"),
        pytest.param(2024, 10, "460", 70, "230.00", id="PV-03 ELY-VOL"),
        pytest.param(2024, 20, "460", 65, "287.50", id="PV-05 ELY-VOL, 187.50 is a misprint"),
        pytest.param(2024, 30, "460", 60, "345.00", id="PV-07 ELY-VOL"),
        pytest.param(2024, 35, "460", 60, "373.75", id="PV-08 ELY-VOL"),
        pytest.param(2024, 40, "460", 58, "460.00", id="PV-09 ELY-VOL"),
        pytest.param(2025, 40, "3000", 60, "2585.00", id="PV-17 confirmado, over the máxima"),
        pytest.param(2026, 42, "9000", 60, "2651.00", id="PV-19 DC-2026, over the máxima"),
    ],
)
def test_a_record_gives_the_pension_that_was_published(anio, anios, sueldo, edad, pension):
    ana = quien_se_jubila(anios * 12, sueldo=sueldo, edad=edad, ultimo=date(anio, 6, 1))

    html = pagina(mundo.navegador(mundo.cuenta(ana)))

    assert cifra(html, "pension") == pension
    assert cifra(html, "califica") == "si"


def test_a_cesante_of_57_with_30_years_is_told_the_birthday():  # PV-32
    ana = quien_se_jubila(edad=57)

    html = pagina(mundo.navegador(mundo.cuenta(ana)))

    assert cifra(html, "califica") == "no"
    assert 'data-dato="pension"' not in html
    assert "Lo cumplirá el <strong>15 de enero de 2029</strong>" in html


def test_what_is_missing_leads_to_where_it_is_mended(ana, de_ana):
    CuentaBancaria.objects.all().delete()
    Relacion.objects.update(fecha_salida=None)

    html = pagina(de_ana)

    assert 'href="/afiliado/cuenta-bancaria/"' in html
    assert 'href="/afiliado/simulador-jubilacion/"' in html
    assert requisitos(html) | {"cuenta_bancaria": "no", "cese": "no", "edad_e_imposiciones": "si"} == requisitos(html)
    assert cifra(html, "pension") == "750.00"
    assert "Puede pedirla aunque hoy falte algo" in html


def test_who_already_has_the_pension_is_told_since_when_and_what_may_still_change_it(ana, de_ana):
    Pension.objects.create(persona=ana, tipo=Pension.Tipo.VEJEZ, fecha_inicio=date(2025, 4, 1), monto="750")

    html = pagina(de_ana)

    assert "Desde el 1 de abril de 2025" in html
    assert requisitos(html)["sin_pension_de_vejez"] == "no"
    assert 'href="/tramites/reliquidacion/"' in html
    assert ">Empezar" not in html


@pytest.mark.parametrize("imposiciones", [12, 480])
def test_the_start_takes_15_queries_however_long_the_record(imposiciones, django_assert_max_num_queries):
    client = mundo.navegador(mundo.cuenta(quien_se_jubila(imposiciones)))
    client.get(URL)
    with django_assert_max_num_queries(15):
        client.get(URL)


def test_who_never_contributed_is_told_so_and_when_at_the_earliest():
    html = pagina(mundo.navegador(mundo.cuenta(mundo.persona())))

    assert cifra(html, "califica") == "no"
    assert cifra(html, "imposiciones") == "0"
    assert "Todavía no" in html
    assert "Lo cumplirá el" in html


def test_an_employer_has_nothing_to_ask_here():
    assert mundo.navegador(mundo.cuenta(mundo.empleador())).get(URL).status_code == 403
