"""What holds of the notices and the planillas of employers."""

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from empleadores.models import Generacion
from empleadores.planillas.services import TAREA
from nucleo.invariantes import invariante
from nucleo.outbox.selectors import promised


@invariante("Cada generación de planillas que no ha terminado tiene su tarea en la bandeja de salida.")
def generacion_sin_tarea() -> QuerySet[Generacion]:
    tarea = promised(TAREA, Cast(OuterRef("pk"), CharField()))
    return Generacion.objects.filter(~Exists(tarea), terminada_en__isnull=True)
