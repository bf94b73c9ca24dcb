"""The pages that anyone sees, and the home of whoever logged in."""

import uuid
from datetime import date

import pytest

from cuentas.actuacion import actuacion_de
from nucleo.outbox import drain
from tests import mundo
from tramites.catalogo.lectura import leer_catalogo
from tramites.certificados.services import solicitar_emision
from tramites.models import Tramite
from tramites.procedimientos import por_slug
from tramites.selectors import ficha

pytestmark = pytest.mark.django_db


def html_de(client, url: str, **parametros) -> str:
    respuesta = client.get(url, parametros)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_the_front_page_lists_every_principal_procedure_by_role(client):
    html = html_de(client, "/")

    for nombre in Tramite.objects.filter(principal=True).values_list("nombre", flat=True):
        assert nombre in html
    assert all(rol in html for rol in ("Afiliados", "Empleadores", "Pensionistas"))


@pytest.mark.parametrize(
    ("buscado", "slug"),
    [
        ("jubilacion", "jubilacion-vejez"),
        ("CERTIFICADOS DE AFILIACION", "certificado-afiliacion"),
        ("mecanizado", "historial-laboral"),
        ("préstamos", "prestamo-quirografario"),
    ],
)
def test_the_search_does_not_mind_accents_plurals_or_capitals(client, buscado, slug):
    assert f'href="/tramites/{slug}/"' in html_de(client, "/tramites/", q=buscado)


@pytest.mark.parametrize("buscado", ["<script>alert(1)</script>", "ñ" * 500, "'; DROP TABLE", "   "])
def test_any_search_is_answered(client, buscado):
    assert "<script>alert" not in html_de(client, "/tramites/", q=buscado)


def test_the_catalogue_can_be_narrowed_to_one_role(client):
    html = html_de(client, "/tramites/", rol="empleadores")

    assert 'href="/tramites/planillas/"' in html
    assert 'href="/tramites/historial-laboral/"' not in html


@pytest.mark.parametrize("slug", [ficha.slug for ficha in leer_catalogo()])
def test_every_sheet_opens_and_starts_only_what_can_be_started(client, slug):
    html = html_de(client, f"/tramites/{slug}/")

    assert ("Iniciar el trámite" in html) is (por_slug(slug) is not None)
    assert "{&#x27;" not in html
    assert "[&#x27;" not in html


def test_the_start_button_leads_through_the_login_and_back(client):
    assert 'href="/afiliado/historial-laboral/"' in html_de(client, "/tramites/historial-laboral/")
    assert client.get("/afiliado/historial-laboral/").url == "/ingresar/?next=/afiliado/historial-laboral/"


def test_an_unknown_sheet_is_not_found_in_our_own_words(client):
    respuesta = client.get("/tramites/nada/")

    assert respuesta.status_code == 404
    assert "No encontramos esta página" in respuesta.content.decode()


@pytest.mark.parametrize("url", ["/nada/", "/admin-secreto", "/documentos"])
def test_an_unknown_address_is_not_found_or_sent_on(client, url):
    assert client.get(url).status_code in {301, 404}


@pytest.mark.parametrize("url", ["/", "/tramites/", "/tramites/reliquidacion/", "/ingresar/", "/verificar/", "/nada/"])
def test_every_page_carries_the_strict_policy(client, url):
    cabeceras = client.get(url).headers

    assert cabeceras["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in cabeceras["Content-Security-Policy"]
    assert cabeceras["X-Frame-Options"] == "DENY"
    assert cabeceras["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("pki")
def test_health_is_told_without_login(client):
    assert client.get("/salud/").json() == {"estado": "vivo"}
    assert client.get("/salud/listo/").json()["estado"] == "listo"


# --- the home ---


@pytest.fixture
def ana(client):
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def test_the_home_says_who_one_is_and_that_nothing_waits(client, ana):
    mundo.relacion(ana, mundo.empleador(), date(2020, 1, 6))

    html = html_de(client, "/inicio/")

    assert "Hola, Ana María" in html
    assert "Sol S.A." in html
    assert "No tiene nada pendiente" in html


def test_the_home_says_what_the_employer_owes(client, ana, time_machine):
    time_machine.move_to(mundo.HOY)
    client.force_login(ana.cuenta)
    mundo.aportes(ana, mundo.empleador(), date(2026, 6, 1), 2, pagados=False)

    html = html_de(client, "/inicio/")

    assert "Sol S.A. debe aportes suyos desde junio de 2026" in html
    assert f"/afiliado/historial-laboral/?empleador={mundo.RUC_SOL}" in html


@pytest.mark.usefixtures("pki")
def test_the_home_shows_the_latest_documents(client, ana):
    actuacion = actuacion_de(ana.cuenta)
    solicitar_emision(
        actuacion=actuacion,
        tramite=ficha("certificado-afiliacion"),
        contenido=por_slug("certificado-afiliacion").contenido(actuacion, mundo.HOY),
        peticion=uuid.uuid4(),
    )
    drain()

    assert "Certificado de no afiliación" in html_de(client, "/inicio/")
    assert "Certificado de no afiliación" in html_de(client, "/documentos/")


def test_an_employer_sees_its_own_home(client):
    client.force_login(mundo.cuenta(mundo.empleador()))

    html = html_de(client, "/inicio/")

    assert mundo.RUC_SOL in html
    assert "Planillas" in html
    assert "Historial laboral" not in html


def test_the_home_takes_at_most_8_queries_however_long_the_record(client, ana, settings, django_assert_max_num_queries):
    settings.CATALOGO_SEGUNDOS = 10**9  # a process reads the list of procedures now and then: not during this test
    client.get("/inicio/")
    mundo.aportes(ana, mundo.empleador(), date(2025, 1, 1), 12, pagados=False)
    with django_assert_max_num_queries(8) as pocas:
        client.get("/inicio/")
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR), date(1990, 1, 1), 400, pagados=False)
    with django_assert_max_num_queries(len(pocas)):
        client.get("/inicio/")
