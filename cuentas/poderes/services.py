"""The verbs of a power: given here; accepted, used and ended as any encargo."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cuentas.actuacion import Actuacion
from cuentas.encargos import Ciclo, EncargoRechazado, Suceso, hay_abierto
from cuentas.models import Cuenta, Poder
from cuentas.poderes.selectors import recibidos_por
from registro.models import Persona

MESES_MAXIMO = "poder_meses_maximo"


class _Poderes(Ciclo[Poder]):
    nombre = "poder"
    propuesto = Suceso("poder.otorgado", "poder_propuesto", "Alguien quiere que actúe en su nombre")
    aceptado = Suceso("poder.aceptado", "poder_aceptado", "Aceptaron el poder que usted dio")
    usado = Suceso("poder.usado")
    terminado = Suceso("", "poder_terminado", "Un poder terminó")
    ya_termino = "Ese poder ya terminó."
    no_vigente = "Ese poder no está vigente."

    def dados(self, actuacion: Actuacion) -> QuerySet[Poder]:
        return Poder.objects.filter(otorgante=actuacion.persona).select_related("otorgante")

    def recibidos(self, persona: Persona) -> QuerySet[Poder]:
        return recibidos_por(persona)

    def cuenta_de_quien_lo_dio(self, encargo: Poder) -> Cuenta | None:
        return Cuenta.objects.filter(persona=encargo.otorgante).first()

    def asiento(self, encargo: Poder) -> dict[str, Any]:
        """The line is about who gave the power: it is their data that somebody else may see."""
        return {"persona_id": encargo.otorgante_id, "objeto": f"poder:{encargo.pk}", "datos": {}}


_poderes = _Poderes()
aceptar, dejar, retirar, usar = _poderes.aceptar, _poderes.dejar, _poderes.retirar, _poderes.usar


def otorgar(*, actuacion: Actuacion, apoderado_cedula: str, tramites: Iterable[str], hasta: date) -> Poder:
    """Proposes a power to a number. Whether anybody has that number is not told."""
    alcance = sorted(set(tramites))
    if not alcance:
        raise EncargoRechazado("Elija al menos un trámite.")
    if apoderado_cedula == actuacion.persona.cedula:
        raise EncargoRechazado("Es su propia cédula: escriba la de la persona que actuará por usted.")
    with transaction.atomic():
        otorgante = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        if hay_abierto(Poder.objects.filter(otorgante=otorgante, apoderado_cedula=apoderado_cedula)):
            raise EncargoRechazado("Ya dio un poder a esa persona. Retírelo antes de darle otro.")
        poder = Poder.objects.create(
            otorgante=otorgante, apoderado_cedula=apoderado_cedula, tramites=alcance, hasta=hasta
        )
        _poderes.proponer(actuacion=actuacion, encargo=poder, tramites=alcance, hasta=hasta.isoformat())
    return poder
