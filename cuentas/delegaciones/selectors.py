from django.db.models import QuerySet

from cuentas.models import Delegacion
from registro.models import Empleador, Persona


def dadas_por(empleador: Empleador) -> QuerySet[Delegacion]:
    return Delegacion.objects.filter(empleador=empleador).select_related("apoderado")


def recibidas_por(persona: Persona) -> QuerySet[Delegacion]:
    """While the account of the employer is closed, nobody is offered to act for it."""
    return Delegacion.objects.filter(apoderado_cedula=persona.cedula, empleador__cuenta__is_active=True).select_related(
        "empleador"
    )
