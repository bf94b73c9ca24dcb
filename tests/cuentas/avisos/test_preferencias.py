"""«Avisos por correo», at its door: what was turned off isn't sent, and what protects a person can't be turned off."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from cuentas.avisos import clases
from cuentas.avisos.services import encolar_aviso
from cuentas.models import AvisoApagado
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from tests import mundo

pytestmark = pytest.mark.django_db
URL = "/cuenta/avisos/"
TODAS = {clase.clave: "on" for clase in clases.OPTATIVAS}


@pytest.fixture
def ana(client):
    cuenta = mundo.cuenta(mundo.persona(correo="registro@correo.ec"))
    client.force_login(cuenta)
    return cuenta


def avisar(clase, titular=None, **datos) -> list[str]:
    """To whom a notice of that kind goes."""
    antes = len(mail.outbox)
    with transaction.atomic():
        encolar_aviso(
            clase=clase,
            **({"clave_unica": "suceso:1", "asunto": "Un aviso", "titular": titular} | datos),
            plantilla="correo_nuevo",
            contexto={"codigo": "123456", "vence": None},
        )
    drain()
    return [mensaje.to[0] for mensaje in mail.outbox[antes:]]


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_every_kind_and_boxes_for_those_that_can_be_turned_off(client, ana):
    html = client.get(URL).content.decode()

    assert all(clase.nombre in html and clase.explicacion in html for clase in clases.CLASES.values())
    assert html.count('type="checkbox"') == html.count(" checked") == len(clases.OPTATIVAS)
    assert "ana@correo.ec" in html
    assert 'href="/cuenta/avisos/"' in client.get("/cuenta/perfil/").content.decode()


def test_what_is_left_unmarked_is_not_sent_until_it_is_marked_again(client, ana):
    sin_certificados = {clave: "on" for clave in TODAS if clave != "certificado_emitido"}

    assert client.post(URL, sin_certificados).url == URL

    assert avisar(clases.CERTIFICADO_EMITIDO, ana) == []
    assert avisar(clases.CAMBIO_DE_ESTADO, ana) == ["ana@correo.ec"]
    html = client.get(URL).content.decode()
    assert html.count(" checked") == len(TODAS) - 1
    client.post(URL, TODAS)
    assert avisar(clases.CERTIFICADO_EMITIDO, ana, clave_unica="suceso:2") == ["ana@correo.ec"]


def test_what_protects_a_person_comes_even_when_everything_is_turned_off(client, ana):
    client.post(URL, {clase.clave: "" for clase in clases.OBLIGATORIAS})

    for clase in clases.CLASES.values():
        assert avisar(clase, ana, clave_unica=clase.clave) == (["ana@correo.ec"] if clase.obligatoria else [])
    assert {a.clase for a in AvisoApagado.objects.all()} == set(TODAS)


def test_a_change_leaves_its_line_and_no_change_leaves_none(client, ana):
    client.post(URL, TODAS)
    assert not Asiento.objects.filter(accion="avisos.preferencias").exists()

    client.post(URL, {"recordatorios": "on"})

    asiento = Asiento.objects.get(accion="avisos.preferencias")
    assert asiento.persona_id == ana.persona_id
    assert asiento.datos == {"apagados": sorted(TODAS.keys() - {"recordatorios"}), "encendidos": []}
    assert "Se cambiaron los avisos que recibe por correo" in client.get("/cuenta/accesos/").content.decode()


def test_nobody_changes_the_notices_of_another_account(client, ana):
    otra = mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec")

    client.post(URL, {})

    assert not AvisoApagado.objects.filter(cuenta=otra).exists()
    assert avisar(clases.RECORDATORIOS, otra) == ["luis@correo.ec"]


def test_an_employer_chooses_too(client):
    cuenta = mundo.cuenta(mundo.empleador(), correo="sol@correo.ec")
    client.force_login(cuenta)

    assert URL in client.get("/inicio/").content.decode()
    client.post(URL, {})

    assert avisar(clases.CAMBIO_DE_ESTADO, cuenta.empleador) == []


def test_opening_the_page_changes_nothing(client, ana):
    client.post(URL, {})
    antes = (AvisoApagado.objects.count(), Asiento.objects.count())

    client.get(URL, TODAS)

    assert (AvisoApagado.objects.count(), Asiento.objects.count()) == antes


def test_without_any_mailbox_the_page_says_so(client):
    client.force_login(mundo.cuenta(mundo.persona(), correo=""))

    assert "No tenemos un correo suyo" in client.get(URL).content.decode()


# --- where a notice goes ----------------------------------------------------------------------------------------------


def test_a_notice_goes_to_the_confirmed_mailbox_else_to_that_of_the_register(ana):
    assert avisar(clases.RECORDATORIOS, ana.persona) == ["ana@correo.ec"]
    ana.correo_confirmado_en = None
    ana.save()
    assert avisar(clases.RECORDATORIOS, ana.persona, clave_unica="suceso:2") == ["registro@correo.ec"]
    sin_cuenta = mundo.persona(mundo.LUIS, correo="luis@correo.ec")
    assert avisar(clases.RECORDATORIOS, sin_cuenta, clave_unica="suceso:3") == ["luis@correo.ec"]
    sin_correo = mundo.empleador()
    assert avisar(clases.RECORDATORIOS, sin_correo, clave_unica="suceso:4") == []


def test_the_same_event_is_told_once(ana):
    assert avisar(clases.RECORDATORIOS, ana) == ["ana@correo.ec"]
    assert avisar(clases.RECORDATORIOS, ana) == []


def test_named_mailboxes_each_get_it_once_and_only_what_can_not_be_turned_off(ana):
    para = ["vieja@correo.ec", "nueva@correo.ec"]

    assert avisar(clases.SEGURIDAD, para=para) == para
    assert avisar(clases.SEGURIDAD, para=para) == []
    with pytest.raises(ValueError, match="can be turned off"):
        avisar(clases.RECORDATORIOS, para=para)
    with pytest.raises(ValueError, match="goes to somebody"):
        avisar(clases.SEGURIDAD)


def test_only_what_can_be_turned_off_says_where(ana):
    avisar(clases.RECORDATORIOS, ana)
    avisar(clases.SEGURIDAD, ana, clave_unica="suceso:2")

    optativo, obligatorio = mail.outbox
    for parte in (optativo.body, optativo.alternatives[0].content):
        assert f"Puede apagar este aviso en {'' if parte == optativo.body else '<a href='}" in parte
        assert f"{settings.PORTAL_URL}/cuenta/avisos/" in parte
    assert "/cuenta/avisos/" not in obligatorio.body


def test_every_mail_goes_through_the_door_that_knows_its_kind():
    raiz = Path(settings.BASE_DIR)
    apps = ("cuentas", "tramites", "afiliados", "empleadores", "pensionistas", "iess_portal")
    usan = {
        str(archivo.relative_to(raiz))
        for app in apps
        for archivo in (raiz / app).rglob("*.py")
        if re.search(r"\bencolar_correo\(", archivo.read_text())
    }
    assert usan == {"cuentas/avisos/services.py"}


@pytest.mark.usefixtures("ana")
def test_nothing_is_promised_when_the_event_falls(ana):
    with transaction.atomic():
        avisar_en = {"clase": clases.SEGURIDAD, "clave_unica": "x", "asunto": "x", "plantilla": "correo_nuevo"}
        encolar_aviso(**avisar_en, titular=ana, contexto={"codigo": "1", "vence": None})
        transaction.set_rollback(True)

    assert not Outbox.objects.exists()
