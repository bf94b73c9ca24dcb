"""A stored dictamen must come out the same, whenever it is made again."""

from datetime import date
from typing import Any

from nucleo.codificacion import de_json
from registro.parametros import Parametros
from registro.parametros.vigentes import Version
from registro.reglas.dictamen import Dictamen
from tramites.casos.models import Solicitud
from tramites.procedimientos.lista import caso_de


def parametros_de(guardado: Dictamen) -> Parametros:
    """The legal parameters that a dictamen kept, and no others."""
    versiones = (
        Version(
            clave=clave,
            valor=fila["valor"],
            valido_desde=date.fromisoformat(fila["valido_desde"]),
            valido_hasta=None,
            base_legal=fila["base_legal"],
            fuente=fila["fuente"],
            confianza=fila["confianza"],
            nota="",
        )
        for clave, fila in guardado.parametros.items()
    )
    return Parametros(date.max, versiones)


def recalcular(solicitud: Solicitud) -> tuple[Dictamen, Dictamen]:
    """(the stored dictamen, the same facts and parameters through the rule as it is today)."""
    guardado = Dictamen.de_json(solicitud.dictamen)  # type: ignore[arg-type] # the caller asks only where there is one
    procedimiento = caso_de(solicitud.tramite.slug)
    hechos: Any = de_json(procedimiento.tipo_de_hechos, solicitud.hechos)
    return guardado, procedimiento.dictaminar(hechos, guardado.fecha, parametros_de(guardado))
