"""The legal parameters of the reliquidación and the mejora, as their rules take them."""

from datetime import date
from decimal import Decimal

from registro.models import Parametro
from registro.parametros.pension import dia_con_norma, norma_de
from registro.parametros.vigentes import Parametros
from registro.reglas import mejora, reliquidacion
from registro.reglas.dictamen import Dictamen
from registro.reglas.mejora import NormaMejora, Reingreso
from registro.reglas.pension import Respaldo
from registro.reglas.reliquidacion import Desde, Pensionista, SalarioBasico

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
    pension = pensionista.pension
    version = parametros.version(DESDE)
    norma = norma_de(parametros) if pension and pension.del_sgp else None
    return reliquidacion.dictaminar(
        pensionista,
        norma,
        desde=Desde(parametros.texto(DESDE)),
        retroactivo=Respaldo(version.base_legal, version.confianza),
        hoy=hoy,
        parametros=parametros.usados,
    )


def dictaminar_mejora(reingreso: Reingreso, hoy: date, parametros: Parametros) -> Dictamen:
    factor = parametros.version("mejora_factor")
    norma = NormaMejora(
        imposiciones=parametros.entero("mejora_imposiciones"),
        factor=parametros.decimal("mejora_factor"),
        respaldo=Respaldo(factor.base_legal, factor.confianza),
    )
    deben = reliquidacion.deudas_de(reingreso.aportes, hoy)
    return mejora.dictamen(reingreso, norma, deben=deben, hoy=hoy, parametros=parametros.usados)
