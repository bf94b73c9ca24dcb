import re
from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core import mail
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from nucleo import correo, tasks
from nucleo.management.commands import trabajador
from nucleo.outbox import Definitive, delivery, drain, enqueue, handler
from nucleo.outbox.delivery import GIVE_UP_AFTER, LEASE, LONGEST_DELAY, _handlers, claimable
from nucleo.outbox.models import MAIL, Outbox
from nucleo.outbox.services import reintentar, wake

pytestmark = pytest.mark.django_db


@pytest.fixture
def hechos():
    """What the handler of "prueba" was asked to do; it fails while `hechos.falla` holds an exception."""

    class Hechos(list):
        falla: Exception | None = None

    done = Hechos()

    @handler("prueba")
    def _do(payload):
        done.append(payload["n"])
        if done.falla:
            raise done.falla

    yield done
    del _handlers["prueba"]


def prometer(key: str = "a", n: int = 1) -> Outbox:
    with transaction.atomic():
        enqueue("prueba", key, n=n)
    return Outbox.objects.get(kind="prueba", key=key)


def test_what_was_promised_is_done_once(hechos):
    row = prometer()

    assert drain() == 1
    assert drain() == 0

    row.refresh_from_db()
    assert (row.state, row.attempts) == (Outbox.State.DONE, 1)
    assert hechos == [1]


def test_the_same_event_is_promised_once(hechos):
    prometer("a", 1)
    prometer("a", 2)
    drain()

    assert hechos == [1]


def test_a_promise_falls_with_its_transaction(hechos):
    with transaction.atomic():
        enqueue("prueba", "a", n=1)
        transaction.set_rollback(True)

    assert drain() == 0


def test_a_failed_try_waits_longer_each_time_and_then_succeeds(hechos, time_machine):
    hechos.falla = OSError("el servidor no responde")
    row = prometer()
    waits = []
    for _ in range(3):
        time_machine.move_to(Outbox.objects.get().due_at, tick=False)
        drain()
        row.refresh_from_db()
        waits.append(row.due_at - timezone.now())
    assert waits == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert "el servidor no responde" in row.last_error

    hechos.falla = None
    time_machine.move_to(row.due_at, tick=False)
    drain()

    row.refresh_from_db()
    assert row.state == Outbox.State.DONE


def test_after_a_day_it_is_given_up_visibly(hechos, time_machine):
    hechos.falla = OSError("sigue sin responder")
    row = prometer()
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1), tick=False)
    drain()

    row.refresh_from_db()
    assert row.state == Outbox.State.ABANDONED


def test_what_can_never_be_done_is_given_up_at_once(hechos):
    hechos.falla = Definitive("la dirección no existe")
    row = prometer()
    drain()

    row.refresh_from_db()
    assert row.state == Outbox.State.ABANDONED


def test_a_row_left_by_a_dead_worker_is_taken_up_when_its_lease_ends(hechos, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    row = prometer()
    Outbox.objects.filter(claimable(), pk=row.pk).update(
        state=Outbox.State.RUNNING, attempts=1, due_at=timezone.now() + LEASE
    )
    assert drain() == 0

    time_machine.shift(LEASE)
    assert drain() == 1


def dejada(row: Outbox, attempts: int = 1) -> None:
    """As a worker leaves a row that it claimed and then died with."""
    Outbox.objects.filter(pk=row.pk).update(
        state=Outbox.State.RUNNING, attempts=attempts, due_at=timezone.now() + LEASE
    )


@pytest.mark.parametrize("falla", [None, OSError("tarde"), Definitive("tarde")])
def test_a_worker_that_lost_its_lease_changes_nothing(time_machine, monkeypatch, falla):
    """The slow worker comes back, with whatever outcome, after another one did the work."""
    time_machine.move_to(timezone.now(), tick=False)
    calls = []

    def slow(_payload):
        calls.append(1)
        if len(calls) == 1:
            time_machine.shift(LEASE)
            assert drain() == 1
            if falla:
                raise falla

    monkeypatch.setitem(_handlers, "lenta", slow)
    with transaction.atomic():
        enqueue("lenta", "a")
    assert drain() == 0

    row = Outbox.objects.get()
    assert (row.state, row.attempts, row.last_error) == (Outbox.State.DONE, 2, "")
    assert len(calls) == 2


def test_a_row_that_kills_its_workers_for_a_day_is_given_up_visibly(hechos, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    row = prometer()
    time_machine.shift(GIVE_UP_AFTER + timedelta(seconds=1))
    dejada(row, attempts=500)
    time_machine.shift(LEASE)

    assert drain() == 0

    row.refresh_from_db()
    assert (row.state, row.attempts) == (Outbox.State.ABANDONED, 500)
    assert "terminó sin contar por qué (intento 500)" in row.last_error
    assert hechos == []


def test_up_to_a_day_a_row_left_by_a_dead_worker_is_tried_again(hechos, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    row = prometer()
    time_machine.shift(GIVE_UP_AFTER - LEASE)
    dejada(row)
    time_machine.shift(LEASE)

    assert drain() == 1


def test_what_was_given_up_and_put_back_by_hand_gets_its_try(hechos, time_machine):
    row = prometer()
    time_machine.move_to(timezone.now() + timedelta(days=3), tick=False)
    Outbox.objects.update(state=Outbox.State.ABANDONED, attempts=30)
    reintentar(actor="jefatura", row_ids=[row.pk], motivo="Volvió el servidor")

    assert drain() == 1


def test_a_row_tried_very_often_waits_no_longer_than_the_longest_delay(hechos, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hechos.falla = OSError("no responde")
    row = prometer()
    Outbox.objects.update(attempts=2000)
    drain()

    row.refresh_from_db()
    assert (row.state, row.due_at) == (Outbox.State.PENDING, timezone.now() + LONGEST_DELAY)


@pytest.fixture
def carta():
    """A mail that was promised."""

    def promise(key: str = "carta:1") -> Outbox:
        with transaction.atomic():
            enqueue(MAIL, key, clave=key, para="ana@example.ec", asunto="Asunto", texto="Texto", html="<p>Texto</p>")
        return Outbox.objects.get(key=key)

    return promise


def test_mails_go_after_everything_else(carta, monkeypatch):
    order = []
    monkeypatch.setitem(_handlers, MAIL, lambda _payload: order.append("correo"))
    monkeypatch.setitem(_handlers, "prueba", lambda payload: order.append(payload["n"]))
    carta()
    prometer("a", 1)
    prometer("b", 2)

    drain()

    assert order == [1, 2, "correo"]


def test_no_new_row_is_taken_when_the_time_is_over(hechos):
    prometer("a", 1)
    prometer("b", 2)

    assert drain(seconds=0) == 1
    assert drain(seconds=60) == 1


def test_each_sweep_takes_the_rows_of_its_queue(hechos, carta):
    carta()
    prometer("a", 1)

    tasks.sweep()
    assert (hechos, len(mail.outbox)) == ([1], 0)

    tasks.sweep_mail()
    assert len(mail.outbox) == 1


def test_mails_and_their_sweep_have_a_queue_of_their_own(settings, monkeypatch):
    sent = []
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **options: sent.append(options["queue"]))

    wake(MAIL, "a")
    wake("certificado.firmar", "b")

    assert sent == ["correo", "celery"]
    assert set(settings.CELERY_TASK_QUEUES) == set(sent)
    assert settings.CELERY_TASK_ROUTES[tasks.sweep_mail.name] == {"queue": "correo"}


def test_a_child_that_stands_in_for_a_killed_one_may_warm_up_in_peace():
    """Its warm-up takes seconds on a busy machine; a pool that gives it less kills child after child."""
    assert current_app.conf.worker_proc_alive_timeout >= 30


def test_the_clock_knows_each_periodic_task(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled == {tasks.sweep.name, tasks.sweep_mail.name, tasks.seal.name, tasks.clean_up.name}


def test_the_id_of_a_message_is_well_formed_and_stays(carta):
    """RFC 5322, 3.6.4: the left part is a dot-atom, which has no colon."""
    payload = carta("certificado_emitido:ABCD").payload
    for again in (payload, payload, carta("certificado_emitido:OTRO").payload):
        correo.enviar(again)
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]

    assert re.fullmatch(r"<[\w-]+(\.[\w-]+)*@[\w.-]+>", ids[0])
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("part", ["drain", "limpiar"])
def test_a_busy_database_does_not_end_the_embedded_worker(monkeypatch, part):
    def busy(**_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(trabajador, part, busy)
    monkeypatch.setattr(trabajador, "close_old_connections", lambda: None)
    command = trabajador.Command(stderr=StringIO())

    assert command.work(clean_up=True) is False
    assert "se reintenta: database is locked" in command.stderr.getvalue()
    assert command.work(clean_up=False) is (part == "limpiar")


@pytest.mark.parametrize("falla", [None, ValueError("no oyó")])
def test_what_may_wait_is_done_when_the_work_is_noted_and_undoes_nothing(monkeypatch, falla):
    estados = []

    def despues():
        estados.append(Outbox.objects.get().state)
        if falla:
            raise falla

    monkeypatch.setitem(_handlers, "larga", lambda _payload: despues)
    with transaction.atomic():
        enqueue("larga", "a")

    assert drain() == 1
    assert estados == [Outbox.State.DONE]
    assert Outbox.objects.get().state == Outbox.State.DONE


@pytest.fixture
def base_que_cae(hechos):
    """The database is out of reach once the work is done, for as many statements as there are errors in the list."""
    errores = []

    def caer(execute, *args):
        if hechos and errores:
            raise errores.pop()
        return execute(*args)

    with connection.execute_wrapper(caer):
        yield errores


@pytest.mark.django_db(transaction=True)
def test_work_that_is_done_is_noted_through_a_restart_of_the_database(hechos, base_que_cae, monkeypatch):
    monkeypatch.setattr(delivery, "PAUSE_SECONDS", 0)
    row = prometer()
    base_que_cae[:] = [OperationalError("starting up"), InterfaceError("closed"), OperationalError("terminated")]

    assert drain() == 1

    row.refresh_from_db()
    assert (row.state, row.attempts, hechos) == (Outbox.State.DONE, 1, [1])


@pytest.mark.django_db(transaction=True)
def test_nobody_insists_longer_than_the_row_is_theirs(base_que_cae, monkeypatch):
    monkeypatch.setattr(delivery, "PAUSE_SECONDS", LEASE.total_seconds())
    row = prometer()
    base_que_cae[:] = [OperationalError("terminated")]

    with pytest.raises(OperationalError):
        drain()

    row.refresh_from_db()
    assert row.state == Outbox.State.RUNNING


@pytest.mark.django_db(transaction=True)
def test_a_promise_needs_the_transaction_of_its_act(hechos):
    with pytest.raises(RuntimeError):
        enqueue("prueba", "a", n=1)
