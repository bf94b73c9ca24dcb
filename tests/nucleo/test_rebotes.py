"""Mails that come back later: which of them say something of an address, and that nothing else in that mailbox does."""

import io
import sys

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from nucleo import correo, rebotes
from nucleo.limpieza import CONTENTS_KEPT
from nucleo.outbox import drain
from nucleo.outbox.models import MAIL, Outbox
from nucleo.outbox.services import enqueue, olvidar
from tests.rebotes import EXCHANGE, GMAIL, POSTFIX, SERVIDORES, rebote

pytestmark = pytest.mark.django_db
PARA = "ana@correo.ec"
OTRA_VEZ = 75
BASURA = (
    b"",
    b"\x00\xff\xfe" * 500,
    b"Subject: hola\n\nUna persona escribe a mano.",
    b"Content-Type: multipart/report; report-type=delivery-status\n\nsin partes",
    b'Content-Type: multipart/report; boundary="x"\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--',
    b'Content-Type: multipart/report; boundary="x"\n\n--x\nContent-Type: message/rfc822\n\n--x--',
    b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(600)),
)


@pytest.fixture
def oidos(monkeypatch):
    """(address, words) as the floors above are told."""
    dichos: list[tuple[str, str]] = []
    monkeypatch.setattr(correo, "_al_devolver", [lambda para, razon: dichos.append((para, razon))])
    monkeypatch.setattr(correo, "_al_entregar", [])
    return dichos


@pytest.fixture
def enviado(oidos):
    """The Message-ID of a mail that went out to Ana."""
    return enviar("carta:1")


def enviar(clave: str) -> str:
    with transaction.atomic():
        enqueue(MAIL, clave, clave=clave, para=PARA, asunto="Un aviso", texto="Texto", html="<p>Texto</p>")
    drain()
    return mail.outbox[-1].extra_headers["Message-ID"]


@pytest.fixture
def llega(monkeypatch):
    """Brings one message on the standard input, as Postfix does."""

    def traer(crudo: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(crudo)))
        call_command("leer_rebotes")

    return traer


def estado() -> str:
    return Outbox.objects.get().state


@pytest.mark.parametrize("forma", SERVIDORES)
def test_a_mail_that_comes_back_for_good_is_one_that_was_refused(forma, enviado, oidos, llega):
    llega(rebote(enviado, PARA, forma=SERVIDORES[forma]))

    fila = Outbox.objects.get()
    assert fila.state == Outbox.State.REFUSED
    assert fila.last_error.startswith("El correo volvió: 5.1.1 550")
    ((para, razon),) = oidos
    assert para == PARA
    assert razon.startswith("5.1.1 550")


def test_told_twice_it_is_told_once(enviado, oidos, llega):
    for forma in (POSTFIX, POSTFIX, GMAIL):
        llega(rebote(enviado, PARA, forma=forma))
    assert len(oidos) == 1


@pytest.mark.parametrize(
    "dice",
    [("delayed", "4.4.1"), ("failed", "4.4.7"), ("failed", "4.2.2"), ("delivered", "2.1.5"), ("delayed", "5.1.1")],
)
@pytest.mark.parametrize("forma", SERVIDORES)
def test_what_may_pass_or_arrived_changes_nothing(forma, dice, enviado, oidos, llega):
    llega(rebote(enviado, PARA, forma=SERVIDORES[forma], accion=dice[0], estado=dice[1]))
    assert (estado(), oidos) == (Outbox.State.DONE, [])


@pytest.mark.parametrize("codigo", ["5.7.1", "5.3.4", "5.5.0"])
def test_a_mail_that_a_policy_refused_is_given_up_and_says_nothing_of_its_address(codigo, enviado, oidos, llega):
    for _ in range(2):
        llega(rebote(enviado, PARA, estado=codigo))
    assert (estado(), oidos) == (Outbox.State.ABANDONED, [])


def test_nobody_can_name_a_mail_that_they_did_not_get(enviado, oidos, llega):
    prueba = enviado.partition(".")[2].partition("@")[0]
    otro = enviar("carta:2")
    fila = Outbox.objects.get(key="carta:1")
    inventados = [
        f"<{fila.pk}.{'0' * 32}@portal.test>",
        f"<{fila.pk + 1}.{prueba}@portal.test>",
        f"<{'9' * 18}.{prueba}@portal.test>",
        "<carta:1@portal.test>",
        "no es un Message-ID",
    ]
    for inventado in inventados:
        llega(rebote(inventado, PARA))
    assert oidos == []
    assert otro != enviado


def test_the_proof_holds_while_the_former_key_does(enviado, oidos, settings, llega):
    settings.SECRET_KEY, anterior = "otra-clave-de-las-pruebas", settings.SECRET_KEY
    llega(rebote(enviado, PARA))
    assert oidos == []

    settings.SECRET_KEY_FALLBACKS = [anterior]
    llega(rebote(enviado, PARA))
    assert len(oidos) == 1


def test_an_address_that_passed_the_mail_on_takes_it_no_better(enviado, oidos, llega):
    crudo = rebote(enviado, "otra@buzon.ec", forma=EXCHANGE)
    llega(crudo)
    assert [para for para, _ in oidos] == [PARA]


def test_of_several_recipients_only_what_is_said_of_ours_counts(enviado, oidos, llega):
    bueno = b"Final-Recipient: rfc822; ANA@correo.ec\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient"
    llega(rebote(enviado, "copia@buzon.ec", forma=EXCHANGE).replace(b"Final-Recipient", bueno, 1))
    assert (estado(), oidos) == (Outbox.State.DONE, [])


def test_what_is_forgotten_names_no_address_any_more(enviado, oidos, time_machine, llega):
    olvidar(before=Outbox.objects.get().done_at + CONTENTS_KEPT)
    llega(rebote(enviado, PARA))
    assert (estado(), oidos) == (Outbox.State.DONE, [])


@pytest.mark.parametrize("crudo", BASURA, ids=range(len(BASURA)))
def test_whatever_else_comes_is_taken_and_changes_nothing(crudo, enviado, oidos, llega):
    llega(crudo)
    assert (estado(), oidos) == (Outbox.State.DONE, [])


def test_what_the_server_said_is_stored_without_what_a_database_refuses(enviado, oidos, llega):
    crudo = rebote(enviado, PARA).replace(b"User unknown", b"\x00\xf1 \xff" + b"x" * 9000)
    llega(crudo)
    assert "\x00" not in Outbox.objects.get().last_error


def test_a_mail_that_comes_back_before_it_is_noted_as_sent_is_asked_for_again(enviado, oidos, llega):
    Outbox.objects.update(state=Outbox.State.RUNNING)
    with pytest.raises(CommandError) as error:
        llega(rebote(enviado, PARA))
    assert error.value.returncode == OTRA_VEZ

    Outbox.objects.update(state=Outbox.State.DONE)
    llega(rebote(enviado, PARA))
    assert len(oidos) == 1


def test_without_a_database_postfix_keeps_the_message(enviado, monkeypatch, llega):
    def falla(_devolucion):
        raise OperationalError("no hay base de datos")

    monkeypatch.setattr("nucleo.management.commands.leer_rebotes.registrar", falla)
    with pytest.raises(CommandError) as error:
        llega(rebote(enviado, PARA))
    assert error.value.returncode == OTRA_VEZ


def test_where_mails_come_back_to_is_the_sender_of_the_envelope_alone(settings, oidos):
    settings.EMAIL_REBOTES = "rebotes@portal.test"
    enviar("carta:1")

    (enviado,) = mail.outbox
    assert enviado.from_email == "rebotes@portal.test"
    assert enviado.message()["From"] == settings.DEFAULT_FROM_EMAIL


# --- a Maildir --------------------------------------------------------------------------------------------------------


@pytest.fixture
def buzon(tmp_path):
    for carpeta in ("new", "cur", "tmp"):
        (tmp_path / carpeta).mkdir()
    return tmp_path


def en(carpeta) -> list[str]:
    return sorted(archivo.name for archivo in carpeta.iterdir())


def test_garbage_in_the_mailbox_never_stops_the_rest(buzon, enviado, oidos, capsys):
    for n, crudo in enumerate((*BASURA, rebote(enviado, PARA))):
        (buzon / "new" / f"{n}.M1.host").write_bytes(crudo)
    (buzon / "new" / "carpeta").mkdir()

    call_command("leer_rebotes", str(buzon))

    assert len(oidos) == 1
    assert en(buzon / "new") == ["carpeta"]
    assert en(buzon / "cur") == [f"{n}.M1.host:2,S" for n in range(len(BASURA) + 1)]
    assert (
        capsys.readouterr().out
        == f"Leídos: {len(BASURA) + 1} (ajeno: {len(BASURA)}; sin efecto: 0; en curso: 0; anotado: 1).\n"
    )
    call_command("leer_rebotes", str(buzon))
    assert len(oidos) == 1


def test_what_fails_stays_for_the_next_time(buzon, enviado, oidos, monkeypatch):
    otro = enviar("carta:2")
    for n, message_id in enumerate((enviado, otro)):
        (buzon / "new" / str(n)).write_bytes(rebote(message_id, PARA))
    registrar = rebotes.registrar

    def falla_una(devolucion):
        if enviado in devolucion.message_ids:
            raise OperationalError("ocupada")
        return registrar(devolucion)

    monkeypatch.setattr("nucleo.management.commands.leer_rebotes.registrar", falla_una)
    with pytest.raises(CommandError, match="No se pudieron leer: 1"):
        call_command("leer_rebotes", str(buzon))

    assert (en(buzon / "new"), len(oidos)) == (["0"], 1)


def test_one_whose_mail_is_still_being_sent_waits_in_the_mailbox(buzon, enviado, oidos):
    Outbox.objects.update(state=Outbox.State.RUNNING)
    (buzon / "new" / "1").write_bytes(rebote(enviado, PARA))
    call_command("leer_rebotes", str(buzon))
    assert (en(buzon / "new"), oidos) == (["1"], [])


def test_a_folder_that_is_no_maildir_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No es un Maildir"):
        call_command("leer_rebotes", str(tmp_path))
