"""The legal parameters of what is paid to pensioners, as their rules take them."""

from datetime import date
from decimal import Decimal
from typing import Final

from nucleo.feriados import DiasHabiles
from pensionistas.reglas import conceptos
from pensionistas.reglas.calendario import Ajuste, Calendario
from pensionistas.reglas.rol import NormaRol
from registro.parametros.pension import decimos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros

DEDUCIBLES: Final = frozenset(
    {
        conceptos.ALIMENTOS,
        conceptos.HIPOTECARIO,
        conceptos.QUIROGRAFARIO,
        conceptos.CUOTA_SOCIAL,
        conceptos.DECIMOS_FUNERALES,
    }
)
VENTANA: Final = "ANIO_CALENDARIO"
"""The only year of the décima tercera that the rule knows how to add up."""


def calendario_de(parametros: Parametros, dias: DiasHabiles) -> Calendario:
    """Raises ParametroDesconocido (before August 2020) and ParametroMalFormado."""
    ajuste = parametros.texto("pension_dia_pago_ajuste")
    if ajuste not in set(Ajuste):
        raise ParametroMalFormado(parametros.version("pension_dia_pago_ajuste"), " o ".join(Ajuste))
    try:
        publicadas = frozenset(map(date.fromisoformat, parametros.lista("pension_pagos_adelantados")))
    except (TypeError, ValueError):
        raise ParametroMalFormado(parametros.version("pension_pagos_adelantados"), "una lista de fechas") from None
    return Calendario(
        dia=parametros.entero("pension_dia_pago"),
        ajuste=Ajuste(ajuste),
        publicadas=publicadas,
        extraordinarios=dias.extraordinarios,
        laborables=dias.laborables,
    )


def norma_rol_de(parametros: Parametros) -> NormaRol:
    """Raises ParametroDesconocido and ParametroMalFormado."""
    prelacion = parametros.lista("rol_prelacion_descuentos")
    if set(prelacion) != DEDUCIBLES or len(prelacion) != len(DEDUCIBLES):
        version = parametros.version("rol_prelacion_descuentos")
        raise ParametroMalFormado(version, f"una lista con {', '.join(sorted(DEDUCIBLES))}")
    if parametros.texto("decima_tercera_ventana") != VENTANA:
        raise ParametroMalFormado(parametros.version("decima_tercera_ventana"), VENTANA)
    return NormaRol(
        tasas={
            conceptos.CUOTA_SOCIAL: parametros.decimal("cuota_social_por_mil") / Decimal(10),
            conceptos.DECIMOS_FUNERALES: parametros.decimal("descuento_decimos_funerales"),
        },
        prelacion=tuple(prelacion),
        decimos=decimos_de(parametros),
        mes_tercera=int(parametros.mapa("decima_tercera")["mes"]),
    )


def meses_cuarta_de(parametros: Parametros) -> dict[int, str]:
    """Month → the region that receives the décima cuarta in it."""
    return {
        parametros.entero("decima_cuarta_mes_costa_galapagos"): "Costa y Galápagos",
        parametros.entero("decima_cuarta_mes_sierra_amazonia"): "Sierra y Amazonía",
    }
