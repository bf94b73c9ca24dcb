"""What employers tell the institute. One module per subject; every name is imported from here."""

from empleadores.models.generaciones import Generacion
from empleadores.models.novedades import MesReabierto, Novedad

__all__ = ["Generacion", "MesReabierto", "Novedad"]
