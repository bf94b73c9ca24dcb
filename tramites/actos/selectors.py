import uuid

from cuentas.actuacion import Actuacion
from tramites.actos.models import ActoConfirmado


def acto_confirmado(actuacion: Actuacion, slug: str, peticion: uuid.UUID) -> ActoConfirmado | None:
    """The act that this subject confirmed with this number; nobody else's."""
    actos = ActoConfirmado.objects.filter(tramite__slug=slug, peticion=peticion, **actuacion.titular)
    return actos.select_related("actor").first()
