from datetime import datetime

from django.utils import timezone

from nucleo.limpieza import al_limpiar
from pensionistas.exterior.services import aplicar_los_de_hoy
from pensionistas.exterior.supervivencia import recordar
from pensionistas.rol.services import rol_de_estos_dias


@al_limpiar
def armar_el_rol(ahora: datetime) -> None:
    rol_de_estos_dias(timezone.localdate(ahora))


@al_limpiar
def mover_el_reloj_del_exterior(ahora: datetime) -> None:
    """Where people live first: whoever came back to stay today is reminded of nothing."""
    hoy = timezone.localdate(ahora)
    aplicar_los_de_hoy(hoy)
    recordar(hoy)
