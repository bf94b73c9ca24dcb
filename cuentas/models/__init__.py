"""The accounts and what hangs on them. One module per subject; every name is imported from here."""

from cuentas.cambios.models import CambioDeDatos
from cuentas.models.avisos import AvisoApagado, CorreoRechazado
from cuentas.models.clave import Codigo, CodigoEnPapel, EnlacePatronal, PreguntaDeSeguridad
from cuentas.models.cuenta import Cuenta
from cuentas.models.encargos import Delegacion, Encargo, Poder
from cuentas.models.exportaciones import ExportacionDeDatos
from cuentas.models.sesiones import Borrador, SesionAbierta

__all__ = [
    "AvisoApagado",
    "Borrador",
    "CambioDeDatos",
    "Codigo",
    "CodigoEnPapel",
    "CorreoRechazado",
    "Cuenta",
    "Delegacion",
    "Encargo",
    "EnlacePatronal",
    "ExportacionDeDatos",
    "Poder",
    "PreguntaDeSeguridad",
    "SesionAbierta",
]
