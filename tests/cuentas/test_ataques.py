"""What an attacker tries at every door: foreign hosts, foreign targets, forged forms, fixed sessions, frames."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cuentas import dispositivos, segundo_factor
from iess_portal.roles import Rol
from nucleo.models import Asiento, Outbox
from tests import mundo
from tests.iess_portal.test_permisos import VISTAS, direccion
from tests.mesa import con_rol, entrar

pytestmark = pytest.mark.django_db
AJENO = "malo.example"
DIRECCIONES = sorted({direccion(nombre, patron) for nombre, patron in VISTAS.items() if nombre != "no_encontrada"})
# What a GET may write: the closed list, and nothing of it is a fact that somebody did.
PERMITIDAS = set(settings.READONLY_GET_EXCEPTIONS)


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def ingresar(client, **datos):
    return client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE, **datos})


def del_admin(resolver=None) -> list[str]:
    """Every address of the admin, with 1 in the place of each number."""
    encontradas = []

    def andar(patrones, prefijo):
        for patron in patrones:
            ruta = prefijo + re.sub(r"<[^>]+>", "1", str(patron.pattern).lstrip("^").rstrip("$"))
            if isinstance(patron, URLResolver):
                andar(patron.url_patterns, ruta)
            elif "(?P" not in ruta:
                encontradas.append("/" + ruta)

    raiz = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    andar(raiz.url_patterns, "admin/")
    return sorted(set(encontradas))


# --- the host header -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cabecera", ["HTTP_HOST", "SERVER_NAME"])
def test_a_foreign_host_gets_no_page(client, cabecera):
    respuesta = client.get("/ingresar/", **{cabecera: AJENO})

    assert respuesta.status_code == 400
    assert AJENO not in respuesta.content.decode()


def test_a_forwarded_host_is_not_believed(client, ana):
    respuesta = client.get("/inicio/", HTTP_X_FORWARDED_HOST=AJENO, HTTP_X_HOST=AJENO, HTTP_FORWARDED=f"host={AJENO}")

    assert AJENO not in respuesta.url


def test_the_links_in_mails_are_the_portals_whatever_host_was_asked(client, ana, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(ana)
    client.post("/cuenta/segundo-factor/", HTTP_HOST=AJENO)
    dispositivo = dispositivos.TOTPDevice.objects.get()
    codigo = f"{dispositivos._totp(ana, dispositivo).token():06d}"

    client.post("/cuenta/segundo-factor/activar/", {"codigo": codigo}, HTTP_HOST=AJENO)

    correo = Outbox.objects.get(kind="correo").payload
    assert AJENO not in correo["texto"] + correo["html"]
    assert f"{settings.PORTAL_URL}/cuenta/segundo-factor/" in correo["texto"]


def test_a_redirect_names_no_host(client, ana, settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert client.get("/inicio/", HTTP_HOST=AJENO).url == "/ingresar/?next=/inicio/"
    assert client.post("/salir/", HTTP_HOST=AJENO, HTTP_REFERER=f"http://{AJENO}/x").url == "/"
    assert ingresar(client).url == "/inicio/"


# --- open redirects --------------------------------------------------------------------------------------------------

FUERA = [
    f"https://{AJENO}/",
    f"//{AJENO}",
    f"///{AJENO}",
    f"/\\{AJENO}",
    f"\\\\{AJENO}",
    f"\\/{AJENO}",
    f"http:{AJENO}",
    f"http:///{AJENO}",
    f"https://testserver@{AJENO}/",
    f"https://{AJENO}#@testserver/",
    f"https://testserver.{AJENO}/",
    f"\t//{AJENO}",
    f"/\t/{AJENO}",
    f"\x00//{AJENO}",
    f" //{AJENO}",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://testserver/",
]


@pytest.mark.parametrize("siguiente", FUERA)
def test_no_step_of_the_login_goes_to_another_site(client, ana, siguiente):
    assert ingresar(client, next=siguiente).url == "/inicio/"
    assert client.get("/ingresar/", {"next": siguiente}).url == "/inicio/"
    con_factor = Client()
    segundo_factor.abrir_de_demostracion(cuenta=ana)
    paso = ingresar(con_factor, next=siguiente).url
    assert paso.startswith("/ingresar/codigo/?next=")
    entrada = con_factor.post(paso, {"codigo": mundo.codigo_de(ana)})
    assert entrada.url == "/inicio/"


@pytest.mark.parametrize("siguiente", FUERA)
def test_the_login_of_the_admin_goes_to_no_other_site_either(client, siguiente):
    entrar(client)

    assert client.get("/admin/login/", {"next": siguiente}).url == "/admin/"


@pytest.mark.parametrize("referer", [f"http://{AJENO}/x", f"http://testserver.{AJENO}/", f"http://testserver@{AJENO}/"])
def test_a_form_of_a_stranger_comes_back_to_no_other_site(client, referer):
    assert client.post("/documentos/", HTTP_REFERER=referer).url == "/ingresar/?next=/inicio/"


# --- forged forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quien", ["nobody", "ana"])
def test_every_form_needs_its_token(ana, quien):
    client = Client(enforce_csrf_checks=True)
    if quien == "ana":
        client.force_login(ana)
    antes = Asiento.objects.count(), Outbox.objects.count()
    intento = {"identificacion": mundo.ANA, "clave": mundo.CLAVE, "codigo": "1"}

    respuestas = {url: client.post(url, intento).status_code for url in DIRECCIONES}

    assert respuestas == dict.fromkeys(DIRECCIONES, 403)
    assert (Asiento.objects.count(), Outbox.objects.count()) == antes


def test_every_form_of_the_admin_needs_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(con_rol(Rol.ADMINISTRADOR))

    assert {client.post(url).status_code for url in del_admin()} == {403}


def test_the_token_of_another_browser_opens_nothing(ana):
    uno, otro = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    uno.get("/ingresar/")
    otro.get("/ingresar/")
    token = uno.cookies["csrftoken"].value

    assert ingresar(otro, csrfmiddlewaretoken=token).status_code == 403


def test_the_token_changes_with_the_login(ana):
    client = Client(enforce_csrf_checks=True)
    client.get("/ingresar/")
    antes = client.cookies["csrftoken"].value

    assert ingresar(client, csrfmiddlewaretoken=antes).status_code == 302
    assert client.cookies["csrftoken"].value != antes


# --- sessions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("con_factor", [False, True], ids=["clave", "clave and code"])
def test_a_session_key_that_somebody_planted_is_worth_nothing_after_the_login(client, ana, con_factor):
    otro = Client()
    otro.post("/ingresar/", {"identificacion": mundo.ANA, "clave": "otra"})
    plantada = "a" * 32
    Session.objects.create(session_key=plantada, session_data="", expire_date="2099-01-01T00:00Z")
    client.cookies["sessionid"] = plantada
    if con_factor:
        segundo_factor.abrir_de_demostracion(cuenta=ana)

    ingresar(client)
    if con_factor:
        client.post("/ingresar/codigo/", {"codigo": mundo.codigo_de(ana)})

    assert client.get("/inicio/").status_code == 200
    otro.cookies["sessionid"] = plantada
    assert otro.get("/inicio/").status_code == 302


def test_a_session_is_over_on_the_server_after_leaving(client, ana):
    ingresar(client)
    robada = client.cookies["sessionid"].value
    client.post("/salir/")
    client.cookies["sessionid"] = robada

    assert client.get("/inicio/").status_code == 302


@pytest.mark.parametrize("metodo", ["get", "head", "options", "put", "patch", "delete"])
def test_one_leaves_by_post_alone(client, ana, metodo):
    ingresar(client)

    for url in ("/salir/", "/admin/logout/"):
        getattr(client, metodo)(url)

    assert client.get("/inicio/").status_code == 200


# --- headers and cookies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quien", ["nobody", "ana"])
def test_no_page_can_be_put_into_a_frame(client, ana, quien):
    if quien == "ana":
        client.force_login(ana)
    defensas = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    for url in [*DIRECCIONES, "/no-existe/", "/admin/"]:
        cabeceras = client.get(url).headers

        assert {nombre: cabeceras[nombre] for nombre in defensas} == defensas, url
        assert "frame-ancestors 'none'" in cabeceras["Content-Security-Policy"], url


def test_the_cookies_of_production_travel_enciphered_and_no_script_reads_the_session():
    codigo = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, "
        "s.CSRF_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, "
        "s.SESSION_COOKIE_DOMAIN, s.X_FRAME_OPTIONS, s.DEBUG, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    entorno = os.environ | {
        "DJANGO_SETTINGS_MODULE": "iess_portal.settings",
        "DJANGO_DEBUG": "false",
        "DJANGO_SECRET_KEY": "x" * 50,
        "BITACORA_KEY": "y" * 50,
        "PORTAL_URL": "https://tramites.example.gob.ec",
        "DATABASE_URL": "postgres://portal:x@127.0.0.1:1/portal",
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    hecho = subprocess.run(
        [sys.executable, "-c", codigo], cwd=settings.BASE_DIR, env=entorno, capture_output=True, text=True, check=True
    )

    dicho = "True True True Lax Lax True True None DENY False __Host-sessionid __Host-csrftoken"
    assert hecho.stdout.split() == dicho.split()


def test_the_cookie_of_a_session_is_hidden_from_scripts(client, ana):
    ingresar(client)

    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


# --- a scanner that opens every link ---------------------------------------------------------------------------------


def hechos() -> dict[str, list]:
    """Every row of every table of ours but those that the closed list lets a GET write."""
    filas = {}
    with connection.cursor() as cursor:
        for tabla in connection.introspection.table_names(cursor):
            if tabla not in PERMITIDAS and not tabla.startswith("sqlite"):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(tabla)}")
                filas[tabla] = sorted(cursor.fetchall(), key=repr)
    return filas


@pytest.mark.parametrize("quien", ["nobody", "ana", "administrador"])
def test_a_scanner_that_opens_every_address_changes_nothing(client, ana, quien):
    mundo.relacion(ana.persona, mundo.empleador(), mundo.HOY)
    if quien == "ana":
        client.force_login(ana)
    elif quien == "administrador":
        entrar(client)
    antes = hechos()

    for url in [*DIRECCIONES, *del_admin()]:
        client.get(url)
        client.head(url)

    assert hechos() == antes


def test_the_walk_saw_the_doors_that_matter():
    assert {"/ingresar/", "/ingresar/codigo/", "/salir/", "/cuenta/segundo-factor/quitar/"} <= set(DIRECCIONES)
    assert "/admin/cuentas/cuenta/1/segundo-factor/" in del_admin()
    assert isinstance(VISTAS["cuentas:ingresar"], URLPattern)
    call_command("check")
