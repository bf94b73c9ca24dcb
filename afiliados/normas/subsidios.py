"""The legal parameters of the cash subsidies, as their rule takes them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from afiliados.reglas.reposos import Clase
from afiliados.reglas.subsidios_calculo import (
    Banda,
    DiasEnMeses,
    NormaEnfermedad,
    NormaMaternidad,
    NormaRiesgos,
    NormaSubsidios,
)
from registro.parametros.respaldos import respaldos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros

DIA_SIGUIENTE: Final = "DIA_SIGUIENTE_AL_ACCIDENTE"
# What the rule knows how to do. Another value is a change of the rule, not of a figure: it must not pass unseen.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "maternidad_base": ("ULTIMO_MES",),
    "riesgos_base": ("ULTIMO_MES",),
    "riesgos_inicio": (DIA_SIGUIENTE, "DIA_DEL_ACCIDENTE"),
    "maternidad_perdida": ("ENFERMEDAD",),
    "enfermedad_aislamiento": ("SIN_SUBSIDIO",),
    "reposos_seguidos": ("SIGUEN_SUS_DIAS",),
    "reposos_superpuestos": ("NO_SE_PAGAN_DOS_VECES",),
}
FIGURAS: Final = (
    "enfermedad_imposiciones",
    "enfermedad_conservacion_meses",
    "enfermedad_dia_inicio",
    "enfermedad_dias_maximo",
    "enfermedad_porcentajes",
    "enfermedad_base_meses",
    "enfermedad_empleador",
    "enfermedad_servidor_publico",
    "enfermedad_servidor_publico_porcentaje",
    "maternidad_imposiciones",
    "maternidad_dias_previos",
    "maternidad_dias_alternativos",
    "maternidad_dias",
    "maternidad_porcentajes",
    "riesgos_imposiciones",
    "riesgos_porcentajes",
    "riesgos_aviso_dias_habiles",
    "certificado_medico_dias_habiles",
    "certificado_medico_en_linea_dias",
)


# The day of the newest figure that has no older one: how long a rest may be validated on line.
PRIMERA_NORMA: Final = date(2022, 1, 1)


def dia_con_norma(dia: date) -> date:
    """The day whose figures serve for a rest that begins on `dia`: never before the first complete norm."""
    return max(dia, PRIMERA_NORMA)


def norma_subsidios_de(parametros: Parametros) -> NormaSubsidios:
    """The norm in force on the date of `parametros`, which should be the first day of the rest.

    Raises ParametroDesconocido (see `dia_con_norma`) and ParametroMalFormado.
    """
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    if parametros.entero("riesgos_imposiciones"):
        raise ParametroMalFormado(parametros.version("riesgos_imposiciones"), "0, desde el primer día de trabajo")
    return NormaSubsidios(
        enfermedad=_enfermedad(parametros),
        maternidad=_maternidad(parametros),
        riesgos=NormaRiesgos(
            bandas=_bandas(parametros, "riesgos_porcentajes"),
            aviso_habiles=parametros.entero("riesgos_aviso_dias_habiles"),
            desde_el_dia_siguiente=parametros.texto("riesgos_inicio") == DIA_SIGUIENTE,
        ),
        meses_de_base={
            Clase.ENFERMEDAD: parametros.entero("enfermedad_base_meses"),
            Clase.MATERNIDAD: 1,
            Clase.RIESGOS: 1,
        },
        conservacion_meses=parametros.entero("enfermedad_conservacion_meses"),
        certificado_habiles=parametros.entero("certificado_medico_dias_habiles"),
        certificado_en_linea_dias=parametros.entero("certificado_medico_en_linea_dias"),
        respaldos=respaldos_de(parametros, *CONOCIDOS, *FIGURAS),
    )


def _enfermedad(parametros: Parametros) -> NormaEnfermedad:
    empleador = parametros.mapa("enfermedad_empleador")
    publico = parametros.mapa("enfermedad_servidor_publico")
    return NormaEnfermedad(
        imposiciones=parametros.entero("enfermedad_imposiciones"),
        desde_el_dia=parametros.entero("enfermedad_dia_inicio"),
        maximo=parametros.entero("enfermedad_dias_maximo"),
        bandas=_bandas(parametros, "enfermedad_porcentajes"),
        empleador_dias=empleador["dias"],
        empleador_porcentaje=Decimal(empleador["porcentaje"]),
        publico_dias=publico["dias_empleador"],
        publico_porcentaje=parametros.decimal("enfermedad_servidor_publico_porcentaje"),
        publico_dias_iess=publico["dias_iess"],
    )


def _maternidad(parametros: Parametros) -> NormaMaternidad:
    dias, partes = parametros.mapa("maternidad_dias"), parametros.mapa("maternidad_porcentajes")
    return NormaMaternidad(
        imposiciones=parametros.entero("maternidad_imposiciones"),
        alternativas=tuple(
            DiasEnMeses(fila["dias"], fila["meses"])
            for fila in map(parametros.mapa, ("maternidad_dias_previos", "maternidad_dias_alternativos"))
        ),
        antes=dias["antes"],
        despues=dias["despues"],
        porcentaje=Decimal(partes["iess"]),
        empleador_porcentaje=Decimal(partes["empleador"]),
    )


def _bandas(parametros: Parametros, clave: str) -> tuple[Banda, ...]:
    return tuple(Banda(fila["hasta"], Decimal(fila["porcentaje"])) for fila in parametros.tabla(clave))
