"""What a planilla is called on every page."""

from registro.models import CODIGOS_DE_PLANILLA, EstadoPlanilla, TipoPlanilla

# Each state in words for its employer, and the tone of its tag.
ESTADOS = {
    EstadoPlanilla.PAGADA: ("Pagada", "exito"),
    EstadoPlanilla.PENDIENTE: ("Por pagar", "info"),
    EstadoPlanilla.EN_MORA: ("En mora", "error"),
    EstadoPlanilla.EN_CONVENIO: ("En convenio", "atencion"),
    EstadoPlanilla.ANULADA: ("Anulada", "neutro"),
}


def nombre_de_tipo(tipo: str) -> str:
    """The label of a kind that the portal knows, or the core system's own code."""
    conocido = CODIGOS_DE_PLANILLA.get(tipo, tipo)
    return TipoPlanilla(conocido).label.capitalize() if conocido in TipoPlanilla.values else tipo
