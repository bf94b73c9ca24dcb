"""Procedure 3: the certificate of affiliation, or of no affiliation, in one click."""

from datetime import date, timedelta
from typing import Any

from afiliados.reglas.afiliacion import Afiliacion, Situacion, Vinculo, afiliacion
from cuentas.actuacion import Actuacion
from nucleo.escritura import fecha, mes
from registro import selectors as registro
from registro.models import Relacion
from registro.parametros import Parametros
from registro.selectors import AporteFila
from tramites.procedimientos import Certificado, Contenido, inscribir

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
    if hecho.situacion is Situacion.CESANTE and hecho.cese:
        return {
            "estado": "Sin afiliación vigente",
            "motivo": f"Su última afiliación terminó el {fecha(hecho.cese)}.",
            "ultimo_mes_pagado": mes(ultimo_pagado) if ultimo_pagado else "",
        }
    return {
        "estado": "No registra afiliación",
        "motivo": "El registro del instituto no tiene ninguna afiliación a su nombre.",
        "ultimo_mes_pagado": "",
    }


@inscribir
class CertificadoAfiliacion(Certificado):
    slug = "certificado-afiliacion"

    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        persona = actuacion.persona
        historial = registro.historial_de(persona)
        vinculos = [vinculo_de(relacion) for relacion in registro.relaciones_de(persona)]
        hecho = afiliacion(vinculos, meses_voluntarios(historial), hoy)
        ultimo_pagado = next((fila.periodo for fila in historial if fila.pagado), None)
        activa = hecho.situacion is Situacion.ACTIVA
        datos = datos_de_activa(hecho, ultimo_pagado) if activa else datos_sin_afiliacion(hecho, ultimo_pagado)
        dias = Parametros.al(hoy).entero("vigencia_certificado_afiliacion_dias")
        return Contenido(
            variante="afiliacion" if activa else "no_afiliacion",
            titulo="Certificado de afiliación" if activa else "Certificado de no afiliación",
            plantilla="afiliados/documentos/certificado-afiliacion.html",
            datos={"nombre": persona.nombre_completo, "cedula": persona.cedula, **datos},
            vence_el=hoy + timedelta(days=dias),
        )


def meses_voluntarios(historial: list[AporteFila]) -> set[date]:
    return {fila.periodo for fila in historial if not fila.ruc and fila.pagado}
