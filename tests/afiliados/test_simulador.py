"""The retirement simulator, at its door and in its rule."""

import gzip
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from afiliados.reglas.simulador import Historia, escenario, historia_supuesta, primera_edad
from registro.parametros import Parametros, leer
from registro.parametros.pension import norma_de
from registro.reglas.pension import MesPagado
from registro.reglas.puertas import mover
from tests import mundo
from tests.dictamen import dato
from tests.mundo import HOY

NORMA = norma_de(Parametros(HOY, leer()))
URL = "/afiliado/simulador-jubilacion/"
DATOS = {
    "nacimiento_dia": "17",
    "nacimiento_mes": "5",
    "nacimiento_anio": "1966",
    "anios": "29",
    "meses": "6",
    "sueldo": "1.000",
    "edad": "",
    "sigue": "si",
    "sueldo_futuro": "",
}


@pytest.fixture(autouse=True)
def _hoy(time_machine, db):
    time_machine.move_to(HOY, tick=False)


def pagina(client, **cambios) -> str:
    respuesta = client.get(URL, DATOS | cambios)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


# --- the rule


def supuesta(imposiciones=354, sueldo=1000, futuro=1000, nacimiento=date(1966, 5, 17)) -> Historia:
    return historia_supuesta(nacimiento, imposiciones, Decimal(sueldo), futuro and Decimal(futuro), HOY)


def test_one_contributes_through_the_month_of_the_birthday_and_retires_on_the_first_of_the_next():
    hecho = escenario(supuesta(), 61, NORMA)

    # 354 to October, and then from November of 2026 to May of 2027
    assert (hecho.desde, hecho.imposiciones) == (date(2027, 6, 1), 361)
    assert (hecho.puerta.nombre, hecho.pension) == ("puerta_60_360", Decimal("750.00"))


def test_a_door_that_opens_between_two_birthdays_is_not_waited_for():
    # 60 since May of 2026; the 360th month is April of 2027
    hecho = escenario(supuesta(), 60, NORMA)

    assert (hecho.edad, hecho.desde, hecho.imposiciones) == (60, date(2027, 5, 1), 360)
    assert escenario(supuesta(300), 60, NORMA).desde == date(2026, 12, 1)


def test_whoever_was_born_on_the_first_retires_on_the_birthday():
    assert escenario(supuesta(nacimiento=date(1966, 5, 1)), 61, NORMA).desde == date(2027, 5, 1)


def test_an_age_that_one_has_already_begins_next_month():
    assert escenario(supuesta(360), 60, NORMA).desde == date(2026, 12, 1)
    assert escenario(supuesta(360), 60, NORMA).pension == Decimal("750.00")


def test_before_any_door_opens_there_is_no_pension():
    hecho = escenario(supuesta(300), 61, NORMA)

    assert (hecho.califica, hecho.pension, hecho.base) == (False, None, None)


@pytest.mark.parametrize(
    ("imposiciones", "futuro", "edad"),
    [
        (354, 1000, 60),
        (347, 1000, 61),
        (354, None, 65),
        (360, None, 60),
        (100, None, None),
        (0, 500, 70),
        (119, None, None),
    ],
)
def test_the_first_age_depends_on_going_on(imposiciones, futuro, edad):
    assert primera_edad(supuesta(imposiciones, futuro=futuro), NORMA) == edad


def test_a_better_salary_from_now_on_makes_better_years():
    hecho = escenario(supuesta(futuro=2000), 62, NORMA)

    # November of 2026 to May of 2028 are nineteen months: one block of twelve at 2,000, and one of seven and five
    assert hecho.base.valor == Decimal("1316.67")


def test_a_real_record_keeps_its_gaps():
    meses = [MesPagado(mover(date(1990, 1, 1), i), Decimal(500)) for i in range(120)]
    historia = Historia(date(1966, 5, 17), meses, Decimal(800), HOY)

    # Sixty more from November of 2026 on make the 180
    assert not escenario(historia, 64, NORMA).califica
    assert escenario(historia, 65, NORMA).desde == date(2031, 11, 1)


# --- the page


def test_everyone_finds_the_form_and_no_result(client):
    html = client.get(URL).content.decode()

    assert "Fecha de nacimiento" in html
    assert "data-dato" not in html
    assert 'method="post"' not in html.split("<main")[1].split("</main")[0]


def test_the_answer_comes_with_its_figures(client):
    html = pagina(client)

    assert dato(html, "califica") == "si"
    assert dato(html, "edad") == "60"  # the first one
    assert dato(html, "pension") == "750.00"
    assert dato(html, "base") == "1000.00"
    assert dato(html, "coeficiente") == "0.75"
    assert dato(html, "minima") == "337.40"
    assert dato(html, "maxima") == "2169.00"
    assert dato(html, "decima_cuarta") == "482.00"
    assert dato(html, "un_anio_mas") == "12.50"
    assert dato(html, "pension_a_los_70") == "943.00"
    assert "Valor referencial" in html


def test_the_doors_tell_when_each_opens(client):
    html = pagina(client)

    assert dato(html, "puerta_60_360") == "2027-05-01"
    assert dato(html, "puerta_65_180") == "2031-05-17"
    assert dato(html, "puerta_480") == "2037-05-01"
    assert re.findall(r'data-requisito="(\w+)" data-cumple="(\w+)"', html) == [
        ("puerta_480", "no"),
        ("puerta_60_360", "no"),
        ("puerta_65_180", "no"),
        ("puerta_70_120", "no"),
    ]


def test_an_age_too_soon_says_from_which_one_it_would_be(client):
    html = pagina(client, anios="28", edad="60")

    assert dato(html, "califica") == "no"
    assert dato(html, "primera_edad") == "61"
    assert "todavía no podría jubilarse" in html
    assert dato(html, "pension") is None


def test_who_contributes_no_more_and_lacks_time_is_told_so(client):
    html = pagina(client, anios="5", sigue="no")

    assert "no llegaría a ninguna" in html
    assert "Si siguiera aportando" in html


def test_the_maxima_is_named_when_it_binds(client):
    html = pagina(client, sueldo="9000")

    assert dato(html, "pension") == "2169.00"
    assert "Es la pensión máxima para esos años" in html
    assert dato(html, "un_anio_mas") == "0.00"


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"nacimiento_dia": "31", "nacimiento_mes": "2"}, "Esa fecha no existe"),
        ({"nacimiento_anio": "2020"}, "Revise el año"),
        ({"nacimiento_anio": "1910"}, "Revise el año"),
        ({"nacimiento_dia": ""}, "La fecha debe tener día, mes y año"),
        ({"anios": ""}, "Escriba los años completos"),
        ({"anios": "veinte"}, "Escriba los años completos"),
        ({"anios": "-1"}, "Escriba los años completos"),
        ({"anios": "50"}, "no alcanza a tener tantos años de aportes"),
        ({"meses": "12"}, "de 0 a 11"),
        ({"sueldo": ""}, "Escriba un sueldo mensual"),
        ({"sueldo": "0"}, "mayor que cero"),
        ({"sueldo": "mil"}, "Escriba el valor en dólares"),
        ({"sueldo": "99999999999999"}, "Escriba el sueldo de un mes"),
        ({"sueldo_futuro": "-3"}, "mayor que cero"),
        ({"edad": "40"}, "Ya tiene 60 años"),
        ({"edad": "91"}, "hasta 90 años"),
        ({"edad": "999999999999"}, "Escriba la edad en años"),
        ({"sigue": "tal vez"}, "tal vez"),
        ({"sigue": ""}, "Elija si seguirá aportando"),
    ],
)
def test_what_can_not_be_is_told_beside_the_field_and_what_was_typed_stays(client, cambios, mensaje):
    html = pagina(client, **cambios)

    assert mensaje in html
    assert 'class="errores"' in html
    assert dato(html, "pension") is None
    assert 'value="1966"' in html or "nacimiento_anio" in cambios


def test_months_are_optional(client):
    assert dato(pagina(client, anios="30", meses=""), "edad") == "60"


@pytest.mark.parametrize("imposiciones", [1, 24, 480])
def test_a_person_sees_their_own_record_at_once(client, imposiciones, django_assert_max_num_queries):
    persona = mundo.persona(fecha_nacimiento=date(1961, 1, 10))
    desde = mover(date(2026, 11, 1), -imposiciones)
    mundo.aportes(persona, mundo.empleador(), desde, imposiciones)
    client.force_login(mundo.cuenta(persona))

    with django_assert_max_num_queries(6):
        html = client.get(URL).content.decode()

    assert dato(html, "imposiciones_hoy") == str(imposiciones)
    assert dato(html, "edad_hoy") == "65"
    assert "Fecha de nacimiento" not in html


def test_a_person_may_change_the_plan_of_their_record(client):
    persona = mundo.persona(fecha_nacimiento=date(1961, 1, 10))
    mundo.aportes(persona, mundo.empleador(), date(1996, 11, 1), 360)
    client.force_login(mundo.cuenta(persona))

    html = client.get(URL, {"edad": "70", "sigue": "no", "sueldo_futuro": ""}).content.decode()
    assert (dato(html, "edad"), dato(html, "pension")) == ("70", "750.00")

    html = client.get(URL, {"edad": "70", "sigue": "si", "sueldo_futuro": "2.000,00"}).content.decode()
    assert dato(html, "base") == "1850.00"  # 51 months at 2,000, to January of 2031, and nine at 1,000

    html = client.get(URL, {"edad": "30", "sigue": "si"}).content.decode()
    assert "Ya tiene 65 años" in html


def test_a_person_may_simulate_with_other_data(client):
    persona = mundo.persona()
    mundo.aportes(persona, mundo.empleador(), date(2024, 1, 1), 12)
    client.force_login(mundo.cuenta(persona))

    html = client.get(URL, {"datos": "otros"}).content.decode()
    assert "Fecha de nacimiento" in html
    assert "Usar mi historial" in html

    html = pagina(client, datos="otros")
    assert dato(html, "imposiciones_hoy") == "354"
    assert 'name="datos" value="otros"' in html


@pytest.mark.parametrize("quien", ["sin_aportes", "empresa", "personal"])
def test_who_has_no_record_types_the_data(client, quien):
    cuentas = {
        "sin_aportes": lambda: mundo.cuenta(mundo.persona()),
        "empresa": lambda: mundo.cuenta(mundo.empleador()),
        "personal": mundo.personal,
    }
    client.force_login(cuentas[quien]())

    assert "Fecha de nacimiento" in client.get(URL).content.decode()
    assert dato(pagina(client), "pension") == "750.00"


def test_the_page_is_light(client):
    assert len(gzip.compress(pagina(client).encode())) < 40 * 1024


def test_the_sheet_and_the_lists_lead_to_it(client):
    assert f'href="{URL}"' in client.get(reverse("tramites:ficha", args=["jubilacion-vejez"])).content.decode()
    assert f'href="{URL}"' in client.get("/").content.decode()
    assert f'href="{URL}"' not in client.get(reverse("tramites:ficha", args=["historial-laboral"])).content.decode()

    client.force_login(mundo.cuenta(mundo.persona()))
    assert f'href="{URL}"' in client.get("/inicio/").content.decode()


def test_nothing_is_changed_by_a_post(client):
    assert client.post(URL, DATOS).status_code == 405
