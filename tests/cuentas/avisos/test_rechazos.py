"""An address that takes no mail: its holder reads it at the next login, and it is forgotten when mail arrives."""

import io
import sys
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cuentas.avisos import clases, rechazos
from cuentas.avisos.services import encolar_aviso
from cuentas.models import CorreoRechazado, Poder
from nucleo.limpieza import limpiar
from nucleo.models import Asiento
from nucleo.outbox import drain
from tests import mundo
from tests.correo import RUTA, Servidor, rechaza
from tests.rebotes import rebote

pytestmark = pytest.mark.django_db
AVISO = "No pudimos entregar correos a a•••@correo.ec"


@pytest.fixture
def servidor(settings, monkeypatch):
    """Gives the next words of the mail server."""
    settings.EMAIL_BACKEND = RUTA
    return lambda algo: monkeypatch.setattr(Servidor, "dice", algo)


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def avisar(cuenta, suceso: str = "1") -> None:
    with transaction.atomic():
        encolar_aviso(
            clase=clases.SEGURIDAD,
            clave_unica=f"suceso:{suceso}",
            titular=cuenta,
            asunto="Un aviso",
            plantilla="correo_nuevo",
            contexto={"codigo": "123456", "vence": None},
        )
    drain()


def ingresar(client, cuenta) -> None:
    """By the login page, which looks whether mail arrives."""
    client.post("/salir/")
    respuesta = client.post("/ingresar/", {"identificacion": cuenta.identificador, "clave": mundo.CLAVE})
    assert respuesta.url == "/inicio/"


def inicio(client) -> str:
    return client.get("/inicio/").content.decode()


def test_a_refused_address_is_told_at_the_next_login_with_what_to_do(client, ana, servidor):
    servidor(rechaza(550, "5.1.1 User unknown"))
    avisar(ana)

    respuesta = client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE}, follow=True)

    html = respuesta.content.decode()
    assert AVISO in html
    assert 'href="/afiliado/actualizacion-datos/"' in html
    assert AVISO in client.get("/cuenta/perfil/").content.decode()
    assert AVISO in client.get("/cuenta/avisos/").content.decode()
    assert "el servidor rechazó su correo" in client.get("/cuenta/accesos/").content.decode()


@pytest.mark.parametrize("dice", [rechaza(450, "4.2.1 Later"), rechaza(554, "5.7.1 Relay denied"), OSError("no")])
def test_what_says_nothing_of_the_address_shows_no_banner(client, ana, servidor, dice):
    servidor(dice)
    avisar(ana)
    ingresar(client, ana)

    assert "No pudimos entregar" not in inicio(client)


def test_what_is_refused_after_the_login_is_read_in_mi_cuenta_and_at_the_next_login(client, ana):
    ingresar(client, ana)
    rechazos.marcar(correo=ana.correo, razon="550")

    assert AVISO not in inicio(client)
    assert AVISO in client.get("/cuenta/perfil/").content.decode()
    ingresar(client, ana)
    assert AVISO in inicio(client)


def test_mail_that_arrives_again_takes_the_banner_away(client, ana, servidor):
    servidor(rechaza(550, "5.1.1 User unknown"))
    avisar(ana)
    ingresar(client, ana)
    assert AVISO in inicio(client)

    servidor(None)
    avisar(ana, "2")

    assert "No pudimos entregar" not in inicio(client)
    lineas = Asiento.objects.filter(accion__startswith="correo.", persona_id=ana.persona_id).order_by("pk")
    assert [linea.accion for linea in lineas] == ["correo.rechazado", "correo.recuperado"]


def test_another_confirmed_address_takes_the_banner_away(client, ana):
    rechazos.marcar(correo=ana.correo, razon="550")
    ingresar(client, ana)
    assert AVISO in inicio(client)

    ana.correo = "otra@correo.ec"
    ana.save()

    assert "No pudimos entregar" not in inicio(client)


def test_told_twice_it_is_one_refusal(ana):
    rechazos.marcar(correo=ana.correo, razon="550 5.1.1 " + "x" * 500)
    rechazos.marcar(correo=ana.correo, razon="550")

    assert CorreoRechazado.objects.get().razon.startswith("550 5.1.1")
    assert Asiento.objects.filter(accion="correo.rechazado").count() == 1


def test_the_line_that_stays_for_ever_keeps_neither_the_address_nor_the_words_of_the_server():
    rechazos.marcar(correo="nadie@correo.ec", razon="550 <nadie@correo.ec> unknown")

    asiento = Asiento.objects.get()
    assert (asiento.actor, asiento.persona_id, asiento.datos) == ("sistema:correo", None, {"correo": "n•••@correo.ec"})


def test_everybody_of_a_shared_mailbox_reads_it(client, ana):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE, correo=ana.correo)
    rechazos.marcar(correo=ana.correo, razon="550")

    for cuenta in (ana, luis):
        ingresar(client, cuenta)
        assert AVISO in inicio(client)
        assert Asiento.objects.filter(accion="correo.rechazado", persona_id=cuenta.persona_id).count() == 1


def test_who_has_no_confirmed_mailbox_reads_it_of_the_one_in_the_register(client):
    cuenta = mundo.cuenta(mundo.persona(correo="vieja@correo.ec"), clave=mundo.CLAVE, correo="")
    rechazos.marcar(correo="vieja@correo.ec", razon="550")
    ingresar(client, cuenta)

    assert "No pudimos entregar correos a v•••@correo.ec" in inicio(client)


def test_an_employer_is_sent_to_the_counter(client):
    cuenta = mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE, correo="sol@correo.ec")
    rechazos.marcar(correo="sol@correo.ec", razon="550")
    ingresar(client, cuenta)

    html = inicio(client)
    assert "s•••@correo.ec" in html
    assert "centro de atención" in html
    assert "/afiliado/actualizacion-datos/" not in html


def test_a_mark_that_nothing_renews_is_forgotten_after_half_a_year(ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    rechazos.marcar(correo=ana.correo, razon="550")
    time_machine.shift(rechazos.SE_OLVIDA)
    limpiar()
    assert CorreoRechazado.objects.exists()

    time_machine.shift(timedelta(seconds=1))
    limpiar()
    assert not CorreoRechazado.objects.exists()


def test_a_page_in_the_name_of_another_says_nothing_of_anybodys_mailbox(client, ana):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE, correo="luis@correo.ec")
    poder = Poder.objects.create(
        otorgante=luis.persona,
        apoderado_cedula=mundo.ANA,
        apoderado=ana.persona,
        tramites=["historial-laboral"],
        hasta=timezone.localdate(),
        aceptado_en=timezone.now(),
    )
    for cuenta in (ana, luis):
        rechazos.marcar(correo=cuenta.correo, razon="550")
    ingresar(client, ana)
    client.post(f"/cuenta/poderes/{poder.pk}/actuar/")

    html = inicio(client)
    assert "En nombre de" in html
    assert "No pudimos entregar" not in html


# --- mails that were taken and come back later ------------------------------------------------------------------------


def vuelve(monkeypatch, **como) -> None:
    """The last mail comes back, as Postfix brings it."""
    enviado = mail.outbox[-1]
    crudo = rebote(enviado.extra_headers["Message-ID"], enviado.to[0], **como)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(crudo)))
    call_command("leer_rebotes")


def test_a_mail_that_comes_back_later_is_told_at_the_next_login(client, ana, monkeypatch):
    avisar(ana)
    vuelve(monkeypatch)
    ingresar(client, ana)

    assert AVISO in inicio(client)
    assert "el servidor rechazó su correo" in client.get("/cuenta/accesos/").content.decode()


@pytest.mark.parametrize("como", [{"accion": "delayed", "estado": "4.4.1"}, {"estado": "5.7.1"}])
def test_a_delay_or_a_policy_shows_no_banner(client, ana, monkeypatch, como):
    avisar(ana)
    vuelve(monkeypatch, **como)
    ingresar(client, ana)

    assert "No pudimos entregar" not in inicio(client)


def test_where_mails_come_back_later_one_that_is_taken_proves_nothing_until_it_stays_away(
    client, ana, monkeypatch, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    avisar(ana)
    vuelve(monkeypatch)
    avisar(ana, "2")
    ingresar(client, ana)
    assert AVISO in inicio(client)

    time_machine.shift(timedelta(days=5))
    vuelve(monkeypatch)
    time_machine.shift(timedelta(days=5))
    limpiar()
    assert CorreoRechazado.objects.exists()

    avisar(ana, "3")
    time_machine.shift(rechazos.VUELVE_EN + timedelta(hours=1))
    limpiar()
    assert not CorreoRechazado.objects.exists()
    lineas = Asiento.objects.filter(accion__startswith="correo.", persona_id=ana.persona_id).order_by("pk")
    assert [linea.accion for linea in lineas] == ["correo.rechazado", "correo.recuperado"]
