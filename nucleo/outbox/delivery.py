import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from nucleo.outbox.models import Outbox

logger = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_warm_ups: list[Callable[[], None]] = []

# A worker that died holds its row for this long; no handler may take longer.
LEASE = timedelta(minutes=2)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(days=1)


class Definitive(Exception):
    """Raised by a handler when trying again can't help; the row is abandoned at once, visibly."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Registers the function that does the work of `kind`; it gets the payload and must bear being called twice."""

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
    now = timezone.now()
    claimed = Outbox.objects.filter(claimable(), pk=row_id).update(
        state=Outbox.State.RUNNING, attempts=F("attempts") + 1, due_at=now + LEASE
    )
    if not claimed:
        return False
    row = Outbox.objects.get(pk=row_id)
    try:
        _handlers[row.kind](row.payload)
    except Exception as error:  # noqa: BLE001 (whatever a handler raises is a failed try, told in the row)
        _fail(row, error)
        return False
    Outbox.objects.filter(pk=row_id).update(state=Outbox.State.DONE, done_at=timezone.now(), last_error="")
    return True


def _fail(row: Outbox, error: Exception) -> None:
    now = timezone.now()
    hopeless = isinstance(error, Definitive) or now - row.created_at > GIVE_UP_AFTER
    delay = min(FIRST_DELAY * 2 ** (row.attempts - 1), LONGEST_DELAY)
    logger.warning("outbox %s (%s) failed, try %s: %s", row.pk, row.kind, row.attempts, error)
    Outbox.objects.filter(pk=row.pk).update(
        state=Outbox.State.ABANDONED if hopeless else Outbox.State.PENDING,
        due_at=now + delay,
        last_error="".join(traceback.format_exception(error))[-4000:],
    )


def drain(limit: int = 500) -> int:
    """Delivers what is due, oldest first, also what is added meanwhile. Returns how many rows were done."""
    done = 0
    for _ in range(limit):
        row_id = Outbox.objects.filter(claimable()).order_by("due_at").values_list("pk", flat=True).first()
        if row_id is None:
            break
        done += deliver(row_id)
    return done
