"""The Celery drain of the outbox: one task per fresh row, and a sweeper for what was lost on the way."""

from celery import shared_task
from celery.signals import worker_process_init
from django.db.models import Q

from nucleo.bitacora.cabezas import firmar_cabezas
from nucleo.bitacora.sellos import sellar
from nucleo.limpieza import limpiar
from nucleo.observacion.metricas import tarea
from nucleo.outbox import deliver, drain, warm_up
from nucleo.outbox.models import MAIL, Outbox

# Less than what lies between two sweeps, so that they don't pile up.
SWEEP_SECONDS = 25.0


@shared_task(name="nucleo.outbox.deliver")
def deliver_by_key(kind: str, key: str) -> None:
    row_id = Outbox.objects.filter(kind=kind, key=key).values_list("pk", flat=True).first()
    if row_id is not None:
        deliver(row_id)


@shared_task(name="nucleo.outbox.sweep")
def sweep() -> None:
    drain(seconds=SWEEP_SECONDS, which=~Q(kind=MAIL))


@shared_task(name="nucleo.outbox.sweep_mail")
def sweep_mail() -> None:
    """In the queue of the mails: while their server hangs, it must not hold a worker that signs documents."""
    drain(seconds=SWEEP_SECONDS, which=Q(kind=MAIL))


@shared_task(name="nucleo.limpiar")
def clean_up() -> None:
    with tarea("nucleo.limpiar"):
        limpiar()


@shared_task(name="nucleo.bitacora.sellar")
def seal() -> None:
    """Every few minutes; the first one of a day also signs the head of the day before."""
    with tarea("nucleo.bitacora.sellar"):
        sellar()
        firmar_cabezas()


@worker_process_init.connect
def warm_up_process(**_kwargs) -> None:
    warm_up()
