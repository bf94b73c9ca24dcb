"""The legal parameters of the fondos de reserva, as their rule takes them."""

from collections.abc import Mapping
from typing import Final

from afiliados.reglas.fondos_reserva import NormaFondos, Retencion
from registro.parametros.respaldos import respaldos_de
from registro.parametros.vigentes import ParametroMalFormado, Parametros

# What the rule knows how to do: another value is a change of the rule, not of a figure.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "fondos_reserva_conteo": ("MESES_CON_DEPOSITO",),
    "fondos_reserva_retencion_quirografario": tuple(Retencion),
}
FIGURAS: Final = (
    "fondos_reserva_porcentaje",
    "fondos_reserva_primer_mes",
    "fondos_reserva_aportes_minimos",
    "fondos_reserva_edad_retiro",
    "fondos_reserva_meses_cese",
    "fondos_reserva_anios_servicio_jubilado",
    "fondos_reserva_bloqueo_monto",
    "fondos_reserva_pago_dias_habiles",
    "fondos_reserva_rendimiento",
)


def norma_fondos_de(parametros: Parametros) -> NormaFondos:
    """Raises ParametroDesconocido (before 2018 no complete norm was found) and ParametroMalFormado."""
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    return NormaFondos(
        porcentaje=parametros.decimal("fondos_reserva_porcentaje"),
        primer_mes=parametros.entero("fondos_reserva_primer_mes"),
        aportaciones=parametros.entero("fondos_reserva_aportes_minimos"),
        edad=parametros.entero("fondos_reserva_edad_retiro"),
        meses_de_cese=parametros.entero("fondos_reserva_meses_cese"),
        anios_de_servicio=parametros.entero("fondos_reserva_anios_servicio_jubilado"),
        bloqueo=parametros.decimal("fondos_reserva_bloqueo_monto"),
        pago_dias_habiles=parametros.entero("fondos_reserva_pago_dias_habiles"),
        rendimiento=parametros.decimal("fondos_reserva_rendimiento"),
        retencion=Retencion(parametros.texto("fondos_reserva_retencion_quirografario")),
        respaldos=respaldos_de(parametros, *CONOCIDOS, *FIGURAS),
    )
