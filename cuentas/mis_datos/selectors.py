from datetime import datetime
from typing import TypedDict

from cuentas.models import Cuenta, ExportacionDeDatos

ULTIMAS = 5


class Exportaciones(TypedDict):
    """The last times that an account asked for its data, by what became of them."""

    preparando: list[ExportacionDeDatos]
    listas: list[ExportacionDeDatos]
    pasadas: list[ExportacionDeDatos]


def exportaciones_de(cuenta: Cuenta, ahora: datetime) -> Exportaciones:
    ultimas = list(ExportacionDeDatos.objects.filter(cuenta=cuenta)[:ULTIMAS])
    return Exportaciones(
        preparando=[e for e in ultimas if e.lista_en is None],
        listas=[e for e in ultimas if e.disponible(ahora)],
        pasadas=[e for e in ultimas if e.lista_en and not e.disponible(ahora)],
    )


def exportacion_disponible(cuenta: Cuenta, numero: int, ahora: datetime) -> ExportacionDeDatos | None:
    """The file of that number, to whom it is of and while it lives."""
    exportacion = ExportacionDeDatos.objects.filter(pk=numero, cuenta=cuenta).first()
    return exportacion if exportacion and exportacion.disponible(ahora) else None
