"""The rows of the ground floor; each model lives beside the code that owns it."""

from nucleo.bitacora.models import Asiento, CabezaDiaria, Sello
from nucleo.feriados import Feriado
from nucleo.mantenimiento.models import Mantenimiento
from nucleo.outbox.models import Outbox
from nucleo.throttle import ThrottleCounter

__all__ = ["Asiento", "CabezaDiaria", "Feriado", "Mantenimiento", "Outbox", "Sello", "ThrottleCounter"]
