"""The contribution record of a person, as the rules take it."""

from typing import NamedTuple

from registro import selectors as registro
from registro.models import Persona
from registro.reglas.pension import MesPagado, pagados
from registro.reglas.tiempo_servicio import Fila, TiempoServicio, resumir
from registro.selectors import AporteFila


class Expediente(NamedTuple):
    """The contribution record of a person, summed up."""

    filas: list[AporteFila]
    tiempo: TiempoServicio

    @property
    def pagados(self) -> list[MesPagado]:
        return pagados(self.tiempo)


def expediente_de(persona: Persona) -> Expediente:
    """One query."""
    filas = registro.historial_de(persona)
    return Expediente(
        filas, resumir(Fila(f.periodo, f.ruc, f.empleador or "", f.dias, f.sueldo, f.pagado) for f in filas)
    )
