"""Staff attend whoever stands at the counter, from the button of the file until they end it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from iess_portal.roles import Rol
from nucleo.administracion import EXPEDIENTES
from nucleo.models import Asiento
from registro.models import Persona
from tests import mundo
from tests.actos import para
from tests.mesa import con_rol, pagina
from tests.tramites.atencion.pasos import (
    CERTIFICADO,
    DATOS,
    HISTORIAL,
    INICIO,
    MESA,
    MOTIVO,
    TERMINAR,
    abrir,
    atender,
    atiende,
)

pytestmark = pytest.mark.django_db


# --- how it begins ----------------------------------------------------------------------------------------------------


def test_a_button_of_the_file_leads_to_the_pages_of_that_person(client, lorena, ana):
    abrir(client, ana)
    archivo = client.get(pagina(ana)).content.decode()
    assert f'<form method="post" action="/atencion/persona/{ana.pk}/">' in archivo
    assert "Atender a esta persona" in archivo

    inicio = client.post(f"/atencion/persona/{ana.pk}/", follow=True).content.decode()

    assert "<h1>Atención a Prueba Ríos Ana María</h1>" in inicio
    assert f'href="{CERTIFICADO}"' in inicio
    assert f'href="{DATOS}"' in inicio
    assert "Mi cuenta" not in inicio


@pytest.mark.parametrize("ruta", ["/", INICIO, "/tramites/", HISTORIAL, DATOS, "/documentos/", MESA, "/no-existe/"])
def test_every_page_says_whom_one_attends_why_and_how_to_end(client, lorena, ana, ruta):
    atender(client, ana)

    html = client.get(ruta).content.decode()

    assert f"Usted atiende a <strong>Prueba Ríos Ana María ({mundo.ANA})</strong> · {MOTIVO}" in html
    assert "Terminar la atención" in html


def test_nobody_is_attended_before_their_file_was_opened_with_a_reason(client, lorena, ana, luis):
    abrir(client, luis)

    respuesta = client.post(f"/atencion/persona/{ana.pk}/")

    assert respuesta.url == pagina(ana)
    assert client.get(respuesta.url).url.startswith(pagina(ana, "expediente"))
    assert atiende(client) == ""


def test_no_link_begins_it(client, lorena, ana):
    abrir(client, ana)

    assert client.get(f"/atencion/persona/{ana.pk}/").status_code == 405
    assert client.get("/atencion/empleador/1/").status_code in {200, 404}
    assert atiende(client) == ""


@pytest.mark.parametrize("rol", [Rol.ANALISTA, Rol.APROBADOR])
def test_a_role_without_the_permission_has_no_button_and_no_way(client, ana, rol):
    client.force_login(con_rol(rol))
    abrir(client, ana)

    assert "Atender a esta persona" not in client.get(pagina(ana)).content.decode()
    assert client.post(f"/atencion/persona/{ana.pk}/").status_code == 404
    assert atiende(client) == ""


def test_nobody_is_attended_after_their_death(client, lorena, ana):
    Persona.objects.update(fecha_fallecimiento=date(2026, 1, 1))

    assert "consigna el fallecimiento" in atender(client, ana)
    assert atiende(client) == ""


def test_a_person_of_the_public_begins_nothing(client, ana, luis):
    client.force_login(ana.cuenta)

    assert client.post(f"/atencion/persona/{luis.pk}/").status_code == 403
    assert client.post(TERMINAR).status_code == 403


def test_who_attends_nobody_is_told_what_to_do(client, lorena):
    respuesta = client.get(INICIO)

    assert respuesta.status_code == 403
    assert "Ahora no atiende a nadie" in respuesta.content.decode()


def test_beginning_takes_a_new_session_key(client, lorena, ana):
    antes = client.session.session_key

    atender(client, ana)

    assert client.session.session_key != antes


# --- how it ends ------------------------------------------------------------------------------------------------------


def test_its_button_ends_it_and_leads_back_to_the_desk(client, lorena, ana):
    atender(client, ana)
    assert client.get(TERMINAR).status_code == 405

    assert client.post(TERMINAR, para(client)).url == MESA

    assert atiende(client) == ""
    assert client.get(HISTORIAL).status_code == 403
    assert Asiento.objects.get(accion="atencion.terminada").persona_id == ana.pk


def test_opening_somebody_elses_file_ends_it_and_the_same_file_does_not(client, lorena, ana, luis):
    atender(client, ana)
    abrir(client, ana)
    assert atiende(client) == str(ana)

    abrir(client, luis)

    assert "terminó la atención anterior" in client.get(MESA).content.decode()
    assert atiende(client) == ""


def test_attending_somebody_else_ends_the_one_before(client, lorena, ana, luis):
    abrir(client, luis)
    atender(client, ana)

    client.post(f"/atencion/persona/{luis.pk}/")

    assert atiende(client) == str(luis)
    assert Asiento.objects.get(accion="atencion.terminada").persona_id == ana.pk


def test_leaving_the_portal_ends_it(client, lorena, ana):
    atender(client, ana)
    client.post("/salir/")
    client.force_login(lorena)

    assert atiende(client) == ""
    assert Asiento.objects.filter(accion="atencion.terminada").count() == 1


def test_it_ends_with_the_session_when_nothing_is_opened(client, lorena, ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    atender(client, ana)
    time_machine.shift(timedelta(minutes=15, seconds=1))
    assert client.get(INICIO).status_code == 302

    client.force_login(lorena)

    assert atiende(client) == ""


def test_it_ends_with_the_next_page_once_the_permission_is_taken_away(client, lorena, ana):
    atender(client, ana)
    lorena.groups.set([Group.objects.get(name=Rol.ANALISTA)])

    respuesta = client.get(HISTORIAL)

    assert respuesta.status_code == 403
    assert "Sol S.A." not in respuesta.content.decode()
    assert atiende(client) == ""


def test_staff_without_a_second_factor_attend_nobody(client, ana):
    sin_factor = mundo.personal("nuevo", con_segundo_factor=False)
    sin_factor.groups.add(Group.objects.get(name=Rol.VENTANILLA))
    client.force_login(sin_factor)
    sesion = client.session
    sesion[EXPEDIENTES] = {str(ana.pk): MOTIVO}
    sesion["atencion"] = {"clase": "persona", "pk": ana.pk, "objeto": "persona:x", "motivo": MOTIVO}
    sesion.save()

    assert client.get(HISTORIAL).status_code == 403
    assert client.post(f"/atencion/persona/{ana.pk}/").url == "/cuenta/segundo-factor/"
    assert atiende(client) == ""
