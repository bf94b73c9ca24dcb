from datetime import datetime

from nucleo.mantenimiento.models import Mantenimiento
from nucleo.recuerdo import Recuerdo


def _abierto() -> Mantenimiento | None:
    return Mantenimiento.objects.filter(terminado_en=None).first()


MANTENIMIENTO: Recuerdo[Mantenimiento | None] = Recuerdo(_abierto, None)


def vigente(ahora: datetime) -> Mantenimiento | None:
    """The maintenance that holds now, as this process last read it: no query, and it ends on the second."""
    abierto = MANTENIMIENTO.valor()
    return abierto if abierto and abierto.rige(ahora) else None
