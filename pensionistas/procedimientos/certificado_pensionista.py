"""Procedure 20: the certificate of who receives a pension, or of who doesn't, in one click."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import CERO
from nucleo.escritura import dinero, fecha, mes
from pensionistas.selectors import pensiones_de
from registro.models import Pension, Persona
from registro.parametros import Parametros
from tramites.procedimientos import Certificado, Contenido, identidad, inscribir


def datos_de_pensionista(pensiones: Sequence[Pension]) -> dict[str, Any]:
    activas = [pension for pension in pensiones if pension.suspendida_desde is None]
    return {
        "estado": "Activo" if activas else "Suspendido",
        "motivo": "",
        "pensiones": [
            {
                "tipo": pension.get_tipo_display(),
                "acuerdo": _acuerdo(pension),
                "desde": fecha(pension.fecha_inicio),
                "monto": dinero(pension.monto),
                "reside": "En el exterior" if pension.reside_exterior else "",
                "pago": f"Suspendida desde {mes(pension.suspendida_desde)}" if pension.suspendida_desde else "",
            }
            for pension in pensiones
        ],
        "total": dinero(sum((pension.monto for pension in activas), CERO)) if len(activas) > 1 else "",
    }


def _acuerdo(pension: Pension) -> str:
    """Its number and its day, as far as the register has them."""
    partes = [pension.acuerdo_numero, f"del {fecha(pension.acuerdo_fecha)}" if pension.acuerdo_fecha else ""]
    return " ".join(parte for parte in partes if parte)


def por_que_no(persona: Persona, pensiones: Sequence[Pension]) -> str:
    """Nothing is said that the register doesn't say."""
    if persona.fecha_fallecimiento:
        return f"El registro consigna el fallecimiento el {fecha(persona.fecha_fallecimiento)}."
    if pensiones:
        return (
            f"Tiene una pensión de {pensiones[0].get_tipo_display()} que empieza en {mes(pensiones[0].fecha_inicio)}."
        )
    return "El registro del instituto no tiene ninguna pensión a su nombre."


@inscribir
class CertificadoPensionista(Certificado):
    slug = "certificado-pensionista"
    permiso = PERSONA_O_APODERADO
    vigencia = "vigencia_certificado_pensionista_dias"

    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        persona = actuacion.persona
        todas = pensiones_de(persona)
        vigentes = [p for p in todas if p.fecha_inicio <= hoy] if persona.fecha_fallecimiento is None else []
        datos = (
            datos_de_pensionista(vigentes)
            if vigentes
            else {"estado": "No es pensionista", "motivo": por_que_no(persona, todas), "pensiones": [], "total": ""}
        )
        return Contenido(
            variante="pensionista" if vigentes else "no_pensionista",
            titulo="Certificado de pensionista" if vigentes else "Certificado de no ser pensionista",
            plantilla="pensionistas/documentos/certificado-pensionista.html",
            datos={**identidad(persona), **datos},
            vence_el=self.vence(Parametros.al(hoy)),
        )
