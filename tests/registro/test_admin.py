"""The register at the desk: finding a person, their contributions, and the legal parameters."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from iess_portal.roles import Rol
from nucleo.models import Asiento
from registro.models import Aporte, Parametro, Persona, Planilla
from registro.parametros import Parametros
from registro.parametros.forma import problema_de_forma
from tests import mundo
from tests.mesa import consultas, entrar, lista, pagina

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return mundo.persona(apellidos="Núñez Águila", nombres="María José")


def hallados(client, texto: str) -> list[str]:
    return [persona.cedula for persona in client.get(lista(Persona), {"q": texto}).context["cl"].result_list]


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texto", [mundo.ANA, "17100", "nunez", "NÚÑEZ maría", "jose aguila", " águila  núñez "])
def test_a_person_is_found_by_cedula_or_by_words_of_the_name(client, ana, texto):
    mundo.persona(mundo.LUIS, apellidos="Otro", nombres="Luis")
    entrar(client, Rol.VENTANILLA)

    assert hallados(client, texto) == [mundo.ANA]


@pytest.mark.parametrize("texto", ["zzz", "9999999999", "núñez luis", "%", "_"])
def test_words_that_name_nobody_find_nobody(client, ana, texto):
    entrar(client, Rol.VENTANILLA)

    assert hallados(client, texto) == []


def test_who_looks_at_a_person_is_noted(client, ana):
    entrar(client, Rol.VENTANILLA)

    client.get(pagina(ana))

    asiento = Asiento.objects.get(accion="consulta.personal")
    assert (asiento.actor, asiento.persona_id, asiento.por) == ("ventanilla", ana.pk, "ventanilla")


def test_a_page_that_was_refused_is_not_noted_as_seen(client, ana):
    entrar(client, Rol.TRANSPARENCIA)

    assert client.get(pagina(ana)).status_code == 403
    assert client.get(lista(Aporte, f"?persona__id__exact={ana.pk}")).status_code == 403
    assert not Asiento.objects.filter(accion="consulta.personal").exists()


def test_the_page_of_a_person_shows_the_last_months_and_leads_to_the_rest(client, ana):
    sol = mundo.empleador()
    mundo.relacion(ana, sol, date(2000, 1, 1))
    mundo.aportes(ana, sol, date(2025, 1, 1), 13)
    entrar(client, Rol.VENTANILLA)

    texto = client.get(pagina(ana)).content.decode()

    assert "ene-2026" in texto
    assert "feb-2025" in texto
    assert "ene-2025" not in texto
    assert lista(Aporte, f"?persona__id__exact={ana.pk}") in texto


def test_the_page_of_a_person_costs_the_same_with_12_and_with_480_months(client, ana):
    sol = mundo.empleador()
    mundo.aportes(ana, sol, date(1985, 1, 1), 12)
    entrar(client, Rol.VENTANILLA)
    con_doce = consultas(lambda: client.get(pagina(ana)))
    mundo.aportes(ana, sol, date(1986, 1, 1), 468)

    assert consultas(lambda: client.get(pagina(ana))) == con_doce <= 12


# --- contributions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "consulta", ["", "?persona__id__exact=", "?persona__id__exact=x", "?persona__id__exact=²", "?q=1", "?pago=no"]
)
def test_contributions_of_nobody_in_particular_are_not_listed(client, consulta):
    entrar(client, Rol.VENTANILLA)

    respuesta = client.get(lista(Aporte, consulta), follow=True)

    assert respuesta.redirect_chain[0][0] == lista(Persona)
    assert "Los aportes se ven por persona" in respuesta.content.decode()


@pytest.mark.parametrize("campo", ["persona__id__exact", "planilla__id__exact"])
def test_contributions_of_somebody_who_is_not_there_are_none(client, campo):
    entrar(client, Rol.VENTANILLA)

    respuesta = client.get(lista(Aporte, f"?{campo}=99999999999999999999999"))

    assert respuesta.context["cl"].result_count == 0


def test_contributions_are_those_of_the_person_newest_first(client, ana):
    otro = mundo.persona(mundo.LUIS, apellidos="Otro", nombres="Luis")
    sol = mundo.empleador()
    mundo.aportes(ana, sol, date(2025, 1, 1), 3)
    mundo.aportes(otro, sol, date(2025, 1, 1), 3)
    entrar(client, Rol.VENTANILLA)

    respuesta = client.get(lista(Aporte, f"?persona__id__exact={ana.pk}"))

    filas = respuesta.context["cl"].result_list
    assert [fila.periodo.month for fila in filas] == [3, 2, 1]
    assert {fila.persona_id for fila in filas} == {ana.pk}
    assert "Aportes de Núñez Águila María José" in respuesta.content.decode()
    assert Asiento.objects.get(accion="consulta.personal").persona_id == ana.pk


def test_contributions_of_a_planilla_ask_for_its_month_alone(client, ana, django_assert_num_queries):
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 3)
    planilla = Planilla.objects.get(periodo=date(2025, 2, 1))
    entrar(client, Rol.VENTANILLA)

    cl = client.get(lista(Aporte, f"?planilla__id__exact={planilla.pk}")).context["cl"]

    assert [fila.periodo for fila in cl.result_list] == [date(2025, 2, 1)]
    assert '"registro_aporte"."periodo" IN (' in str(cl.queryset.query)


def test_unpaid_contributions_are_filtered(client, ana):
    sol = mundo.empleador()
    mundo.aportes(ana, sol, date(2025, 1, 1), 2)
    mundo.aportes(ana, sol, date(2025, 3, 1), 1, pagados=False)
    entrar(client, Rol.VENTANILLA)

    cl = client.get(lista(Aporte, f"?persona__id__exact={ana.pk}&pago=no")).context["cl"]

    assert [fila.periodo.month for fila in cl.result_list] == [3]


def test_planillas_are_filtered_by_their_state(client, ana):
    sol = mundo.empleador()
    mundo.aportes(ana, sol, date(2025, 1, 1), 2)
    mundo.aportes(ana, sol, date(2025, 3, 1), 1, pagados=False)
    entrar(client, Rol.VENTANILLA)

    def meses(estado: str) -> set[int]:
        filas = client.get(lista(Planilla), {"estado": estado}).context["cl"].result_list
        return {fila.periodo.month for fila in filas}

    assert (meses("PAGADA"), meses("EN_MORA"), meses("PENDIENTE")) == ({1, 2}, {3}, set())


# --- legal parameters -------------------------------------------------------------------------------------------------

NUEVO = {
    "clave": "sbu",
    "valor": "500.50",
    "valido_desde": "2099-01-01",
    "valido_hasta": "",
    "base_legal": "Acuerdo Ministerial",
    "fuente": "https://www.trabajo.gob.ec/",
    "confianza": "ALTA",
    "nota": "",
}
AGREGAR = "admin:registro_parametro_add"


def test_a_change_of_a_parameter_is_a_new_row_and_the_old_one_stays(client):
    entrar(client)
    antes = set(Parametro.objects.filter(clave="sbu").values_list("valido_desde", "valor"))

    assert client.post(reverse(AGREGAR), NUEVO).status_code == 302

    assert set(Parametro.objects.filter(clave="sbu").values_list("valido_desde", "valor")) - antes == {
        (date(2099, 1, 1), 500.5)
    }
    assert Parametros.al(date(2099, 6, 1)).decimal("sbu") == Decimal("500.5")
    asiento = Asiento.objects.get(accion="parametro.agregado")
    assert (asiento.actor, asiento.objeto) == ("administrador", "parametro:sbu")
    assert asiento.datos["cambios"]["valor"] == {"antes": 482.0, "despues": 500.5}


@pytest.mark.parametrize(
    ("cambio", "campo", "motivo"),
    [
        ({"valor": "500,50"}, "valor", "con punto y sin signo de dólar"),
        ({"valor": '"quinientos"'}, "valor", "debe ser un número, como el vigente"),
        ({"clave": "sbuu"}, "clave", "Ninguna regla usa"),
        ({"base_legal": ""}, "base_legal", "obligatorio"),
        ({"fuente": ""}, "fuente", "obligatorio"),
        ({"valido_desde": ""}, "valido_desde", "obligatorio"),
    ],
)
def test_an_unsound_parameter_is_refused_beside_its_field(client, cambio, campo, motivo):
    entrar(client)
    antes = Parametro.objects.count()

    respuesta = client.post(reverse(AGREGAR), NUEVO | cambio)

    assert respuesta.status_code == 200
    assert motivo in " ".join(respuesta.context["adminform"].form.errors[campo])
    assert Parametro.objects.count() == antes


def test_two_versions_may_not_begin_on_the_same_day(client):
    entrar(client)
    client.post(reverse(AGREGAR), NUEVO)

    assert client.post(reverse(AGREGAR), NUEVO | {"valor": "1"}).status_code == 200
    assert Parametro.objects.get(clave="sbu", valido_desde=date(2099, 1, 1)).valor == 500.5


def test_the_form_for_the_next_value_begins_with_the_last_one(client):
    entrar(client)
    client.post(reverse(AGREGAR), NUEVO)

    form = client.get(reverse(AGREGAR), {"clave": "sbu"}).context["adminform"].form

    assert (form.initial["clave"], form.initial["valor"]) == ("sbu", 500.5)


@pytest.mark.parametrize(
    ("valor", "vigente", "problema"),
    [
        (1, 482.0, ""),
        (True, 482.0, "un número"),
        ("1", 482.0, "un número"),
        ([1, 2], [5, 20], ""),
        (3, [5, 20], "una lista"),
        ([{"a": 1}, {"a": 2, "b": 3}], [{"a": 1, "b": 2}, {"a": 1}], ""),
        ([{"b": 1}], [{"a": 1, "b": 2}, {"a": 1}], "fila 1 falta a"),
        ([{"a": 1}, {"a": 1, "z": 1}], [{"a": 1}], "fila 2 sobra z"),
        ([], [{"a": 1}], "misma forma"),
        ({"x": 1}, {"x": 0.5}, ""),
        ({"y": 1}, {"x": 0.5}, "mismos nombres"),
        (None, "CALENDARIO", "un texto"),
    ],
)
def test_a_value_keeps_the_shape_that_its_rule_reads(valor, vigente, problema):
    hallado = problema_de_forma(valor, vigente)

    assert problema in hallado if problema else hallado == ""
