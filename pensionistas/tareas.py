from datetime import datetime

from django.utils import timezone

from nucleo.limpieza import al_limpiar
from pensionistas.rol.services import rol_de_estos_dias


@al_limpiar
def armar_el_rol(ahora: datetime) -> None:
    rol_de_estos_dias(timezone.localdate(ahora))
