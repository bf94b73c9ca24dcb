"""What is decided before a view is called, and what its answer gets on the way out."""

import pytest

from cuentas.middleware import NO_LE_CORRESPONDE
from tests import mundo

pytestmark = pytest.mark.django_db
CERTIFICADO = "/afiliado/certificado-afiliacion/"


@pytest.fixture
def adentro(client):
    client.force_login(mundo.cuenta(mundo.persona()))
    return client


# --- a session that ended under a form --------------------------------------------------------------------------------


@pytest.mark.parametrize("vuelta", ["/afiliado/historial-laboral/", "/documentos/?pagina=2"])
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client, vuelta):
    respuesta = client.post(CERTIFICADO, headers={"Referer": f"http://testserver{vuelta}"})

    ingreso = client.get(respuesta.url)
    assert ingreso.status_code == 200
    assert ingreso.context["siguiente"] == vuelta


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://malo.example/afiliado/",
        "http://testserver.malo.example/",
        "http://testserver:81/inicio/",
        "https://testserver/inicio/",
        "javascript:alert(1)",
        "http://[",
        "/documentos/",
    ],
)
def test_without_a_page_of_ours_to_go_back_to_it_leads_home(client, referer):
    respuesta = client.post(CERTIFICADO, headers={"Referer": referer} if referer else {})

    assert respuesta.url == "/ingresar/?next=/inicio/"


def test_a_page_leads_back_to_itself_wherever_one_came_from(client):
    respuesta = client.get(f"{CERTIFICADO}?a=1", headers={"Referer": "http://testserver/tramites/"})

    assert client.get(respuesta.url).context["siguiente"] == f"{CERTIFICADO}?a=1"


# --- pages that say what is wrong -------------------------------------------------------------------------------------


def test_who_has_the_wrong_kind_of_account_is_told_so(client):
    client.force_login(mundo.cuenta(mundo.empleador()))

    respuesta = client.get(CERTIFICADO)

    assert respuesta.status_code == 403
    assert NO_LE_CORRESPONDE in respuesta.content.decode()


def test_a_url_that_is_not_in_the_map_is_closed_and_says_so(client, monkeypatch):
    monkeypatch.setattr("cuentas.middleware.permiso_de", lambda nombre: None)

    respuesta = client.get("/tramites/")

    assert respuesta.status_code == 403
    assert "Esta dirección no está abierta." in respuesta.content.decode()


@pytest.mark.parametrize(
    ("metodo", "direccion", "permitidos"),
    [("get", "/salir/", "POST"), ("post", "/verificar/0123456789ABCDEF/", "GET, HEAD")],
)
def test_an_address_opened_the_wrong_way_gets_a_page_and_keeps_its_headers(client, metodo, direccion, permitidos):
    respuesta = getattr(client, metodo)(direccion)

    assert (respuesta.status_code, respuesta.headers["Allow"]) == (405, permitidos)
    assert respuesta.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Esta dirección no se abre así" in respuesta.content.decode()
    assert "Ir a la página de inicio" in respuesta.content.decode()


def test_who_opens_the_way_out_as_a_page_finds_the_button_there(adentro):
    respuesta = adentro.get("/salir/")

    assert respuesta.status_code == 405
    assert "<button>Salir</button>" in respuesta.content.decode()
    assert "Volver a mi inicio" in respuesta.content.decode()


# --- caches -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direccion", ["/", "/tramites/", "/nada-de-esto/", "/salir/", "/admin/"])
def test_no_cache_keeps_a_page_that_bears_a_name(adentro, direccion):
    respuesta = adentro.get(direccion)

    assert "Ana María" in respuesta.content.decode()
    assert respuesta.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in respuesta.headers["Vary"]


def test_what_a_view_says_of_caches_stays(adentro):
    assert "max-age=0" in adentro.get("/inicio/").headers["Cache-Control"]


@pytest.mark.parametrize("cookie", ["", "de-una-sesion-que-ya-no-esta"])
@pytest.mark.parametrize("direccion", ["/", "/tramites/", "/nada-de-esto/"])
def test_the_pages_of_the_public_may_be_kept(client, direccion, cookie):
    client.cookies["sessionid"] = cookie

    assert not client.get(direccion).has_header("Cache-Control")


def test_nobody_asks_for_the_session_of_who_sent_none(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/ingresar/")
