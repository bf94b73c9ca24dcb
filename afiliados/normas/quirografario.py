"""The legal parameters of the quirografario, as its rule takes them."""

from collections.abc import Mapping
from typing import Final

from afiliados.reglas.quirografario import NormaQuirografario, Tasas, Ventana
from registro.parametros.respaldos import respaldos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros

# What the rule knows how to do: another value is a change of the rule, not of a figure.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "quirografario_ingreso": ("ULTIMO_MES_PAGADO",),
    "quirografario_cuotas_vigentes": ("SE_RESTAN",),
}
FIGURAS: Final = (
    "quirografario_aportes_minimos",
    "quirografario_aportes_minimos_discapacidad",
    "quirografario_garantia_porcentaje",
    "quirografario_capacidad_porcentaje",
    "quirografario_capacidad_pensionista",
    "quirografario_monto_maximo_sbu",
    "quirografario_plazo_afiliado_meses",
    "quirografario_plazo_zafrero_meses",
    "quirografario_plazo_pensionista_meses",
    *Tasas,
    "quirografario_novacion_pagado_porcentaje",
    "quirografario_novacion_espera_horas",
    "quirografario_novacion_ventanas",
    "quirografario_novaciones_por_anio",
    "fondos_reserva_porcentaje",
    "cesantia_porcentaje_personal",
    "sbu",
)


def norma_quirografario_de(parametros: Parametros) -> NormaQuirografario:
    """Raises ParametroDesconocido (before 2024 no complete norm was found) and ParametroMalFormado."""
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    return NormaQuirografario(
        imposiciones=parametros.entero("quirografario_aportes_minimos"),
        imposiciones_discapacidad=parametros.entero("quirografario_aportes_minimos_discapacidad"),
        garantia=parametros.decimal("quirografario_garantia_porcentaje"),
        capacidad=parametros.decimal("quirografario_capacidad_porcentaje"),
        capacidad_pensionista=parametros.tabla("quirografario_capacidad_pensionista"),
        maximo_sbu=parametros.decimal("quirografario_monto_maximo_sbu"),
        sbu=parametros.decimal("sbu"),
        plazo=parametros.entero("quirografario_plazo_afiliado_meses"),
        plazo_zafrero=parametros.entero("quirografario_plazo_zafrero_meses"),
        plazo_pensionista=parametros.tabla("quirografario_plazo_pensionista_meses"),
        tasas={clave: parametros.tabla(clave) for clave in Tasas},
        novacion_pagado=parametros.decimal("quirografario_novacion_pagado_porcentaje"),
        novacion_espera_horas=parametros.entero("quirografario_novacion_espera_horas"),
        novaciones_por_anio=parametros.entero("quirografario_novaciones_por_anio"),
        ventanas=tuple(Ventana(**fila) for fila in parametros.tabla("quirografario_novacion_ventanas")),
        reserva_mensual=parametros.decimal("fondos_reserva_porcentaje"),
        cesantia_mensual=parametros.decimal("cesantia_porcentaje_personal"),
        respaldos=respaldos_de(parametros, *CONOCIDOS, *FIGURAS),
    )
