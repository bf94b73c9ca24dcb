from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from nucleo.outbox.models import Outbox

# The sweeper looks every half minute: what waits longer than this waits because something is wrong.
LATE = timedelta(minutes=5)
OPEN_STATES = (Outbox.State.PENDING, Outbox.State.RUNNING)


@dataclass(frozen=True)
class Waiting:
    """How many rows wait, and since when the oldest one does."""

    count: int
    since: datetime | None


def late() -> Q:
    """Rows whose time came a while ago and that nobody delivered."""
    return Q(state__in=OPEN_STATES, due_at__lt=timezone.now() - LATE)


def abandoned() -> Q:
    return Q(state=Outbox.State.ABANDONED)


def waiting(**kinds: Q) -> dict[str, Waiting]:
    """For each name, the rows of its condition. One query, over the rows that are not done."""
    rows = Outbox.objects.filter(state__in=[*OPEN_STATES, Outbox.State.ABANDONED])
    found = rows.aggregate(
        **{f"{name}_count": Count("pk", filter=condition) for name, condition in kinds.items()},
        **{f"{name}_since": Min("created_at", filter=condition) for name, condition in kinds.items()},
    )
    return {name: Waiting(found[f"{name}_count"], found[f"{name}_since"]) for name in kinds}


def promised(kind: str, key: Combinable) -> QuerySet[Outbox]:
    """The row by which one piece of work will still be done, or that was given up in sight of the staff."""
    return Outbox.objects.filter(kind=kind, key=key).exclude(state=Outbox.State.DONE)
