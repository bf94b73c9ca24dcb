"""Mails at the drain of the outbox: what a server says decides whether one waits, is given up, or marks an address."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from nucleo import correo
from nucleo.correo import encolar_correo
from nucleo.limpieza import CONTENTS_KEPT, limpiar
from nucleo.outbox import drain
from nucleo.outbox.models import Outbox
from nucleo.outbox.services import reintentar
from tests.correo import RUTA, Servidor, rechaza

pytestmark = pytest.mark.django_db
ESPERA, HECHO = Outbox.State.PENDING, Outbox.State.DONE
ABANDONADO, RECHAZADO = Outbox.State.ABANDONED, Outbox.State.REFUSED


@pytest.fixture
def servidor(settings, monkeypatch):
    """Gives the next words of the mail server."""
    settings.EMAIL_BACKEND = RUTA

    def decir(algo: Exception | None) -> None:
        monkeypatch.setattr(Servidor, "dice", algo)

    decir(None)
    return decir


@pytest.fixture
def oidos(monkeypatch):
    """(what, address, words) as the listeners of the floors above are told."""
    dichos: list[tuple[str, ...]] = []
    monkeypatch.setattr(correo, "_al_rechazar", [lambda para, razon: dichos.append(("rechazado", para, razon))])
    monkeypatch.setattr(correo, "_al_entregar", [lambda para: dichos.append(("entregado", para))])
    return dichos


def carta(**datos) -> None:
    with transaction.atomic():
        encolar_correo(
            clave="carta:1",
            para="ana@correo.ec",
            asunto="Hola",
            plantilla="correo_nuevo",
            contexto={"codigo": "123456", "vence": timezone.now()},
            **datos,
        )


def entregar() -> Outbox:
    drain()
    return Outbox.objects.get()


@pytest.mark.parametrize("dice", ["5.1.1 User unknown", "5.2.2 Mailbox full", "5.4.1 Access denied", "No such user"])
def test_an_address_that_is_refused_for_good_is_told_and_never_tried_again(servidor, oidos, time_machine, dice):
    servidor(rechaza(550, dice))
    carta()

    fila = entregar()

    assert fila.state == RECHAZADO
    assert f"El servidor rechazó la dirección: 550 {dice}" in fila.last_error
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    assert entregar().attempts == 1
    assert oidos == [("rechazado", "ana@correo.ec", f"550 {dice}")]


@pytest.mark.parametrize(
    "dice",
    [
        rechaza(554, "5.7.1 Relay access denied"),
        rechaza(550, "5.3.4 Message too big for system"),
        smtplib.SMTPDataError(554, b"5.7.1 Looks like spam"),
        smtplib.SMTPDataError(552, "Too big"),
    ],
)
def test_a_mail_that_is_refused_for_good_says_nothing_of_its_address(servidor, oidos, dice):
    servidor(dice)
    carta()

    fila = entregar()

    assert (fila.state, fila.attempts) == (ABANDONADO, 1)
    assert "El servidor no acepta este correo" in fila.last_error
    assert oidos == []


@pytest.mark.parametrize(
    "dice",
    [
        rechaza(450, "4.2.1 Try again later"),
        rechaza(452, "4.2.2 Mailbox full"),
        smtplib.SMTPDataError(451, b"Local error"),
        smtplib.SMTPServerDisconnected("se cortó"),
        smtplib.SMTPConnectError(554, b"busy"),
        smtplib.SMTPAuthenticationError(535, b"bad credentials"),
        smtplib.SMTPSenderRefused(550, b"who are you", "notificaciones@portal.ec"),
        ConnectionRefusedError("nadie contesta"),
        TimeoutError("tarda"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_pass_is_tried_for_a_day_with_growing_waits_and_then_given_up_visibly(
    servidor, oidos, time_machine, dice
):
    time_machine.move_to(timezone.now(), tick=False)
    servidor(dice)
    carta()
    esperas = []
    while (fila := entregar()).state == ESPERA:
        esperas.append(fila.due_at - timezone.now())
        time_machine.move_to(fila.due_at, tick=False)

    assert esperas[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert esperas == sorted(esperas)
    assert timedelta(days=1) <= timezone.now() - fila.created_at <= timedelta(days=1, hours=2)
    assert fila.state == ABANDONADO
    assert oidos == []


def test_an_address_that_is_refused_is_not_what_an_operator_is_woken_for(client, servidor):
    servidor(rechaza(550, "5.1.1 User unknown"))
    carta()
    drain()
    assert client.get("/salud/listo/").json()["abandonados"] == 0

    Outbox.objects.update(state=ABANDONADO)
    assert client.get("/salud/listo/").json()["abandonados"] == 1


def test_a_refused_mail_can_be_tried_again_until_its_text_is_forgotten(servidor, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    servidor(rechaza(550, "5.1.1 User unknown"))
    carta()
    fila = entregar()
    assert reintentar(actor="jefatura", row_ids=[fila.pk], motivo="La persona abrió otra vez ese buzón") == 1
    servidor(None)
    assert entregar().state == HECHO

    Outbox.objects.update(state=RECHAZADO)
    time_machine.shift(CONTENTS_KEPT + timedelta(hours=3))
    limpiar()
    assert Outbox.objects.get(pk=fila.pk).payload == {}
    assert reintentar(actor="jefatura", row_ids=[fila.pk], motivo="Otra vez") == 0


def test_a_server_that_comes_back_gets_the_mail_once(servidor, oidos, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    servidor(ConnectionRefusedError("nadie contesta"))
    carta()
    assert entregar().state == ESPERA

    servidor(None)
    time_machine.shift(timedelta(minutes=1))
    assert entregar().state == HECHO
    drain()

    assert len(mail.outbox) == 1
    assert oidos == [("entregado", "ana@correo.ec")]


def test_a_mail_that_was_sent_is_not_sent_again_because_somebody_did_not_listen(servidor, monkeypatch):
    def falla(_para):
        raise RuntimeError("no oyó")

    monkeypatch.setattr(correo, "_al_entregar", [falla])
    carta()

    assert entregar().state == HECHO
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("falla", [None, smtplib.SMTPResponseException(421, b"bye")])
def test_a_mail_is_noted_as_sent_before_the_server_takes_leave(servidor, monkeypatch, falla):
    """Who dies, or waits, while taking leave must not have the mail sent again."""
    estados = []

    def close(_conexion):
        estados.append(Outbox.objects.get().state)
        if falla:
            raise falla

    monkeypatch.setattr(Servidor, "close", close)
    carta()

    assert entregar().state == HECHO
    assert estados == [HECHO]
    assert len(mail.outbox) == 1


def test_a_failed_try_leaves_no_connection_open(servidor, monkeypatch):
    cerradas = []
    monkeypatch.setattr(Servidor, "close", lambda _conexion: cerradas.append(True))
    servidor(smtplib.SMTPDataError(451, b"Local error"))
    carta()

    assert entregar().state == ESPERA
    assert len(cerradas) == 1


def test_a_foot_ends_both_parts(servidor):
    carta(pie="apagar")
    drain()

    (enviado,) = mail.outbox
    assert enviado.body.strip().endswith("Puede apagar este aviso en http://127.0.0.1:8000/cuenta/avisos/")
    assert enviado.alternatives[0].content.count("/cuenta/avisos/") == 2


def test_without_a_foot_there_is_none(servidor):
    carta()
    drain()

    assert "/cuenta/avisos/" not in mail.outbox[0].body + mail.outbox[0].alternatives[0].content
