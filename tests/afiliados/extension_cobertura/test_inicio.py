"""Procedure 21, its start: who is covered today, what it costs, and what a spouse would cost."""

from datetime import date

import pytest

from tests import mundo
from tests.afiliados.extension_cobertura.familia import (
    AYER,
    CARLOS,
    ELENA,
    ESPOSO,
    HIJA,
    HIJO,
    OTRA,
    URL,
    afiliada,
    cubierto,
    pensionista,
)
from tests.dictamen import dato, datos

pytestmark = pytest.mark.django_db


def inicio(client) -> str:
    respuesta = client.get(URL)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def cubiertos(html: str) -> list[str]:
    return [trozo[:10] for trozo in html.split('data-dependiente="')[1:]]


def test_who_covers_nobody_reads_what_a_spouse_would_cost(de_ana):
    html = inicio(de_ana)

    assert "Hoy no cubre a nadie" in html
    # EX-03: 3.41 % of 482
    assert (dato(html, "costo_de_pareja"), dato(html, "base"), dato(html, "porcentaje")) == (
        "16.44",
        "482.00",
        "0.0341",
    )
    assert "el sueldo de su aporte de octubre de 2026" in html
    assert "Empezar" in html


def test_ex_01_on_a_salary_of_366(client):
    client.force_login(mundo.cuenta(afiliada(sueldo="366.00")))

    assert dato(inicio(client), "costo_de_pareja") == "12.48"


def test_each_dependant_has_a_cost_an_end_and_its_reason(ana, de_ana):
    mundo.persona(ESPOSO, **CARLOS)
    mundo.persona(HIJA, **ELENA)
    cubierto(ana, ESPOSO, "CONYUGE")
    cubierto(ana, HIJA, "HIJO")

    html = inicio(de_ana)

    assert cubiertos(html) == [ESPOSO, HIJA]
    assert "Mena Solís Carlos" in html
    assert "Mena Prueba Elena" in html
    assert dato(html, "costo_mensual") == "16.44"
    assert datos(html, "aporte_adicional") == ["16.44", "0.00"]
    assert datos(html, "cobertura_hasta") == ["2030-03-08"]
    assert "el día en que cumple 18 años" in html
    assert "con el divorcio o el fin de la unión; cuando tenga su propio seguro" in html
    assert dato(html, "costo_de_pareja") is None  # there is one already


def test_a_pensioner_pays_for_the_children_as_well(client):
    ana = pensionista()
    cubierto(ana, ESPOSO, "CONYUGE")
    cubierto(ana, HIJA, "HIJO")
    client.force_login(mundo.cuenta(ana))

    html = inicio(client)

    assert sorted(datos(html, "aporte_adicional")) == ["20.46", "24.90"]
    assert dato(html, "costo_mensual") == "45.36"
    assert "Cada mes se descuenta de su pensión" in html


def test_a_spouse_who_waits_for_care_reads_from_when(ana, de_ana):
    cubierto(ana, ESPOSO, "CONYUGE", desde=date(2026, 11, 2))

    # November was paid in December: three contributions are those of November, December and January.
    assert "Recibe atención médica desde el <strong>1 de febrero de 2027</strong>" in inicio(de_ana)


def test_what_the_rule_ended_is_not_shown_as_running_before_the_clock_says_so(ana, de_ana):
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": date(2008, 11, 20)})
    mundo.persona(ESPOSO, **CARLOS | {"estado_civil": "DIVORCIADO"})
    cubierto(ana, HIJA, "HIJO")
    cubierto(ana, ESPOSO, "CONYUGE")
    cubierto(ana, HIJO, "HIJO", fecha_hasta=AYER)
    cubierto(ana, OTRA, "HIJO", fecha_hasta=mundo.HOY)

    html = inicio(de_ana)

    assert cubiertos(html) == [OTRA]
    assert "Coberturas que terminaron" in html


def test_whom_the_register_names_can_be_covered_again(ana, de_ana):
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": date(2008, 11, 20)})
    cubierto(ana, HIJA, "HIJO", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")
    cubierto(ana, ESPOSO, "CONYUGE", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")
    cubierto(ana, OTRA, "CONVIVIENTE", fecha_hasta=date(2021, 1, 1), causa_fin="FIN_DE_UNION")

    nombradas = inicio(de_ana).partition("A quién más nombra el registro")[2].partition("Coberturas que")[0]

    assert ESPOSO in nombradas
    assert OTRA not in nombradas  # they are no couple any more
    assert HIJA not in nombradas  # of age


def test_who_is_not_insured_has_nothing_to_begin(client):
    ana = mundo.persona()
    client.force_login(mundo.cuenta(ana))

    html = inicio(client)

    assert "No consta una afiliación vigente ni una pensión a su nombre" in html
    assert "Empezar" not in html


def test_who_left_their_job_reads_until_when_they_cover(client):
    ana = mundo.persona()
    mundo.relacion(ana, mundo.empleador(), date(2020, 1, 1), date(2026, 10, 31))
    cubierto(ana, HIJA, "HIJO")
    client.force_login(mundo.cuenta(ana))

    # Ecuavisa 2023: sixty days from the aviso de salida
    assert dato(inicio(client), "cobertura_hasta") == "2026-12-30"


def test_a_job_of_which_nothing_is_paid_yet_counts_with_its_salary(client):
    ana = mundo.persona()
    mundo.relacion(ana, mundo.empleador(), date(2026, 11, 3), jornada="5")  # 18 days of 30
    client.force_login(mundo.cuenta(ana))

    html = inicio(client)

    assert (dato(html, "base"), dato(html, "costo_de_pareja")) == ("600.00", "20.46")
    assert "el sueldo con el que aporta" in html


@pytest.mark.parametrize("cuantos", [0, 6])
def test_the_queries_do_not_grow_with_the_family(ana, de_ana, django_assert_max_num_queries, cuantos):
    for n in range(cuantos):
        cedula = f"{1710034000 + n}"
        mundo.persona(cedula, **ELENA)
        cubierto(ana, cedula, "HIJO")

    with django_assert_max_num_queries(15):
        inicio(de_ana)
