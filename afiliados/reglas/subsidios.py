"""Whether a medical rest gives a subsidy, what is missing, and what each day comes to (A §7).

Three subsidies share the way: the certificate is handed in on time and complete, no day is paid twice, the money goes
to an account of one's own. What differs is the time of contributions, the days and the percentages. `norma` is the one
in force on the first day of the rest.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from afiliados.reglas.certificado_medico import Habiles
from afiliados.reglas.imposiciones_seguidas import protege_hasta
from afiliados.reglas.reposos import Emisor
from afiliados.reglas.subsidios_calculo import NormaSubsidios
from afiliados.reglas.subsidios_examen import Asegurado, Examen, Pedido, examinar
from afiliados.reglas.subsidios_pasos import pasos_de
from afiliados.reglas.subsidios_requisitos import requisitos_de
from nucleo.dinero import CERO
from registro.reglas.dictamen import Dictamen, Valor, todos_cumplen


def dictamen(
    asegurado: Asegurado,
    pedido: Pedido,
    *,
    norma: NormaSubsidios,
    habiles: Habiles,
    hoy: date,
    parametros: Mapping[str, Any],
) -> Dictamen:
    """`parametros`: what `norma` was made of.

    The calculation is there whatever is missing; `subsidio_total` is what is due, nothing while something is missing.
    """
    examen = examinar(asegurado, pedido, norma=norma, habiles=habiles, hoy=hoy)
    requisitos = tuple(requisitos_de(examen))
    califica = todos_cumplen(requisitos)
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=tuple(pasos_de(examen, califica=califica)),
        califica=califica,
        datos=_datos(examen, califica=califica),
        parametros=dict(parametros),
    )


def _datos(examen: Examen, *, califica: bool) -> dict[str, Valor]:
    subsidio, reposo = examen.subsidio, examen.reposo
    datos: dict[str, Valor] = {
        "dias_reposo": reposo.dias,
        "dias_repetidos": len(examen.situado.repetidos),
        "dias_pagados": subsidio.dias_pagados if califica else 0,
        "base": subsidio.base.mensual,
        "base_diaria": subsidio.base.diaria,
        "subsidio_calculado": subsidio.total,
        "subsidio_total": subsidio.total if califica else CERO,
        "empleador_total": subsidio.del_empleador,
        "inicio_incapacidad": examen.situado.inicio,
        "dias_maximo": examen.maximo,
        "dias_disponibles": examen.disponibles,
    }
    if reposo.emisor is not Emisor.IESS:
        datos["certificado_desde"] = examen.ventana.desde
        datos["certificado_hasta"] = examen.ventana.hasta
        datos["valida_en_linea"] = "si" if reposo.dias <= examen.norma.certificado_en_linea_dias else "no"
    if examen.limite_aviso:
        datos["aviso_hasta"] = examen.limite_aviso
    if examen.racha.hasta:
        sin_proteccion = protege_hasta(examen.racha.hasta, examen.norma.conservacion_meses)
        datos["protegido_hasta"] = sin_proteccion - timedelta(days=1)
    return datos
