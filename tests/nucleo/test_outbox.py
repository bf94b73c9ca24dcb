from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nucleo.outbox import Definitive, drain, enqueue, handler
from nucleo.outbox.delivery import LEASE, _handlers, claimable
from nucleo.outbox.models import Outbox

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


@pytest.mark.django_db(transaction=True)
def test_a_promise_needs_the_transaction_of_its_act(hechos):
    with pytest.raises(RuntimeError):
        enqueue("prueba", "a", n=1)
