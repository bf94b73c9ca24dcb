"""The legal parameters of the old-age pension, as its rule takes them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from registro.parametros.respaldos import respaldo_de, respaldos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros
from registro.reglas.mejora import NormaMejora
from registro.reglas.pension import Decimos, Norma
from registro.reglas.puertas import Puerta
from registro.reglas.reliquidacion import Desde
from registro.reglas.respaldo import Respaldo

GEOMETRICA: Final = "MEDIA_GEOMETRICA"
# What the rule knows how to do. Another value is a change of the rule, not of a figure: it must not pass unseen.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "vejez_base_formula": ("MEDIA_ARITMETICA", GEOMETRICA),
    "vejez_base_ventanas": ("MEJORES_SIN_SUPERPOSICION",),
    "vejez_sueldos_simultaneos": ("SUMAR",),
    "vejez_fraccion_anio": ("ANIOS_COMPLETOS",),
    "pension_bandas_fraccion": ("ANIOS_COMPLETOS",),
    "vejez_inicio_pension": ("PRIMER_DIA_MES_SIGUIENTE_AL_CESE",),
}
FIGURAS: Final = (
    "vejez_requisitos",
    "vejez_coeficientes",
    "vejez_incremento_sobre_40_anios",
    "vejez_base_anios",
    "vejez_base_meses",
    "pension_minima",
    "pension_maxima",
    "sbu",
)
# The day of C.D. 100: no figures were found of what ruled before.
PRIMERA_NORMA: Final = date(2006, 2, 21)


def dia_con_norma(dia: date) -> date:
    """The day whose figures serve for a pension that begins on `dia`: never before the first norm that is known."""
    return max(dia, PRIMERA_NORMA)


def norma_de(parametros: Parametros) -> Norma:
    """The norm in force on the date of `parametros`.

    Raises ParametroDesconocido (before 21 February 2006 no norm was found) and ParametroMalFormado.
    """
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    return Norma(
        puertas=tuple(
            Puerta(edad=fila["edad"], imposiciones=fila["imposiciones"])
            for fila in parametros.tabla("vejez_requisitos")
        ),
        coeficientes={fila["anios"]: Decimal(fila["coeficiente"]) for fila in parametros.tabla("vejez_coeficientes")},
        sobre_la_tabla=parametros.decimal("vejez_incremento_sobre_40_anios"),
        bloques=parametros.entero("vejez_base_anios"),
        meses_por_bloque=parametros.entero("vejez_base_meses"),
        geometrica=parametros.texto("vejez_base_formula") == GEOMETRICA,
        minimas=parametros.tabla("pension_minima"),
        maximas=parametros.tabla("pension_maxima"),
        sbu=parametros.decimal("sbu"),
        respaldos=respaldos_de(parametros, *CONOCIDOS, *FIGURAS),
    )


def retroactivo_de(parametros: Parametros) -> tuple[Desde, Respaldo]:
    """From when the difference of a reliquidación is due, and what backs it. Raises ParametroMalFormado."""
    clave = "reliquidacion_retroactivo_desde"
    if parametros.texto(clave) not in set(Desde):
        raise ParametroMalFormado(parametros.version(clave), " o ".join(Desde))
    return Desde(parametros.texto(clave)), respaldo_de(parametros, clave)


def mejora_de(parametros: Parametros) -> NormaMejora:
    """What is asked for a mejora, and what each month adds."""
    return NormaMejora(
        imposiciones=parametros.entero("mejora_imposiciones"),
        factor=parametros.decimal("mejora_factor"),
        respaldo=respaldo_de(parametros, "mejora_factor"),
    )


def decimos_de(parametros: Parametros) -> Decimos:
    """The two yearly extras, as they are paid on the date of `parametros`."""
    claves = ("decima_tercera", "decima_cuarta_sbu", "sbu")
    return Decimos(
        divisor=int(parametros.mapa("decima_tercera")["divisor"]),
        cuantos_sbu=parametros.entero("decima_cuarta_sbu"),
        sbu=parametros.decimal("sbu"),
        respaldos=respaldos_de(parametros, *claves),
    )
