"""Procedure 3: the certificate of affiliation, or of no affiliation, in one click."""

from datetime import date
from typing import Any

from afiliados.reglas.afiliacion import Afiliacion, Aportes, Situacion, Vinculo, afiliacion
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import fecha, mes
from registro import selectors as registro
from registro.models import Relacion
from registro.parametros import Parametros
from registro.selectors import AporteFila
from tramites.procedimientos import Certificado, Contenido, identidad, inscribir

SEGURO_OBLIGATORIO = "Seguro General Obligatorio"
SEGURO_VOLUNTARIO = "Seguro General, afiliación voluntaria"


def vinculo_de(relacion: Relacion) -> Vinculo:
    return Vinculo(
        ruc=relacion.ruc,
        empleador=relacion.empleador.razon_social if relacion.empleador else "",
        desde=relacion.fecha_ingreso,
        hasta=relacion.fecha_salida,
        cargo=relacion.cargo,
    )


def datos_de_activa(hecho: Afiliacion, ultimo_pagado: date | None) -> dict[str, Any]:
    return {
        "estado": "Activo",
        "ultimo_mes_pagado": mes(ultimo_pagado) if ultimo_pagado else "Todavía no hay un mes pagado",
        "afiliaciones": [
            {
                "seguro": SEGURO_OBLIGATORIO if vinculo.ruc else SEGURO_VOLUNTARIO,
                "empleador": vinculo.empleador or "Afiliación voluntaria",
                "ruc": vinculo.ruc,
                "cargo": vinculo.cargo,
                "fecha_ingreso": fecha(vinculo.desde),
            }
            for vinculo in hecho.vigentes
        ],
    }


def datos_sin_afiliacion(hecho: Afiliacion, ultimo_pagado: date | None) -> dict[str, Any]:
    estado, motivo = _por_que(hecho)
    if hecho.proxima:
        motivo += f" Tiene una afiliación que empieza el {fecha(hecho.proxima)}."
    return {"estado": estado, "motivo": motivo, "ultimo_mes_pagado": mes(ultimo_pagado) if ultimo_pagado else ""}


def _por_que(hecho: Afiliacion) -> tuple[str, str]:
    """(state, reason) of whoever is not affiliated today; nothing is said that the register doesn't say."""
    match hecho.situacion:
        case Situacion.CESANTE:
            return "Sin afiliación vigente", f"Su última afiliación terminó el {fecha(hecho.cese)}."
        case Situacion.FALLECIDA:
            return "Sin afiliación vigente", f"El registro consigna el fallecimiento el {fecha(hecho.cese)}."
        case Situacion.SOLO_APORTES:
            return "Sin afiliación vigente", "El registro tiene aportes a su nombre, pero ninguna afiliación vigente."
        case _:
            return (
                "No registra afiliación",
                "El registro del instituto no tiene ninguna afiliación a su nombre.",
            )


@inscribir
class CertificadoAfiliacion(Certificado):
    slug = "certificado-afiliacion"
    permiso = PERSONA_O_APODERADO
    vigencia = "vigencia_certificado_afiliacion_dias"

    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        persona = actuacion.persona
        parametros = Parametros.al(hoy)
        historial = registro.historial_de(persona)
        hecho = afiliacion(
            [vinculo_de(relacion) for relacion in registro.relaciones_de(persona)],
            aportes_de(historial),
            hoy,
            dia_de_pago=parametros.entero("planilla_dia_vencimiento"),
            fallecimiento=persona.fecha_fallecimiento,
        )
        ultimo_pagado = next((fila.periodo for fila in historial if fila.pagado), None)
        activa = hecho.situacion is Situacion.ACTIVA
        datos = datos_de_activa(hecho, ultimo_pagado) if activa else datos_sin_afiliacion(hecho, ultimo_pagado)
        return Contenido(
            variante="afiliacion" if activa else "no_afiliacion",
            titulo="Certificado de afiliación" if activa else "Certificado de no afiliación",
            plantilla="afiliados/documentos/certificado-afiliacion.html",
            datos={**identidad(persona), **datos},
            vence_el=self.vence(parametros),
        )


def aportes_de(historial: list[AporteFila]) -> Aportes:
    """The record, newest month first, as the rule asks for it."""
    voluntarios = {fila.periodo for fila in historial if not fila.ruc and fila.pagado}
    return Aportes(voluntarios, historial[0].periodo if historial else None)
