"""The legal parameters of a month's planillas, as their rules take them."""

from decimal import Decimal
from typing import Final

from registro.models import Empleador, Parametro
from registro.parametros.vigentes import Parametros
from registro.reglas.aportes import Tasas
from registro.reglas.mora import Metodo, Tramo
from registro.reglas.planillas import NormaPlanilla

TASAS_POR_TIPO: Final = {
    Empleador.Tipo.PRIVADO: "tasas_privado",
    Empleador.Tipo.PUBLICO: "tasas_publico",
    Empleador.Tipo.DOMESTICO: "tasas_domestico",
}
FIGURAS: Final = (
    "fondos_reserva_porcentaje",
    "salud_tiempo_parcial_porcentaje",
    "sbu",
    "fondos_reserva_primer_mes",
)


def norma_planilla_de(parametros: Parametros, tipo: str) -> NormaPlanilla:
    """Of the month of these parameters and one kind of employer. Raises ParametroDesconocido, ParametroMalFormado."""
    tasas = parametros.mapa(TASAS_POR_TIPO[Empleador.Tipo(tipo)])
    return NormaPlanilla(
        tasas=Tasas(personal=tasas["personal"], patronal=tasas["patronal"], ccc=tasas["ccc"]),
        fondos=parametros.decimal("fondos_reserva_porcentaje"),
        salud=parametros.decimal("salud_tiempo_parcial_porcentaje"),
        sbu=parametros.decimal("sbu"),
        primer_mes_de_fondos=parametros.entero("fondos_reserva_primer_mes"),
    )


def tramos_de_mora() -> tuple[Tramo, ...]:
    """Every rate that there was, by its first day. One query."""
    filas = Parametro.objects.filter(clave="mora_tasa_anual").order_by("valido_desde")
    return tuple(Tramo(desde, Decimal(repr(tasa))) for desde, tasa in filas.values_list("valido_desde", "valor"))


def metodo_de_mora(parametros: Parametros) -> Metodo:
    return Metodo(parametros.texto("mora_metodo"))
