"""The legal parameters of the reliquidación and the mejora, as their rules take them."""

from datetime import date
from decimal import Decimal

from registro.models import Parametro
from registro.parametros.pension import dia_con_norma, mejora_de, norma_de, retroactivo_de
from registro.parametros.vigentes import Parametros
from registro.reglas import mejora, reliquidacion, reliquidacion_dictamen
from registro.reglas.dictamen import Dictamen
from registro.reglas.mejora import Reingreso
from registro.reglas.reliquidacion import Pensionista, SalarioBasico

DESDE = "reliquidacion_retroactivo_desde"


def parametros_de_reliquidacion(pensionista: Pensionista, hoy: date) -> Parametros:
    """The norm of the day on which the pension began, and from when the difference is due as it is ruled today."""
    parametros = Parametros.al(hoy)
    if pensionista.pension is None or not pensionista.pension.del_sgp:
        return parametros
    return Parametros.al(dia_con_norma(pensionista.pension.inicio)).con(parametros, DESDE)


def salarios_basicos() -> tuple[SalarioBasico, ...]:
    """Every basic salary that there was, in order."""
    filas = Parametro.objects.filter(clave="sbu").order_by("valido_desde").values_list("valido_desde", "valor")
    return tuple(SalarioBasico(desde, Decimal(str(valor))) for desde, valor in filas)


def dictaminar_reliquidacion(pensionista: Pensionista, hoy: date, parametros: Parametros) -> Dictamen:
    desde, respaldo = retroactivo_de(parametros)
    norma = norma_de(parametros) if pensionista.pension and pensionista.pension.del_sgp else None
    return reliquidacion_dictamen.dictaminar(
        pensionista, norma, desde=desde, retroactivo=respaldo, hoy=hoy, parametros=parametros.usados
    )


def dictaminar_mejora(reingreso: Reingreso, hoy: date, parametros: Parametros) -> Dictamen:
    norma, deben = mejora_de(parametros), reliquidacion.deudas_de(reingreso.aportes, hoy)
    return mejora.dictamen(reingreso, norma, deben=deben, hoy=hoy, parametros=parametros.usados)
