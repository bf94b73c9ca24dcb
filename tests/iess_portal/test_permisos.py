"""The permission map against the URLconf: every URL is in it, and refuses whomever it doesn't name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.delegaciones.sesion import EN_SESION
from cuentas.models import Cuenta, Delegacion
from cuentas.permisos import CON_CUENTA, mapa, permiso_de
from iess_portal.roles import Rol
from registro.models import Empleador, Persona
from tests import mundo
from tests.actos import para
from tests.mesa import abrir_expedientes, con_rol
from tramites.procedimientos import ActoAparte, inscritos

ARGUMENTOS = {
    "slug": "historial-laboral",
    "codigo": "0123456789ABCDEF",
    "nombre": "nada",
    "numero": 1,
    "anio": 2026,
    "paso": 1,
    "acto": "aceptar",
    "secreto": "ninguno",
    "ruc": mundo.RUC_MAR,
    "peticion": UUID(int=0),
    "dia": "2026-11-20",
    "mes": 11,
    "adjunto": UUID(int=0),
    "lote": UUID(int=0),
    "clase": "txt",
}


def vistas(resolver=None, prefijo: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(view name, pattern) of the whole URLconf, the admin as one."""
    for entrada in (resolver or get_resolver()).url_patterns:
        if isinstance(entrada, URLResolver):
            if entrada.namespace == "admin":
                continue
            yield from vistas(entrada, f"{prefijo}{entrada.namespace}:" if entrada.namespace else prefijo)
        else:
            yield f"{prefijo}{entrada.name}", entrada


def direccion(nombre: str, patron: URLPattern) -> str:
    return reverse(nombre, kwargs={clave: ARGUMENTOS[clave] for clave in patron.pattern.regex.groupindex})


VISTAS = dict(vistas())
CERRADAS = sorted(nombre for nombre in VISTAS if not permiso_de(nombre).publico)
ACTUACIONES = {
    "persona": Actuacion(actor=Cuenta(), sujeto=Persona(), por=Por.PROPIO),
    "empleador": Actuacion(actor=Cuenta(), sujeto=Empleador(), por=Por.CLAVE_PATRONAL),
    "personal": Actuacion(actor=Cuenta(), sujeto=None, por=Por.VENTANILLA),
    **{
        f"delegado, {rol}": Actuacion(actor=Cuenta(), sujeto=Empleador(), por=Por.DELEGACION, alcance=frozenset({rol}))
        for rol in Delegacion.Rol
    },
    "atendiendo": Actuacion(actor=Cuenta(), sujeto=Persona(), por=Por.VENTANILLA),
}
ATENCION = ("cuentas:atender", "cuentas:atencion")
AJENAS = [(n, quien) for n in CERRADAS for quien, act in ACTUACIONES.items() if not permiso_de(n).admite(act)]


def test_every_url_is_in_the_map():
    assert [nombre for nombre in VISTAS if permiso_de(nombre) is None] == []


def test_the_map_names_no_url_that_is_gone():
    del_demo = {"demo:buzon", "demo:mensaje"}  # only there with DEBUG
    assert set(mapa()) - set(VISTAS) - del_demo - {"admin:*"} == set()


def test_every_page_of_a_procedure_has_the_permission_of_its_class():
    for slug, procedimiento in inscritos().items():
        propias = [nombre for nombre in VISTAS if nombre.startswith(f"{procedimiento.app}:{slug}")]
        if isinstance(procedimiento, ActoAparte):
            assert permiso_de(procedimiento.inicio) == replace(procedimiento.permiso, tramite="")
            continue
        assert propias
        assert {permiso_de(nombre) for nombre in propias} == {procedimiento.permiso}


@pytest.fixture
def cuentas(db):
    return {
        "persona": mundo.cuenta(mundo.persona()),
        "empleador": mundo.cuenta(mundo.empleador(), correo="sol@correo.ec"),
        "personal": mundo.personal(),
        "atendiendo": con_rol(Rol.VENTANILLA, "mostrador"),
    }


@pytest.fixture
def entrar(client, cuentas):
    """Logs in as one of them: a delegate is the person, who acts for the employer; the last one attends the person."""

    def _entrar(quien: str) -> Actuacion:
        _, _, rol = quien.partition(", ")
        client.force_login(cuentas["persona" if rol else quien])
        persona, empleador = cuentas["persona"].persona, cuentas["empleador"].empleador
        if rol:
            delegacion = Delegacion.objects.create(
                empleador=empleador,
                apoderado_cedula=persona.cedula,
                apoderado=persona,
                rol=rol,
                aceptado_en=timezone.now(),
            )
            sesion = client.session
            sesion[EN_SESION] = delegacion.pk
            sesion.save()
            return ACTUACIONES[quien]
        if quien == "atendiendo":
            abrir_expedientes(client, persona)
            client.post(f"/atencion/persona/{persona.pk}/")
            return Actuacion(actor=cuentas[quien], sujeto=persona, por=Por.VENTANILLA)
        return actuacion_de(cuentas[quien])

    return _entrar


@pytest.mark.django_db
def test_a_closed_url_sends_strangers_to_the_login_and_back(client):
    direcciones = [direccion(nombre, VISTAS[nombre]) for nombre in CERRADAS]
    respuestas = {url: client.get(url) for url in direcciones}

    assert {url: (r.status_code, r.url) for url, r in respuestas.items()} == {
        url: (302, f"/ingresar/?next={url}") for url in direcciones
    }


@pytest.mark.django_db
def test_a_closed_url_takes_no_form_of_strangers(client):
    respuestas = {nombre: client.post(direccion(nombre, VISTAS[nombre])) for nombre in CERRADAS}

    assert {(r.status_code, r.url) for r in respuestas.values()} == {(302, "/ingresar/?next=/inicio/")}


# One session walks through the whole map: to log in for each address would take longer than all the addresses.
@pytest.mark.parametrize("quien", ACTUACIONES)
def test_a_closed_url_answers_only_whom_the_map_names(client, entrar, quien):
    entrar(quien)
    errados = {}
    for nombre in CERRADAS:
        respuesta = client.get(direccion(nombre, VISTAS[nombre]))
        status = respuesta.status_code
        if permiso_de(nombre) is CON_CUENTA and status == 302:
            bien = respuesta.url == "/cuenta/segundo-factor/"
        else:
            bien = status in ({200, 302, 404, 405} if permiso_de(nombre).admite(ACTUACIONES[quien]) else {403})
        if not bien:
            errados[nombre] = status

    assert errados == {}


@pytest.mark.parametrize("quien", ACTUACIONES)
def test_a_closed_url_takes_no_form_of_the_wrong_kind_of_account(client, entrar, quien):
    entrar(quien)
    ajenas = [nombre for nombre, otro in AJENAS if otro == quien]
    de_quien = para(client)
    respuestas = {nombre: client.post(direccion(nombre, VISTAS[nombre]), de_quien).status_code for nombre in ajenas}

    assert respuestas == dict.fromkeys(ajenas, 403)


def test_nothing_of_an_account_is_ever_opened_to_the_counter():
    de_la_cuenta = {n for n in CERRADAS if n.startswith(("cuentas:", "tramites:poder")) and not n.startswith(ATENCION)}
    abiertas = {n for n in de_la_cuenta if permiso_de(n).admite(ACTUACIONES["atendiendo"])}

    assert {permiso_de(n) for n in abiertas} == {CON_CUENTA}, "but for the pages of the staff's own account"


def test_the_walk_knows_who_is_who(entrar):
    por_quien = {quien: entrar(quien) for quien in ACTUACIONES}
    assert {q: (a.por, type(a.sujeto)) for q, a in por_quien.items()} == {
        q: (a.por, type(a.sujeto)) for q, a in ACTUACIONES.items()
    }
    assert {quien for _, quien in AJENAS} == set(ACTUACIONES)


@pytest.mark.parametrize("quien", ["persona", "empleador"])
def test_the_admin_is_for_staff(client, cuentas, quien):
    client.force_login(cuentas[quien])

    assert client.get(reverse("admin:index")).status_code == 403


@pytest.mark.django_db
def test_the_admin_sends_strangers_to_the_portals_own_login(client):
    assert client.get(reverse("admin:index")).url == "/ingresar/?next=/admin/"


def test_an_act_is_of_one_right_only(cuentas):
    por = [Por.PROPIO, Por.CLAVE_PATRONAL, Por.VENTANILLA, Por.VENTANILLA]
    assert [actuacion_de(cuentas[quien]).por for quien in cuentas] == por
    assert isinstance(actuacion_de(cuentas["persona"]).sujeto, Persona)
    assert isinstance(actuacion_de(cuentas["empleador"]).sujeto, Empleador)
    assert actuacion_de(None).por is Por.PUBLICO


def test_the_admin_registers_no_way_to_log_in_of_its_own():
    assert "login" in {patron.name for patron in admin.site.get_urls() if isinstance(patron, URLPattern)}
    assert permiso_de("admin:login") is permiso_de("admin:index")


def test_my_pages_show_my_record_and_not_the_next_persons(client, cuentas):
    otra = mundo.persona(mundo.LUIS, nombres="Luis", apellidos="Otro Nombre")
    mundo.aportes(otra, mundo.empleador(mundo.RUC_MAR, razon_social="Mar Cía. Ltda."), date(2024, 1, 1), 3)
    client.force_login(cuentas["persona"])

    assert "Mar Cía. Ltda." not in client.get("/afiliado/historial-laboral/").content.decode()
