from datetime import datetime

from django.utils import timezone

from afiliados.services.cobertura import terminar_las_vencidas
from nucleo.limpieza import al_limpiar


@al_limpiar
def terminar_coberturas(ahora: datetime) -> None:
    terminar_las_vencidas(timezone.localdate(ahora))
