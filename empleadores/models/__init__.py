"""What employers tell the institute. One module per subject; every name is imported from here."""

from empleadores.models.novedades import MesReabierto, Novedad

__all__ = ["MesReabierto", "Novedad"]
