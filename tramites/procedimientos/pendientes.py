"""What waits for a person in all the procedures that serve them."""

from collections.abc import Sequence

from django.db import connection

from cuentas.actuacion import Actuacion
from registro.models import Persona
from tramites.procedimientos.base import Pendiente, Procedimiento


def pendientes_de(actuacion: Actuacion, procedimientos: Sequence[Procedimiento]) -> list[Pendiente]:
    """The lines of them all. One statement finds out which have any, for nearly nobody has."""
    if not isinstance(actuacion.sujeto, Persona):
        return []
    preguntan = [procedimiento for procedimiento in procedimientos if procedimiento.espera]
    if not preguntan:
        return []
    existen = ", ".join(f"EXISTS (SELECT 1 FROM {p.espera})" for p in preguntan)  # noqa: S608 (our own constants)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {existen}", [actuacion.sujeto.pk] * len(preguntan))
        hay = cursor.fetchone()
    con_algo = (procedimiento for procedimiento, si in zip(preguntan, hay, strict=True) if si)
    return [pendiente for procedimiento in con_algo for pendiente in procedimiento.pendientes(actuacion)]
