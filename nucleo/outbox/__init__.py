"""The outbox: work promised in a transaction and done after its commit, by whichever drain is running.

`enqueue` writes a row in the caller's transaction; `handler` registers what does the work. Delivery is at least once,
so a handler finds out by itself whether its work is already done. Handlers live in each app's `tareas.py`.
"""

from nucleo.outbox.delivery import Definitive, Refused, deliver, drain, handler, on_worker_start, warm_up
from nucleo.outbox.services import enqueue

__all__ = ["Definitive", "Refused", "deliver", "drain", "enqueue", "handler", "on_worker_start", "warm_up"]
