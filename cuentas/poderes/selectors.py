from django.db.models import QuerySet

from cuentas.models import Cuenta, Poder
from registro.models import Persona


def dados_por(persona: Persona) -> QuerySet[Poder]:
    return Poder.objects.filter(otorgante=persona).select_related("apoderado")


def recibidos_por(persona: Persona) -> QuerySet[Poder]:
    return Poder.objects.filter(apoderado_cedula=persona.cedula).select_related("otorgante")


def aceptado_por(cuenta: Cuenta, poder_id: int) -> Poder | None:
    """This power, if the holder of the account accepted it; whether it still holds is asked of it."""
    return Poder.objects.select_related("otorgante").filter(pk=poder_id, apoderado=cuenta.persona_id).first()
