"""At the counter: staff do any procedure for whoever stands there, on the portal's own pages, and all of it says so."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.administracion import EXPEDIENTES
from nucleo.models import Asiento
from registro.models import CuentaBancaria, Persona
from tests import mundo
from tests.actos import codigo_de, confirmar, continuar, correos, enlace_de, para
from tests.mesa import con_rol, pagina
from tramites.models import ActoConfirmado, Atencion, Certificado

pytestmark = pytest.mark.django_db

MOTIVO = "Viene por su certificado, turno A-14"
INICIO, MESA, TERMINAR = "/inicio/", "/admin/", "/atencion/terminar/"
HISTORIAL, CERTIFICADO = "/afiliado/historial-laboral/", "/afiliado/certificado-afiliacion/"
DATOS, BANCO = "/afiliado/actualizacion-datos/", "/afiliado/cuenta-bancaria/"
CONTACTO = {"direccion": "Calle Sucre 4-31, Ibarra", "telefono": "0991234567", "telefono_convencional": ""}
CUENTA = {
    "institucion": "Guayaquil",
    "tipo": "AHORROS",
    "numero": "0175550104",
    "numero_otra_vez": "0175550104",
    "propia": "on",
}


@pytest.fixture
def ana():
    """With an account and a confirmed e-mail."""
    persona = mundo.persona(correo="ana@correo.ec")
    mundo.aportes(persona, mundo.empleador(), date(2020, 1, 1), 5)
    mundo.cuenta(persona, clave=mundo.CLAVE)
    return persona


@pytest.fixture
def luis():
    """In the register, without account and without e-mail."""
    return mundo.persona(mundo.LUIS, apellidos="Quishpe Andrango", nombres="Luis")


@pytest.fixture
def lorena(client):
    cuenta = con_rol(Rol.VENTANILLA)
    cuenta.nombre, cuenta.oficina, cuenta.correo = "Lorena Tapia", "Quito Centro", "lorena@iess.ec"
    cuenta.save()
    client.force_login(cuenta)
    return cuenta


def abrir(client, persona: Persona) -> None:
    assert client.post(pagina(persona, "expediente"), {"motivo": MOTIVO}).status_code == 302


def atender(client, persona: Persona) -> str:
    abrir(client, persona)
    return client.post(f"/atencion/persona/{persona.pk}/", follow=True).content.decode()


def atiende(client) -> str:
    """Whom the pages say that is attended; "" for nobody."""
    html = client.get("/tramites/").content.decode()
    return html.split("Usted atiende a <strong>")[1].split("</strong>")[0] if "Usted atiende" in html else ""


def pedir(client, **datos):
    return client.post(CERTIFICADO, {"peticion": str(uuid.uuid4()), **datos})


def estado(client, url: str) -> int:
    respuesta = client.get(url)
    if respuesta.streaming:
        list(respuesta.streaming_content)  # read to its end, or the file stays open
    return respuesta.status_code


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


# --- what it opens, and what it doesn't -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ruta",
    [
        *("/cuenta/perfil/", "/cuenta/clave/", "/cuenta/accesos/", "/cuenta/accesos/cerrar/", "/cuenta/mis-datos/"),
        *("/cuenta/poderes/", "/cuenta/poderes/nuevo/", "/cuenta/poderes/dejar/", "/cuenta/poderes/1/retirar/"),
    ],
)
def test_the_persons_account_is_never_the_counters(client, lorena, ana, ruta):
    atender(client, ana)

    assert client.get(ruta).status_code == 403
    assert client.post(ruta, para(client)).status_code == 403


def test_the_second_factor_at_hand_is_the_staffs_own(client, lorena, ana):
    atender(client, ana)
    client.post("/cuenta/segundo-factor/quitar/", {"codigo": "000000", **para(client)})

    assert Cuenta.objects.get(persona=ana).segundo_factor_desde is None
    assert "Mesa de trabajo" in client.get("/cuenta/segundo-factor/").content.decode()


def test_nothing_of_anybody_else_opens(client, lorena, ana, luis, pki):
    atender(client, luis)
    pedir(client, **para(client))
    confirmar(client, DATOS, **CONTACTO, **para(client))
    certificado, acto = Certificado.objects.get(), ActoConfirmado.objects.get()
    propias = [
        *(f"/documentos/{certificado.codigo}/", f"/documentos/{certificado.codigo}.pdf"),
        f"{DATOS}hecho/{acto.peticion}/",
    ]
    correos()
    assert [estado(client, url) for url in propias] == [200, 200, 200]

    atender(client, ana)

    assert [estado(client, url) for url in propias] == [404, 404, 404]
    assert "Quishpe" not in client.get("/documentos/").content.decode()


def test_the_desk_goes_on_working_meanwhile(client, lorena, ana):
    atender(client, ana)

    assert client.get(MESA).status_code == 200
    assert client.get(pagina(ana)).status_code == 200


# --- a form drawn for one is never applied to another -----------------------------------------------------------------


def test_a_form_of_one_person_is_not_applied_to_the_next(client, lorena, ana, luis):
    atender(client, ana)
    de_ana = {"peticion": str(uuid.uuid4()), "accion": "confirmar", **CONTACTO, **para(client)}
    atender(client, luis)

    respuesta = client.post(DATOS, de_ana | {"correo": "ana@correo.ec"})

    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Usted ya no atiende a Prueba Ríos Ana María" in texto
    assert "No se cambió ningún dato" in texto
    assert f"Ahora atiende a <strong>{luis}</strong>" in texto
    assert not CambioDeDatos.objects.exists()
    assert not ActoConfirmado.objects.exists()


def test_a_form_that_comes_after_the_end_changes_nothing_and_says_so(client, lorena, ana):
    atender(client, ana)
    de_ana = para(client)
    client.post(TERMINAR, de_ana)

    respuesta = pedir(client, **de_ana)

    assert respuesta.status_code == 409
    assert "Ahora no atiende a nadie" in respuesta.content.decode()
    assert not Certificado.objects.exists()


def test_a_form_that_says_of_nobody_is_refused_while_one_attends(client, lorena, ana):
    atender(client, ana)

    assert pedir(client).status_code == 409
    assert not Certificado.objects.exists()


def test_the_button_of_a_former_attention_does_not_end_the_present_one(client, lorena, ana, luis):
    atender(client, ana)
    de_ana = para(client)
    atender(client, luis)

    assert client.post(TERMINAR, de_ana).status_code == 409
    assert atiende(client) == str(luis)


def test_a_form_goes_on_to_serve_the_same_person_attended_again(client, lorena, ana, pki):
    atender(client, ana)
    de_ana = para(client)
    client.post(TERMINAR, de_ana)
    atender(client, ana)

    assert pedir(client, **de_ana).status_code == 302
    assert Certificado.objects.get().persona == ana


def test_what_was_sent_too_late_waits_until_the_same_person_is_attended(client, lorena, ana, luis, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    atender(client, ana)
    de_ana = {"peticion": str(uuid.uuid4()), "paso": "0", **CONTACTO, **para(client)}
    time_machine.shift(timedelta(minutes=15, seconds=1))
    assert client.post(DATOS, de_ana).url == "/ingresar/?next=/cuenta/borrador/"
    client.force_login(lorena)
    atender(client, luis)

    borrador = client.get("/cuenta/borrador/").content.decode()

    assert "Calle Sucre" in borrador
    assert "ventanilla.persona" not in borrador.split("<dl")[1].split("</dl>")[0]
    assert client.post(DATOS, de_ana | {"_sujeto": [de_ana["_sujeto"], *para(client).values()]}).status_code == 409


# --- what is done, and what it leaves ---------------------------------------------------------------------------------


def test_a_certificate_at_the_counter_is_the_persons_and_records_both(client, lorena, ana, pki):
    atender(client, ana)

    assert pedir(client, **para(client)).status_code == 302
    (correo,) = correos()

    certificado = Certificado.objects.get()
    assert (certificado.persona, certificado.actor, certificado.por) == (ana, lorena, "ventanilla")
    asiento = Asiento.objects.get(accion="certificado.solicitado")
    assert (asiento.actor, asiento.persona_id, asiento.por) == ("ventanilla", ana.pk, "ventanilla")
    assert Atencion.objects.get().canal == "PRESENCIAL"
    assert correo.to == ["ana@correo.ec"]
    assert "Lo emitió el personal del instituto en una ventanilla" in correo.body
    archivo = client.get(f"/documentos/{certificado.codigo}.pdf")
    assert b"".join(archivo.streaming_content).startswith(b"%PDF")


def test_a_consulta_at_the_counter_counts_as_one_in_person(client, lorena, ana):
    atender(client, ana)

    assert "Sol S.A." in client.get(HISTORIAL).content.decode()

    assert Atencion.objects.get().canal == "PRESENCIAL"


def test_the_person_reads_who_attended_them_where_and_why_and_what_was_done(client, lorena, ana, pki):
    atender(client, ana)
    client.get(HISTORIAL)
    pedir(client, **para(client))
    confirmar(client, DATOS, **CONTACTO, correo="ana@correo.ec", **para(client))
    client.post(TERMINAR, para(client))
    suyo = Client()
    suyo.force_login(ana.cuenta)

    accesos = {a.frase.texto: dict(a.detalles) for a in suyo.get("/cuenta/accesos/").context["accesos"]}

    porque = {"Quién": "Lorena Tapia", "Oficina": "Quito Centro", "Motivo": MOTIVO}
    assert accesos["El personal empezó a atenderle en la ventanilla."] == porque
    assert accesos["El personal terminó de atenderle en la ventanilla."] == porque
    assert accesos["El personal vio una página con sus datos."] == porque
    assert accesos["Se pidió un documento."]["Quién"] == "Lorena Tapia"
    assert accesos["Se cambiaron sus datos de contacto."] == {"Quién": "Lorena Tapia"}
    assert accesos["Se confirmó un trámite."] == {"Quién": "Lorena Tapia"}


def test_a_change_at_the_counter_has_a_confirmation_for_paper(client, lorena, ana):
    atender(client, ana)

    html = confirmar(client, DATOS, **CONTACTO, correo="ana@correo.ec", **para(client))

    cambio = CambioDeDatos.objects.get()
    assert (cambio.actor, cambio.por) == (lorena, "ventanilla")
    assert f"A nombre de: {ana}" in html
    assert "en la ventanilla de Quito Centro, por Lorena Tapia" in html
    assert Atencion.objects.get().canal == "PRESENCIAL"


def test_the_form_shows_the_persons_email_and_never_that_of_the_staff(client, lorena, ana):
    atender(client, ana)

    html = client.get(DATOS).content.decode()

    assert "ana@correo.ec" in html
    assert "lorena@iess.ec" not in html


def test_a_new_email_still_needs_its_code_and_the_old_one_is_told(client, lorena, ana):
    atender(client, ana)
    confirmar(client, DATOS, **CONTACTO, correo="nueva@correo.ec", **para(client))
    (codigo,) = correos()
    assert codigo.to == ["nueva@correo.ec"]
    assert "Díctelo al personal que le atiende" in codigo.body

    respuesta = client.post(f"{DATOS}correo/", {"codigo": codigo_de(codigo), **para(client)})

    assert respuesta.url == INICIO
    (aviso,) = correos()
    assert aviso.to == ["ana@correo.ec"]
    assert "Lo registró el personal del instituto" in aviso.body
    assert Cuenta.objects.get(persona=ana).correo == "nueva@correo.ec"
    lorena.refresh_from_db()
    assert lorena.correo == "lorena@iess.ec"
    assert Client().post(enlace_de(aviso)).status_code == 200
    assert Cuenta.objects.get(persona=ana).correo == "ana@correo.ec"


def test_of_who_has_no_account_the_register_keeps_the_email_and_the_old_one_may_stop_it(client, lorena, luis):
    Persona.objects.filter(pk=luis.pk).update(correo="viejo@correo.ec")
    atender(client, luis)
    confirmar(client, DATOS, **CONTACTO, correo="luis@correo.ec", **para(client))
    (codigo,) = correos()
    client.post(f"{DATOS}correo/", {"codigo": codigo_de(codigo), **para(client)})
    (aviso,) = correos()
    luis.refresh_from_db()
    assert (luis.correo, aviso.to) == ("luis@correo.ec", ["viejo@correo.ec"])

    assert "Alguien se presentó con su cédula" in Client().post(enlace_de(aviso)).content.decode()

    luis.refresh_from_db()
    assert luis.correo == "viejo@correo.ec"
    detenidos = correos()
    assert {correo.to[0] for correo in detenidos} == {"viejo@correo.ec", "luis@correo.ec"}
    assert all("Lo había registrado el personal del instituto" in correo.body for correo in detenidos)


def test_who_has_no_email_changes_the_address_without_one(client, lorena, luis):
    atender(client, luis)

    assert "Sus datos están al día" in confirmar(client, DATOS, **CONTACTO, correo="", **para(client))

    luis.refresh_from_db()
    assert (luis.direccion, luis.correo) == (CONTACTO["direccion"], "")


def test_an_email_that_is_there_is_not_taken_away(client, lorena, ana):
    atender(client, ana)

    assert "Escriba su correo electrónico" in continuar(client, DATOS, **CONTACTO, correo="", **para(client))


def test_a_bank_account_at_the_counter_waits_and_is_told_as_any_other(client, lorena, ana):
    atender(client, ana)

    html = confirmar(client, BANCO, **CUENTA, **para(client))

    assert "Su cuenta quedó registrada" in html
    assert CuentaBancaria.objects.get().estado == "PENDIENTE"
    (aviso,) = correos()
    assert aviso.to == ["ana@correo.ec"]
    assert "La registró el personal del instituto" in aviso.body


def test_who_has_no_email_is_promised_none(client, lorena, luis):
    atender(client, luis)
    antes = continuar(client, BANCO, **CUENTA, **para(client))

    despues = confirmar(client, BANCO, **CUENTA, **para(client))

    for html in (antes, despues):
        assert "No tenemos un correo suyo" in html
        assert "enlace para detener" not in html
    assert correos() == []


def test_after_a_frozen_change_the_counter_is_where_it_can_be_done(client, lorena, ana):
    suyo = Client()
    suyo.force_login(ana.cuenta)
    confirmar(suyo, BANCO, **CUENTA)
    (aviso,) = correos()
    Client().post(enlace_de(aviso))
    otra = CUENTA | {"numero": "0175550999", "numero_otra_vez": "0175550999"}
    suyo.force_login(ana.cuenta)
    assert "vaya a un centro de atención" in continuar(suyo, BANCO, **otra)
    atender(client, ana)

    assert "Su cuenta quedó registrada" in confirmar(client, BANCO, **otra, **para(client))


@pytest.mark.usefixtures("lorena", "pki")
def test_a_counter_that_serves_many_is_limited_for_each_of_them(client, ana, luis, settings):
    settings.DOCUMENTS_PER_HOUR = 1
    for persona in (ana, luis):
        atender(client, persona)
        pedir(client, **para(client))
    assert Certificado.objects.count() == 2

    pedir(client, **para(client))

    assert Certificado.objects.count() == 2


# --- employers --------------------------------------------------------------------------------------------------------


def test_an_employer_is_attended_with_a_reason_that_it_reads(client, lorena):
    sol = mundo.empleador()
    suya = mundo.cuenta(sol)
    url = f"/atencion/empleador/{sol.pk}/"
    assert f'href="{url}"' in client.get(pagina(sol)).content.decode()
    assert "Escriba un motivo" in client.post(url, {"motivo": "corto"}).content.decode()
    assert atiende(client) == ""

    inicio = client.post(url, {"motivo": MOTIVO}, follow=True).content.decode()

    assert "Atención a Sol S.A." in inicio
    assert client.get("/documentos/").status_code == 200
    assert client.get(HISTORIAL).status_code == 403
    client.force_login(suya)
    accesos = client.get("/cuenta/accesos/").content.decode()
    assert "El personal empezó a atenderle" in accesos
    assert MOTIVO in accesos
