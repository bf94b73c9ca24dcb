"""What waits for a person: their open cases, and the lines of all the procedures that serve them."""

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from cuentas.actuacion import Actuacion
from registro.models import Persona
from tramites.casos.models import Solicitud
from tramites.casos.selectors import en_curso
from tramites.procedimientos.base import Pendiente, Procedimiento

ABIERTAS = "tramites_solicitud WHERE persona_id = %(persona)s AND terminada_en IS NULL"


def lo_que_espera(
    actuacion: Actuacion, procedimientos: Sequence[Procedimiento]
) -> tuple[list[Solicitud], list[Pendiente]]:
    """Nearly nobody has anything: one statement finds out who has what, and only that is read.

    Of an employer only the cases: what its procedures wait for comes with their figures (`de_un_vistazo`).
    """
    if not isinstance(actuacion.sujeto, Persona):
        return en_curso(actuacion), []
    preguntan = [procedimiento for procedimiento in procedimientos if procedimiento.espera]
    abiertas, *hay = _existen(actuacion.sujeto, [ABIERTAS, *(procedimiento.espera for procedimiento in preguntan)])
    con_algo = (procedimiento for procedimiento, si in zip(preguntan, hay, strict=True) if si)
    pendientes = [pendiente for procedimiento in con_algo for pendiente in procedimiento.pendientes(actuacion)]
    return en_curso(actuacion) if abiertas else [], pendientes


def _existen(persona: Persona, filas: Sequence[str]) -> Sequence[bool]:
    existen = ", ".join(f"EXISTS (SELECT 1 FROM {una})" for una in filas)  # noqa: S608 (constants of the code)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {existen}", {"persona": persona.pk, "hoy": timezone.localdate().isoformat()})
        return cursor.fetchone()
