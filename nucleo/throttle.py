"""Counters of tries, in the database: they hold for every process, survive a restart, and need no broker."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone


class ThrottleCounter(models.Model):
    """How many tries one key made in the window that ends at `expires_at`. Keys are HMACs: no address, no cédula."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "contador de intentos"
        verbose_name_plural = "contadores de intentos"

    def __str__(self) -> str:
        return f"{self.count} hasta {self.expires_at:%H:%M}"


def counter_key(scope: str, value: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{scope}\0{value}".encode(), hashlib.sha256).hexdigest()


def hit(scope: str, value: str, window: timedelta) -> tuple[int, datetime]:
    """Counts one try of `value`; returns (tries in its window, when that window ends). Safe in parallel.

    Count first and do the work afterwards: whoever looks, works and then counts lets parallel tries through.
    """
    (counter,) = _count({(scope, value): window}).values()
    return counter


def give_back(scope: str, value: str) -> None:
    """Takes back one try of the running window, as of a try that turned out right."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ThrottleCounter._meta.db_table} SET count = count - 1 "  # noqa: S608 (the model's own table)
            f"WHERE key = %s AND count > 0 AND expires_at > %s",
            [counter_key(scope, value), now],
        )


def count_in_all(limits: dict[tuple[str, str], tuple[int, timedelta]]) -> datetime | None:
    """Counts one try in each counter; when one may come back if it is one too many, or None.

    `limits` maps (scope, value) to tries allowed and their window; the rows are locked in its order. A try that one
    counter refuses does not count in the others: a blocked network can't close the account of somebody else, and
    waiting in front of a ceiling is free.
    """
    with transaction.atomic():
        counted = _count({pair: window for pair, (_limit, window) in limits.items()})
        refused = next((pair for pair, (limit, _) in limits.items() if counted[pair][0] > limit), None)
        if refused is None:
            return None
        for pair in limits:
            if pair != refused:
                give_back(*pair)
        return exceeded({pair: limit for pair, (limit, _) in limits.items()}) or counted[refused][1]


def _count(windows: dict[tuple[str, str], timedelta]) -> dict[tuple[str, str], tuple[int, datetime]]:
    """One try more for each (scope, value), in one statement that takes the rows in the given order."""
    now, table = timezone.now(), ThrottleCounter._meta.db_table
    keys = {counter_key(*pair): pair for pair in windows}
    rows = [field for key, pair in keys.items() for field in (key, now + windows[pair])]
    counters = ThrottleCounter.objects.raw(
        f"INSERT INTO {table} (key, count, expires_at) "  # noqa: S608 (the model's own table)
        f"VALUES {', '.join(['(%s, 1, %s)'] * len(keys))} "
        f"ON CONFLICT (key) DO UPDATE SET "
        f"count = CASE WHEN {table}.expires_at <= %s THEN 1 ELSE {table}.count + 1 END, "
        f"expires_at = CASE WHEN {table}.expires_at <= %s THEN excluded.expires_at ELSE {table}.expires_at END "
        f"RETURNING key, count, expires_at",
        [*rows, now, now],
    )
    return {keys[counter.key]: (counter.count, counter.expires_at) for counter in counters}


def exceeded(limits: dict[tuple[str, str], int]) -> datetime | None:
    """When the longest of the exhausted windows ends, or None. `limits` maps (scope, value) to tries allowed."""
    allowed = {counter_key(scope, value): limit for (scope, value), limit in limits.items()}
    rows = ThrottleCounter.objects.filter(key__in=allowed, expires_at__gt=timezone.now())
    return max((row.expires_at for row in rows if row.count >= allowed[row.key]), default=None)


def forget(*pairs: tuple[str, str]) -> None:
    """Clears the counters of (scope, value) pairs, as after a right answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {ThrottleCounter._meta.db_table} "  # noqa: S608 (the model's own table)
            f"WHERE key IN ({', '.join(['%s'] * len(pairs))})",
            [counter_key(*pair) for pair in pairs],
        )
