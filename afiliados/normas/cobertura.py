"""The legal parameters of the health cover of dependants, as its rule takes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from afiliados.reglas.cobertura import NormaCobertura
from registro.parametros.respaldos import respaldos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros

# What the rule knows how to do: another value is a change of the rule, not of a figure.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "cobertura_conyuge_asegurado": ("RECHAZAR",),
    "cobertura_fin_conyuge": ("CON_EL_MATRIMONIO_O_LA_UNION",),
}
TASAS: Final = (
    "cobertura_conyuge_afiliado_porcentaje",
    "cobertura_hijos_afiliado_porcentaje",
    "cobertura_conyuge_pensionista_porcentaje",
    "cobertura_hijos_pensionista_porcentaje",
)
FIGURAS: Final = (
    "cobertura_edad_hijos",
    "cobertura_aportes_espera",
    "cobertura_hijos_espera",
    "cobertura_maternidad_aportes",
    "cobertura_proteccion_dias",
    "cobertura_hijo_discapacidad",
)


def norma_cobertura_de(parametros: Parametros) -> NormaCobertura:
    """Raises ParametroDesconocido (before October 2011 there was no such cover) and ParametroMalFormado."""
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    discapacidad = parametros.mapa("cobertura_hijo_discapacidad")
    return NormaCobertura(
        tasas={clave: parametros.decimal(clave) for clave in TASAS},
        edad_hijos=parametros.entero("cobertura_edad_hijos"),
        aportes_espera=parametros.entero("cobertura_aportes_espera"),
        aportes_espera_hijos=parametros.entero("cobertura_hijos_espera"),
        aportes_maternidad=parametros.entero("cobertura_maternidad_aportes"),
        proteccion_dias=parametros.entero("cobertura_proteccion_dias"),
        discapacidad_sin_limite=not discapacidad["limite_de_edad"],
        discapacidad_porcentaje=Decimal(discapacidad["porcentaje"]),
        respaldos=respaldos_de(parametros, *CONOCIDOS, *TASAS, *FIGURAS),
    )
