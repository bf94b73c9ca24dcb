"""Dated legal parameters. `Parametros.al(fecha)` reads them; `services.sincronizar` loads the shipped ones."""

from registro.parametros.archivos import ParametroInvalido, leer
from registro.parametros.services import sincronizar
from registro.parametros.vigentes import ParametroDesconocido, ParametroMalFormado, Parametros, Version

__all__ = [
    "ParametroDesconocido",
    "ParametroInvalido",
    "ParametroMalFormado",
    "Parametros",
    "Version",
    "leer",
    "sincronizar",
]
