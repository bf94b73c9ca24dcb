"""What employers tell the institute. One module per subject; every name is imported from here."""

from empleadores.models.cobranza import ORIGENES_DE_FUERA, PagoPorAplicar
from empleadores.models.convenios import Convenio, Cuota, PagoCuota, PlanillaDeConvenio
from empleadores.models.generaciones import Generacion
from empleadores.models.lotes import LineaConError, Lote
from empleadores.models.novedades import MesReabierto, Novedad

__all__ = [
    "ORIGENES_DE_FUERA",
    "Convenio",
    "Cuota",
    "Generacion",
    "LineaConError",
    "Lote",
    "MesReabierto",
    "Novedad",
    "PagoCuota",
    "PagoPorAplicar",
    "PlanillaDeConvenio",
]
