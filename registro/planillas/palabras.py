"""What the state of a planilla is called on every page of its employer."""

from registro.models import EstadoPlanilla

# In words, and the tone of its tag.
ESTADOS = {
    EstadoPlanilla.PAGADA: ("Pagada", "exito"),
    EstadoPlanilla.PENDIENTE: ("Por pagar", "info"),
    EstadoPlanilla.EN_MORA: ("En mora", "error"),
    EstadoPlanilla.EN_CONVENIO: ("En convenio", "atencion"),
    EstadoPlanilla.ANULADA: ("Anulada", "neutro"),
}
