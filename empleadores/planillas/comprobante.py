"""The paper by which a planilla is paid: its reference, what it adds up to, and until when."""

from empleadores.planillas.detalle import Detalle
from nucleo.dinero import formato
from nucleo.escritura import fecha, mes
from registro.models import Empleador
from registro.parametros import Parametros
from tramites.certificados.contenido import Contenido, identidad

CANALES = "planilla_canales_pago"


def comprobante_de(empleador: Empleador, detalle: Detalle) -> Contenido:
    """Of a planilla that is paid by its own reference. Its total holds until there is more interest."""
    planilla, deuda = detalle.planilla, detalle.deuda
    lineas = [[concepto.texto, formato(concepto.valor)] for concepto in detalle.conceptos]
    lineas.append(["Total sin intereses", formato(planilla.capital)])
    if planilla.capital_pagado:
        lineas.append(["Abonado al capital", formato(-planilla.capital_pagado)])
    if deuda.interes:
        lineas.append([f"Interés por mora hasta el {fecha(detalle.hoy)}", formato(deuda.interes)])
    return Contenido(
        variante="comprobante",
        titulo="Comprobante de pago de planilla",
        plantilla="empleadores/documentos/planillas-comprobante.html",
        datos={
            **identidad(empleador),
            "referencia": planilla.referencia,
            "planilla": detalle.tipo,
            "periodo": mes(planilla.periodo),
            "sucursal": detalle.sucursal,
            "trabajadores": planilla.trabajadores,
            "vencimiento": fecha(planilla.fecha_vencimiento),
            "lineas": lineas,
            "total": formato(deuda.total),
            "valor": str(deuda.total),
            "vale_hasta": fecha(detalle.vale_hasta),
            "en_mora": deuda.dias > 0,
            "canales": Parametros.al(detalle.hoy).lista(CANALES),
        },
        vence_el=detalle.vale_hasta,
    )
