import logging
import socket
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nucleo.bitacora import anotar
from nucleo.observacion.contexto import actual
from nucleo.outbox.models import MAIL, Outbox

logger = logging.getLogger(__name__)


def enqueue(kind: str, key: str, **payload: Any) -> None:
    """Promises one piece of work, once per (kind, key), in the caller's transaction; wakes a drain after its commit.

    The row keeps the number of the request that asked, so that the log lines of both can be read together.
    Raises RuntimeError outside a transaction: a promise must stand or fall with the act that makes it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("enqueue() needs the transaction of the act that it belongs to")
    if peticion := actual().peticion:
        payload["request_id"] = peticion
    Outbox.objects.bulk_create([Outbox(kind=kind, key=key, payload=payload)], ignore_conflicts=True)
    transaction.on_commit(lambda: wake(kind, key))


def wake(kind: str, key: str) -> None:
    """Tells a drain that a row waits. Losing this call loses no work: the sweeper finds the row."""
    if settings.CELERY_BROKER_URL:
        try:
            queue = "correo" if kind == MAIL else "celery"
            current_app.send_task("nucleo.outbox.deliver", (kind, key), queue=queue, retry=False)
        except Exception:  # noqa: BLE001 (a broker that is down must not fail an act that is already committed)
            logger.warning("broker out of reach; the sweeper will deliver %s %s", kind, key)
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagram:
        datagram.setblocking(False)
        try:
            datagram.sendto(b"1", str(settings.TRABAJADOR_SOCKET))
        except OSError:
            logger.debug("no embedded worker listens; the sweeper will deliver %s %s", kind, key)


def olvidar(*, before: datetime) -> int:
    """Blanks the payload of the rows done or refused before then: names, addresses and texts of mails. How many."""
    refused = Q(state=Outbox.State.REFUSED, due_at__lt=before)
    over = Outbox.objects.filter(refused | Q(state=Outbox.State.DONE, done_at__lt=before))
    return over.exclude(payload={}).update(payload={})


def reintentar(*, actor: str, row_ids: Collection[int], motivo: str) -> int:
    """Puts rows that were given up back in the queue, each for one more try; returns how many. The others stay.

    Raises ValueError without a reason.
    """
    if not motivo.strip():
        raise ValueError("a retry by hand says why")
    with transaction.atomic():
        given_up = Outbox.objects.select_for_update().filter(pk__in=row_ids)
        rows = [row for row in given_up if row.retriable]
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(state=Outbox.State.PENDING, due_at=timezone.now())
        for row in rows:
            datos = {"tipo": row.kind, "motivo": motivo.strip()}
            anotar(actor=actor, accion="outbox.reintentado", objeto=f"outbox:{row.pk}", datos=datos)
            transaction.on_commit(partial(wake, row.kind, row.key))
    return len(rows)
