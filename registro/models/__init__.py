"""What the institute knows. One module per subject; every name is imported from here.

No table has a ForeignKey to a user, and none to Aporte (it is partitioned by period on PostgreSQL).
"""

from registro.models.aportes import (
    AJUSTES_POR_MES,
    CODIGOS_DE_PLANILLA,
    DE_FONDOS_DE_RESERVA,
    Aporte,
    EstadoPlanilla,
    Pago,
    Planilla,
    TipoPlanilla,
    nombre_de_tipo,
    tipo_de_ajuste,
)
from registro.models.base import Conservable
from registro.models.empleadores import CausaSalida, Empleador, Jornada, Relacion, Sucursal
from registro.models.parametros import Parametro
from registro.models.personas import CuentaBancaria, Dependiente, Persona
from registro.models.prestaciones import MovimientoFondo, PagoPension, Pension, Prestamo

__all__ = [
    "AJUSTES_POR_MES",
    "CODIGOS_DE_PLANILLA",
    "DE_FONDOS_DE_RESERVA",
    "Aporte",
    "CausaSalida",
    "Conservable",
    "CuentaBancaria",
    "Dependiente",
    "Empleador",
    "EstadoPlanilla",
    "Jornada",
    "MovimientoFondo",
    "Pago",
    "PagoPension",
    "Parametro",
    "Pension",
    "Persona",
    "Planilla",
    "Prestamo",
    "Relacion",
    "Sucursal",
    "TipoPlanilla",
    "nombre_de_tipo",
    "tipo_de_ajuste",
]
