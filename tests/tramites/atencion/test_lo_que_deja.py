"""What is done at the counter is the person's, and says who did it, where and why."""

import pytest
from django.test import Client

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta
from nucleo.models import Asiento
from registro.models import CuentaBancaria, Persona
from tests import mundo
from tests.actos import codigo_de, confirmar, continuar, correos, enlace_de, para
from tests.mesa import pagina
from tests.tramites.atencion.pasos import (
    BANCO,
    CONTACTO,
    DATOS,
    HISTORIAL,
    INICIO,
    MOTIVO,
    TERMINAR,
    atender,
    atiende,
    pedir,
)
from tramites.models import Atencion, Certificado

pytestmark = pytest.mark.django_db

CUENTA = {
    "institucion": "Guayaquil",
    "tipo": "AHORROS",
    "numero": "0175550104",
    "numero_otra_vez": "0175550104",
    "propia": "on",
}


# --- what is done, and what it leaves ---------------------------------------------------------------------------------


@pytest.mark.pdf
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
