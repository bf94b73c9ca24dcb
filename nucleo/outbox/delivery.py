import logging
import math
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from nucleo.observacion.metricas import TAREAS, tarea
from nucleo.outbox.models import MAIL, Outbox

logger = logging.getLogger(__name__)

Afterwards = Callable[[], object]
Handler = Callable[[dict[str, Any]], Afterwards | None]
_handlers: dict[str, Handler] = {}
_warm_ups: list[Callable[[], None]] = []

# A worker that died holds its row for this long; no handler may take longer.
LEASE = timedelta(minutes=2)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=2)
LAST_DOUBLING = 10  # by then a delay is longer than LONGEST_DELAY
GIVE_UP_AFTER = timedelta(days=1)
# Between two tries to note an outcome, while the database restarts.
PAUSE_SECONDS = 1.0
RESULTADOS = {
    Outbox.State.PENDING: "fallo",
    Outbox.State.ABANDONED: "abandonado",
    Outbox.State.REFUSED: "rechazado",
}
KILLED = "El proceso que hacía este trabajo terminó sin contar por qué (intento {})."


class Definitive(Exception):
    """Raised by a handler when trying again can't help; the row is abandoned at once, visibly."""


class Refused(Definitive):
    """Definitive, and nothing of ours is broken: whom it was for doesn't take it. It rings nobody's alarm."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Registers the function that does the work of `kind`; it gets the payload and must bear being called twice.

    What can't bear it, as a mail that was accepted, is noted the sooner the better: the function may return what is
    left to do once its work is noted as done. That is tried once, and what it raises is only logged.
    """

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise RuntimeError(f"two handlers for {kind}")
        _handlers[kind] = function
        return function

    return register


def on_worker_start(function: Callable[[], None]) -> Callable[[], None]:
    """Registers what a drain does once before its first row, so that no citizen waits for an import."""
    _warm_ups.append(function)
    return function


def warm_up() -> None:
    for function in _warm_ups:
        try:
            function()
        except Exception:
            logger.exception("warm-up failed; the first row will pay for it")


def claimable() -> Q:
    """Rows whose time has come: new, due again, or left behind by a worker that died (`due_at` is its lease)."""
    return Q(state__in=[Outbox.State.PENDING, Outbox.State.RUNNING], due_at__lte=timezone.now())


def deliver(row_id: int) -> bool:
    """Does the work of one row if it is due and nobody else has it. True when this call did it."""
    row = _claim(row_id)
    if row is None:
        return False
    with tarea(row.kind, peticion=row.payload.get("request_id", "")) as intento:
        try:
            afterwards = _handlers[row.kind](row.payload)
        except Exception as error:  # noqa: BLE001 (whatever a handler raises is a failed try, told in the row)
            intento.resultado = _fail(row, error)
            return False
        try:
            return _settle(row, state=Outbox.State.DONE, done_at=timezone.now(), last_error="")
        finally:
            _finish(row, afterwards)


def _finish(row: Outbox, afterwards: Afterwards | None) -> None:
    try:
        if afterwards is not None:
            afterwards()
    except Exception:
        logger.exception("outbox %s (%s) is done; what was left to do after it failed", row.pk, row.kind)


def _claim(row_id: int) -> Outbox | None:
    """The row, reserved for this call, or None. One that outlived its workers for a day is given up instead."""
    row = Outbox.objects.filter(claimable(), pk=row_id).first()
    if row is None:
        return None
    now = timezone.now()
    # Still RUNNING when its lease is over: whoever had it ended before it could tell how the work went.
    if row.state == Outbox.State.RUNNING and now - row.created_at > GIVE_UP_AFTER:
        logger.error("outbox %s (%s) given up: its worker died at try %s", row.pk, row.kind, row.attempts)
        TAREAS.labels(row.kind, RESULTADOS[Outbox.State.ABANDONED]).inc()
        _settle(row, state=Outbox.State.ABANDONED, last_error=KILLED.format(row.attempts))
        return None
    claimed = Outbox.objects.filter(claimable(), pk=row_id, attempts=row.attempts).update(
        state=Outbox.State.RUNNING, attempts=row.attempts + 1, due_at=now + LEASE
    )
    row.attempts, row.due_at = row.attempts + 1, now + LEASE
    return row if claimed else None


def _settle(row: Outbox, **outcome: Any) -> bool:
    """Notes how the work of a claim ended. False when its lease had run out and the row is another worker's now."""
    mine = Outbox.objects.filter(pk=row.pk, state=Outbox.State.RUNNING, attempts=row.attempts)
    settled = bool(_insist(lambda: mine.update(**outcome), until=row.due_at))
    if not settled:
        logger.warning("outbox %s (%s): try %s ended after its lease", row.pk, row.kind, row.attempts)
    return settled


def _insist(write: Callable[[], int], *, until: datetime) -> int:
    """Writes, through a restart of the database if need be: a mail that is sent and not noted would be sent again."""
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or timezone.now() + timedelta(seconds=PAUSE_SECONDS) >= until:
                raise
            connection.close()
            time.sleep(PAUSE_SECONDS)


def _fail(row: Outbox, error: Exception) -> str:
    """Notes a failed try, and says how it ended."""
    now = timezone.now()
    delay = min(FIRST_DELAY * 2 ** min(row.attempts - 1, LAST_DOUBLING), LONGEST_DELAY)
    logger.warning("outbox %s (%s) failed, try %s: %s", row.pk, row.kind, row.attempts, error)
    state = _state_after(error, now - row.created_at)
    _settle(row, state=state, due_at=now + delay, last_error="".join(traceback.format_exception(error))[-4000:])
    return RESULTADOS[state]


def _state_after(error: Exception, age: timedelta) -> Outbox.State:
    if isinstance(error, Refused):
        return Outbox.State.REFUSED
    hopeless = isinstance(error, Definitive) or age > GIVE_UP_AFTER
    return Outbox.State.ABANDONED if hopeless else Outbox.State.PENDING


def drain(limit: int = 500, *, seconds: float = math.inf, which: Q | None = None) -> int:
    """Delivers what is due, also what is added meanwhile, and returns how many rows were done.

    The oldest go first, and mails after all the rest: a mail server that hangs makes nobody wait for a document.
    Takes no new row once `seconds` have passed. `which` narrows the rows down.
    """
    rows = Outbox.objects.filter(which or Q())
    mails_last = Case(When(kind=MAIL, then=Value(1)), default=Value(0), output_field=IntegerField())
    end = time.monotonic() + seconds
    done = 0
    for _ in range(limit):
        row_id = rows.filter(claimable()).order_by(mails_last, "due_at").values_list("pk", flat=True).first()
        if row_id is None:
            break
        done += deliver(row_id)
        if time.monotonic() >= end:
            break
    return done
