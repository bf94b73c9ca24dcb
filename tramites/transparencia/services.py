from datetime import date

from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite
from tramites.transparencia.models import Atencion


def contar(*, tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origen: str) -> None:
    """Counts one attention. `origen` names its event: the same event counts once, however often it is told."""
    es_persona = isinstance(titular, Persona)
    atencion = Atencion(
        tramite=tramite,
        persona=titular if es_persona else None,
        empleador=None if es_persona else titular,
        fecha=fecha,
        canal=Atencion.Canal.PRESENCIAL if por == Por.VENTANILLA else Atencion.Canal.EN_LINEA,
        origen=origen,
    )
    Atencion.objects.bulk_create([atencion], ignore_conflicts=True)


def contar_consulta(*, tramite: Tramite, actuacion: Actuacion) -> None:
    """Counts a consulta: once per subject, procedure and day."""
    titular = actuacion.sujeto
    if titular is None:
        return
    hoy = timezone.localdate()
    quien = "persona" if isinstance(titular, Persona) else "empleador"
    origen = f"consulta:{quien}:{titular.pk}:{hoy:%Y-%m-%d}"
    contar(tramite=tramite, titular=titular, fecha=hoy, por=actuacion.por, origen=origen)
