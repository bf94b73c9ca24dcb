"""Procedure 16 before anything is asked: what each contingency gives today, the terms, and "what if"."""

from datetime import date, timedelta

import pytest

from registro.models import Aporte, Empleador, Persona, Relacion
from tests import mundo
from tests.afiliados.subsidios_en_linea.pasos import CALCULAR, LUNES, URL, enviar, fecha, pagina, quien_trabaja
from tests.dictamen import dato, requisitos
from tramites.models import Solicitud

pytestmark = pytest.mark.django_db


def de(persona: Persona):
    return mundo.navegador(mundo.cuenta(persona))


def supuesto(desde: date, hasta: date, contingencia: str = "enfermedad", **otras: date) -> dict[str, str]:
    fechas = {"desde": desde, "hasta": hasta} | otras
    return {"contingencia": contingencia} | {n: v for f, dia in fechas.items() for n, v in fecha(f, dia).items()}


def calculado(client, dias: int, contingencia: str = "enfermedad", desde: date = LUNES, **otras: date) -> str:
    return pagina(client, CALCULAR, **supuesto(desde, desde + timedelta(days=dias - 1), contingencia, **otras))


# --- the start


def test_the_start_says_what_each_contingency_would_give_today(de_ana):
    html = pagina(de_ana)

    for clase in ("enfermedad", "maternidad", "riesgos"):
        assert dato(html, f"califica_{clase}") == "si"
        assert dato(html, f"base_{clase}") == "1000.00"
        assert dato(html, f"base_diaria_{clase}") == "33.333"
    assert dato(html, "meses_seguidos_enfermedad") == "24"
    assert "4&nbsp;a&nbsp;70" in html
    assert "$\u00a025,00" in html  # 1000 ÷ 30 × 75 %
    assert "El IESS paga el 75" in html
    assert "Valor referencial" in html


@pytest.mark.parametrize(
    ("meses", "enfermedad", "maternidad"),
    [(0, "no", "no"), (5, "no", "no"), (6, "si", "no"), (11, "si", "no"), (12, "si", "si")],
)
def test_what_is_missing_is_said_for_each(meses, enfermedad, maternidad):  # SB-05, LSS art. 107
    html = pagina(de(quien_trabaja(mundo.ANA, meses)))

    assert (dato(html, "califica_enfermedad"), dato(html, "califica_maternidad")) == (enfermedad, maternidad)
    assert dato(html, "califica_riesgos") == "si"  # SB-08: from the first day of work


def test_who_never_contributed_and_has_no_account_is_told_so():
    html = pagina(de(mundo.persona()))

    assert dato(html, "califica_enfermedad") == dato(html, "califica_riesgos") == "no"
    assert "No constan aportes recientes" in html
    assert 'href="/afiliado/cuenta-bancaria/"' in html


def test_the_terms_are_said_with_their_date(de_ana):
    html = pagina(de_ana)

    # from Friday 20 November, eight and ten business days
    assert dato(html, "certificado_hasta") == "2026-12-02"
    assert dato(html, "aviso_hasta") == "2026-12-04"


@pytest.mark.usefixtures("pki")
def test_earlier_rests_are_listed_with_what_became_of_them(de_ana):
    solicitud = enviar(de_ana)
    html = pagina(de_ana)
    assert "02-nov-2026 al 11-nov-2026" in html
    assert f'href="{solicitud.get_absolute_url()}"' in html

    Solicitud.objects.update(estado="DESISTIDA")
    assert "Sus reposos anteriores" not in pagina(de_ana)


@pytest.mark.parametrize("cuantos", [12, 480])
def test_the_start_and_the_calculation_take_15_queries_however_long_the_record(cuantos, django_assert_max_num_queries):
    client = de(quien_trabaja(mundo.ANA, cuantos))
    for url in (URL, CALCULAR, f"{CALCULAR}?{_consulta(supuesto(LUNES, LUNES))}"):
        client.get(url)
        with django_assert_max_num_queries(15):
            client.get(url)


def _consulta(parametros: dict[str, str]) -> str:
    return "&".join(f"{nombre}={valor}" for nombre, valor in parametros.items())


def test_an_employer_has_nothing_to_ask_here():
    client = mundo.navegador(mundo.cuenta(mundo.empleador()))
    assert client.get(URL).status_code == client.get(CALCULAR).status_code == 403


# --- what if


@pytest.mark.parametrize(
    ("dias", "total"),
    [
        (3, "0.00"),  # SB-03
        (4, "25.00"),
        (30, "675.00"),
        (70, "1675.00"),
        (71, "1697.00"),
        (182, "4139.00"),
        (183, "4139.00"),
    ],
)
def test_a_rest_that_may_come_to_be_is_calculated_by_tranches(de_ana, dias, total):
    html = calculado(de_ana, dias, desde=date(2026, 11, 16))

    assert dato(html, "subsidio_total") == total
    assert dato(html, "califica") == ("si" if dias > 3 else "no")
    assert dato(html, "dias_reposo") == str(dias)


def test_sb_01_the_published_monthly_amounts(de_ana):  # ecu11: 500 a month
    Aporte.objects.update(sueldo=500)

    hasta_70, despues = (dato(calculado(de_ana, dias), "subsidio_total") for dias in (33, 70))

    assert hasta_70 == "375.00"  # thirty days paid
    assert despues == "837.50"
    assert float(dato(calculado(de_ana, 100), "subsidio_total")) - float(despues) == 330


def test_the_birth_is_supposed_as_early_as_the_rest_is_paid_and_may_be_told(de_ana):  # SB-07
    html = calculado(de_ana, 84, "maternidad")
    assert dato(html, "subsidio_total") == "2100.00"
    assert "Se supone que el parto es el 16 de noviembre de 2026" in html

    html = calculado(de_ana, 84, "maternidad", hecho=LUNES)
    assert dato(html, "dias_pagados") == "70"  # the ten weeks after it
    assert "Se supone" not in html


def test_the_day_of_an_accident_is_its_employers_and_an_illness_of_work_has_none(de_ana):
    assert dato(calculado(de_ana, 10, "accidente_de_trabajo"), "dias_pagados") == "9"
    assert dato(calculado(de_ana, 10, "accidente_de_trabajo", hecho=date(2026, 11, 1)), "dias_pagados") == "10"
    assert dato(calculado(de_ana, 10, "enfermedad_profesional"), "dias_pagados") == "10"


def test_an_accident_on_the_first_day_of_work_is_covered_by_the_salary_of_the_aviso():  # SB-08
    ana = mundo.persona()
    mundo.relacion(ana, mundo.empleador(), LUNES)
    mundo.cuenta_bancaria(ana)
    Relacion.objects.update(jornada="4")

    html = calculado(de(ana), 10, "accidente_de_trabajo")

    assert requisitos(html)["trabaja_ese_dia"] == "si"
    assert dato(html, "base") == "500.00"  # half a day of 1,000
    assert "Valor referencial" in html


def test_a_public_servant_is_paid_by_iess_after_ninety_days(de_ana):
    Empleador.objects.update(tipo="PUBLICO")

    assert dato(calculado(de_ana, 90), "subsidio_total") == "0.00"
    assert dato(calculado(de_ana, 91), "dias_pagados") == "1"


def test_a_past_rest_says_the_day_on_which_its_certificate_expired(de_ana):
    html = calculado(de_ana, 10, desde=date(2026, 3, 2))

    assert requisitos(html)["certificado_a_tiempo"] == "no"
    assert "el plazo venció el 23 de marzo de 2026" in html
    assert dato(html, "subsidio_calculado") == "175.00"


@pytest.mark.parametrize(
    ("parametros", "dice"),
    [
        ({"contingencia": "vacaciones"}, "Elija una respuesta de la lista."),
        (supuesto(LUNES, date(2026, 11, 1)), "no puede ser anterior al primero"),
        (supuesto(LUNES, date(2029, 11, 1)), "Un certificado no ordena más de un año"),
        (supuesto(date(9998, 1, 1), date(9999, 12, 31)), "Revise el año"),
        (supuesto(date(1900, 1, 1), date(1900, 1, 9)), "Revise el año"),
        (supuesto(LUNES, LUNES, "maternidad", hecho=date(9999, 12, 31)), "Revise el año"),
        ({"contingencia": "enfermedad", "desde_dia": "x", "desde_mes": "\0", "desde_anio": "9" * 50}, "Error"),
    ],
)
def test_what_cannot_be_calculated_is_told_beside_its_field(de_ana, parametros, dice):
    html = pagina(de_ana, CALCULAR, **parametros)

    assert dice in html
    assert "subsidio_total" not in html


def test_the_empty_form_asks_before_it_answers(de_ana):
    html = pagina(de_ana, CALCULAR)
    assert 'name="desde_dia"' in html
    assert "Error" not in html
