"""The admin as a whole: who comes in, what the desk shows, and what holds for every list and every page."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, URLResolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from cuentas.models import CodigoEnPapel, Cuenta, EnlacePatronal
from iess_portal.roles import Rol
from nucleo.models import Asiento, Feriado, Mantenimiento, Outbox
from registro import models as registro
from tests import mundo
from tests.mesa import abrir_expedientes, con_rol, consultas, entrar, fila_de_cada_uno, lista, pagina
from tramites.models import Anuncio, Queja, Tramite

pytestmark = pytest.mark.django_db

MODELOS = sorted(admin.site._registry, key=lambda modelo: modelo._meta.label)
NOMBRES = [modelo._meta.label_lower for modelo in MODELOS]


@pytest.fixture
def una_de_cada(db) -> None:
    fila_de_cada_uno(0)


# --- coming in --------------------------------------------------------------------------------------------------------


def test_the_admins_own_login_leads_to_the_portals_and_back(client):
    respuesta = client.get("/admin/login/?next=/admin/registro/persona/", follow=True)
    assert respuesta.redirect_chain[0][0].startswith("/ingresar/?next=")

    entrar(client)
    assert client.get("/admin/login/?next=/admin/registro/persona/").url == "/admin/registro/persona/"


def test_the_login_leads_to_no_other_site(client):
    entrar(client)

    assert client.get("/admin/login/?next=https://otro.ec/").url == "/admin/"


def direcciones(patrones=None, antes: str = "/admin/") -> Iterator[str]:
    """Every address of the admin, with a 1 wherever it asks for something; regular expressions aside."""
    for patron in admin.site.get_urls() if patrones is None else patrones:
        if isinstance(patron, URLResolver):
            yield from direcciones(patron.url_patterns, antes + str(patron.pattern))
        elif isinstance(patron.pattern, RoutePattern):
            yield antes + re.sub(r"<[^>]+>", "1", str(patron.pattern))


def test_every_address_of_the_admin_is_closed_to_strangers_and_citizens(client):
    todas = list(direcciones())
    assert len(todas) > 100
    ciudadana = mundo.cuenta(mundo.persona())

    de_nadie = {client.get(url).url.partition("?")[0] for url in todas}
    client.force_login(ciudadana)
    suyas = {client.get(url).status_code for url in todas} | {client.post(url).status_code for url in todas}

    assert (de_nadie, suyas) == ({"/ingresar/"}, {403})


def test_staff_without_a_role_are_told_so(client):
    client.force_login(mundo.personal("nuevo"))

    respuesta = client.get("/admin/", follow=True)

    assert respuesta.status_code == 403
    assert "todavía no tiene un papel asignado" in respuesta.content.decode()


def test_leaving_is_a_post_and_leaves_its_line(client):
    entrar(client)
    assert client.get("/admin/logout/").status_code == 405

    assert client.post("/admin/logout/").url == "/"
    assert Asiento.objects.filter(accion="salida", actor="administrador").exists()
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("vista", ["password_change", "password_change_done", "view_on_site"])
def test_pages_of_django_that_go_around_the_verbs_are_not_there(vista):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{vista}")


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_the_desk_says_when_nothing_waits(client):
    entrar(client, Rol.VENTANILLA)

    texto = client.get("/admin/").content.decode()

    assert "Nada espera" in texto
    assert "Ventanilla" in texto


def test_the_desk_counts_what_waits_and_leads_to_it(client):
    hace_una_hora = timezone.now() - timedelta(hours=1)
    Outbox.objects.create(kind="correo", key="1", state=Outbox.State.ABANDONED, created_at=hace_una_hora)
    Outbox.objects.create(kind="correo", key="2", due_at=hace_una_hora)
    Outbox.objects.create(kind="certificado.firmar", key="3")
    Outbox.objects.create(kind="correo", key="4", state=Outbox.State.DONE, due_at=hace_una_hora)
    entrar(client, Rol.VENTANILLA)

    respuesta = client.get("/admin/")

    esperas = {espera.texto: espera.cuantas for espera in respuesta.context["mesa"].esperas}
    assert esperas == {
        "Avisos y tareas abandonados": 1,
        "Avisos y tareas atrasados": 1,
        "Documentos que esperan la firma": 1,
    }
    for espera in respuesta.context["mesa"].esperas[:2]:
        assert client.get(espera.enlace).context["cl"].result_count == 1


@pytest.mark.usefixtures("una_de_cada")
def test_the_desk_offers_to_search_what_the_role_may_see(client):
    entrar(client, Rol.VENTANILLA)
    assert "Buscar a una persona" in client.get("/admin/").content.decode()

    client.force_login(con_rol(Rol.TRANSPARENCIA))
    texto = client.get("/admin/").content.decode()
    assert "Buscar" not in texto
    assert "Conteos mensuales" in texto


# --- every list and every page ----------------------------------------------------------------------------------------


def direccion_de_lista(modelo) -> str:
    """Contributions are only listed of somebody."""
    persona = registro.Persona.objects.order_by("pk").first()
    return lista(modelo, f"?persona__id__exact={persona.pk}" if modelo is registro.Aporte else "")


@pytest.mark.usefixtures("una_de_cada")
@pytest.mark.parametrize("modelo", MODELOS, ids=NOMBRES)
def test_every_list_and_page_opens_for_the_administrator(client, modelo):
    entrar(client)

    assert client.get(direccion_de_lista(modelo)).status_code == 200
    assert client.get(pagina(modelo.objects.order_by("-pk").first())).status_code == 200
    if admin.site._registry[modelo].search_fields or hasattr(admin.site._registry[modelo], "campo_persona"):
        assert client.get(lista(modelo, "?q=1700000000"), follow=True).status_code == 200


@pytest.mark.usefixtures("una_de_cada")
def test_each_list_costs_the_same_with_one_row_and_with_fifty(client):
    entrar(client)
    urls = {nombre: direccion_de_lista(modelo) for nombre, modelo in zip(NOMBRES, MODELOS, strict=True)}
    con_una = {nombre: consultas(partial(client.get, url)) for nombre, url in urls.items()}
    for n in range(1, 50):
        fila_de_cada_uno(n)
    abrir_expedientes(client)

    assert {nombre: consultas(partial(client.get, url)) for nombre, url in urls.items()} == con_una
    assert max(con_una.values()) <= 11


@pytest.mark.usefixtures("una_de_cada")
@pytest.mark.parametrize("modelo", MODELOS, ids=NOMBRES)
def test_nothing_is_deleted_here(client, modelo):
    cuenta = entrar(client)
    cuenta.is_superuser = True
    cuenta.save()
    fila = modelo.objects.order_by("-pk").first()

    assert client.post(pagina(fila, "delete"), {"post": "yes"}).status_code == 403
    client.post(direccion_de_lista(modelo), {"action": "delete_selected", "_selected_action": [fila.pk], "post": "yes"})
    assert modelo.objects.filter(pk=fila.pk).exists()


SE_AGREGAN = {Anuncio, CodigoEnPapel, EnlacePatronal, registro.Parametro, Feriado, Mantenimiento}
SE_CAMBIAN = {Anuncio, Feriado, Tramite}  # and a maintenance while it holds


@pytest.mark.usefixtures("una_de_cada")
@pytest.mark.parametrize("modelo", MODELOS, ids=NOMBRES)
def test_only_what_the_design_names_is_written_here(client, modelo):
    cuenta = entrar(client)
    cuenta.is_superuser = True
    cuenta.save()
    fila = modelo.objects.order_by("-pk").first()

    agregar = client.get(reverse(f"admin:{modelo._meta.label_lower.replace('.', '_')}_add"))
    assert agregar.status_code == (200 if modelo in SE_AGREGAN else 403)
    assert (client.post(pagina(fila), {}).status_code == 403) == (modelo not in SE_CAMBIAN)


@pytest.mark.usefixtures("una_de_cada")
@pytest.mark.parametrize("rol", Rol)
def test_a_role_opens_what_its_permissions_name_and_nothing_else(client, rol):
    cuenta = entrar(client, rol)
    if rol is Rol.DATOS:
        Queja.objects.update(tema="DATOS", tramite=None)  # the only ones that this role reads
    vistos = {m for m in MODELOS if cuenta.has_perm(f"{m._meta.app_label}.view_{m._meta.model_name}")}

    assert {m for m in MODELOS if client.get(direccion_de_lista(m)).status_code == 200} == vistos
    abiertas = {m: client.get(pagina(m.objects.order_by("-pk").first())).status_code for m in MODELOS}
    assert abiertas == {m: 200 if m in vistos else 403 for m in MODELOS}


@pytest.mark.usefixtures("una_de_cada")
def test_no_page_shows_a_hash_of_a_clave_or_the_text_of_a_mail(client):
    entrar(client)
    cuenta = Cuenta.objects.get(identificador="1700000000")

    paginas = [lista(Cuenta), pagina(cuenta), lista(Outbox), pagina(Outbox.objects.get())]

    for url in paginas:
        texto = client.get(url).content.decode()
        assert cuenta.password not in texto
        assert "SECRETO" not in texto
