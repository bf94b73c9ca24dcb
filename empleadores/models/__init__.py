"""What employers tell the institute. One module per subject; every name is imported from here."""

from empleadores.models.generaciones import Generacion
from empleadores.models.lotes import LineaConError, Lote
from empleadores.models.novedades import MesReabierto, Novedad

__all__ = ["Generacion", "LineaConError", "Lote", "MesReabierto", "Novedad"]
