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
    now = timezone.now()
    table = ThrottleCounter._meta.db_table
    (counter,) = ThrottleCounter.objects.raw(
        f"INSERT INTO {table} (key, count, expires_at) VALUES (%s, 1, %s) "  # noqa: S608 (the model's own table)
        f"ON CONFLICT (key) DO UPDATE SET "
        f"count = CASE WHEN {table}.expires_at <= %s THEN 1 ELSE {table}.count + 1 END, "
        f"expires_at = CASE WHEN {table}.expires_at <= %s THEN excluded.expires_at ELSE {table}.expires_at END "
        f"RETURNING key, count, expires_at",
        [counter_key(scope, value), now + window, now, now],
    )
    return counter.count, counter.expires_at


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
    """Counts one try in each counter, in the given order; when one may come back if it is one too many, or None.

    `limits` maps (scope, value) to tries allowed and their window. A try that one counter refuses does not count in
    the others: a blocked network can't close the account of somebody else, and waiting in front of a ceiling is free.
    """
    counted: list[tuple[str, str]] = []
    with transaction.atomic():
        for pair, (limit, window) in limits.items():
            count, until = hit(*pair, window)
            if count > limit:
                for earlier in counted:
                    give_back(*earlier)
                return exceeded({pair: limit for pair, (limit, _) in limits.items()}) or until
            counted.append(pair)
    return None


def exceeded(limits: dict[tuple[str, str], int]) -> datetime | None:
    """When the longest of the exhausted windows ends, or None. `limits` maps (scope, value) to tries allowed."""
    allowed = {counter_key(scope, value): limit for (scope, value), limit in limits.items()}
    rows = ThrottleCounter.objects.filter(key__in=allowed, expires_at__gt=timezone.now())
    return max((row.expires_at for row in rows if row.count >= allowed[row.key]), default=None)


def forget(*pairs: tuple[str, str]) -> None:
    """Clears the counters of (scope, value) pairs, as after a right answer."""
    ThrottleCounter.objects.filter(key__in=[counter_key(*pair) for pair in pairs]).delete()
