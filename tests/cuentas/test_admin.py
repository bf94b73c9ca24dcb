"""Accounts at the desk: looked up, closed and opened again."""

import pytest
from django.contrib.auth.models import Group

from cuentas import services
from cuentas.actuacion import actuacion_de
from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento
from tests import mundo
from tests.mesa import con_rol, entrar, lista, pagina

pytestmark = pytest.mark.django_db

MOTIVO = {"motivo": "Lo pidió por escrito."}


@pytest.fixture
def de_ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def test_a_closed_account_is_out_at_once_and_does_not_come_back_in(client, de_ana):
    adentro = client.__class__()
    adentro.force_login(de_ana)
    assert adentro.get("/inicio/").status_code == 200
    entrar(client)

    assert client.post(pagina(de_ana, "desactivar"), MOTIVO).url == pagina(de_ana)

    assert adentro.get("/inicio/").status_code == 302
    afuera = client.__class__()
    assert afuera.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE}).status_code == 200
    asiento = Asiento.objects.get(accion="cuenta.desactivada")
    assert (asiento.actor, asiento.persona_id, asiento.datos) == ("administrador", de_ana.persona_id, MOTIVO)


def test_an_account_is_opened_again_with_the_clave_that_it_had(client, de_ana):
    services.desactivar(actuacion=actuacion_de(con_rol(Rol.ADMINISTRADOR, "otra")), cuenta=de_ana, motivo="x")
    entrar(client)

    client.post(pagina(de_ana, "activar"), MOTIVO)

    afuera = client.__class__()
    assert afuera.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE}).url == "/inicio/"
    assert Asiento.objects.filter(accion="cuenta.activada").exists()


def test_without_a_reason_nothing_happens_and_the_field_says_so(client, de_ana):
    entrar(client)

    respuesta = client.post(pagina(de_ana, "desactivar"), {"motivo": "   "})

    assert respuesta.status_code == 200
    assert "Escriba el motivo." in respuesta.content.decode()
    de_ana.refresh_from_db()
    assert de_ana.is_active


def test_nobody_closes_their_own_account(client):
    yo = entrar(client)

    respuesta = client.post(pagina(yo, "desactivar"), MOTIVO)

    assert "No puede desactivar su propia cuenta" in respuesta.content.decode()
    yo.refresh_from_db()
    assert yo.is_active


def test_closing_twice_is_refused_in_words(client, de_ana):
    entrar(client)
    client.post(pagina(de_ana, "desactivar"), MOTIVO)

    assert "ya está desactivada" in client.post(pagina(de_ana, "desactivar"), MOTIVO).content.decode()
    assert Asiento.objects.filter(accion="cuenta.desactivada").count() == 1


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.ADMINISTRADOR])
def test_only_the_administrator_touches_accounts(client, de_ana, rol):
    entrar(client, rol)

    assert client.get(pagina(de_ana, "desactivar")).status_code == 403
    assert client.post(pagina(de_ana, "desactivar"), MOTIVO).status_code == 403


def test_looking_at_the_page_of_an_act_changes_nothing(client, de_ana):
    entrar(client)

    assert client.get(pagina(de_ana, "desactivar"), MOTIVO).status_code == 200
    de_ana.refresh_from_db()
    assert de_ana.is_active


@pytest.mark.parametrize(
    ("titular", "esperados"),
    [("persona", {mundo.ANA}), ("empleador", {mundo.RUC_SOL}), ("personal", {"administrador"})],
)
def test_accounts_are_filtered_by_whose_they_are(client, de_ana, titular, esperados):
    mundo.cuenta(mundo.empleador(), correo="sol@correo.ec")
    entrar(client)

    filas = client.get(lista(Cuenta), {"titular": titular}).context["cl"].result_list

    assert {cuenta.identificador for cuenta in filas} == esperados


def test_a_role_is_read_in_words_and_not_changed(client):
    entrar(client)
    papel = Group.objects.get(name=Rol.VENTANILLA)

    texto = client.get(pagina(papel)).content.decode()

    assert "Ver: persona" in texto
    assert "Puede revocar y reemplazar certificados" in texto
    assert client.post(pagina(papel), {"name": "x"}).status_code == 403
