"""A pension computed again because the employer has paid what it owed (IESS-034-01-07)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nucleo.escritura import dinero, fecha, fecha_corta, mes_corto
from nucleo.escritura import numero as cifra
from pensionistas.casos_de_pension import CasoDePension, en_palabras
from registro.models import Persona
from registro.parametros import Parametros
from registro.parametros.reliquidacion import dictaminar_reliquidacion, parametros_de_reliquidacion
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import mover
from registro.reglas.reliquidacion import Pensionista, deudas
from registro.reglas.reliquidacion_dictamen import meses_de
from tramites.casos.models import Solicitud
from tramites.procedimientos import inscribir
from tramites.reliquidacion.selectors import pensionista_de
from tramites.reliquidacion.services import Aumento


@inscribir
class Reliquidacion(CasoDePension):
    slug = "reliquidacion"
    prestacion = "reliquidación de la renta"
    tipo_de_hechos = Pensionista
    cifras = (
        ("pension", "Su pensión mensual"),
        ("pension_anterior", "Antes recibía"),
        ("retroactivo", "Por los meses anteriores"),
    )

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Pensionista:
        return pensionista_de(titular, hoy)

    def parametros(self, hechos: Pensionista, hoy: date) -> Parametros:
        return parametros_de_reliquidacion(hechos, hoy)

    def dictaminar(self, hechos: Pensionista, fecha: date, parametros: Parametros) -> Dictamen:
        return dictaminar_reliquidacion(hechos, fecha, parametros)

    def detalle(self, hechos: Pensionista, dictamen: Dictamen, hoy: date) -> dict[str, Any]:
        pension = hechos.pension
        return {
            "pension": pension,
            "causante": hechos.del_causante,
            "deudas": deudas(hechos.aportes, pension, hoy) if pension else (),
            "nuevos": hechos.nuevos,
            "meses": meses_de(dictamen),
        }

    def aumento(self, solicitud: Solicitud, hechos: Pensionista, dictamen: Dictamen) -> Aumento:
        datos: dict[str, Any] = dict(dictamen.datos)
        return Aumento(
            aumento=datos["diferencia"],
            campos={
                "base": datos["base"],
                "imposiciones": datos["imposiciones"],
                "acuerdo_numero": solicitud.numero,
                "acuerdo_fecha": dictamen.fecha,
            },
            retroactivo=datos["retroactivo"],
            mes_de_pago=mover(hechos.hasta, 1),
        )

    def del_acuerdo(self, solicitud: Solicitud, hechos: Pensionista, dictamen: Dictamen) -> dict[str, Any]:
        pension = hechos.pension
        return {
            "acuerdo": fecha(pension.acuerdo if pension else None),
            "calculo": [
                [
                    "Imposiciones",
                    cifra(pension.imposiciones if pension else None),
                    en_palabras(dictamen, "imposiciones"),
                ],
                ["Base de cálculo", dinero(pension.base if pension else None), en_palabras(dictamen, "base")],
                [
                    "Parte de la base",
                    en_palabras(dictamen, "coeficiente_anterior"),
                    en_palabras(dictamen, "coeficiente"),
                ],
                ["Pensión mensual", en_palabras(dictamen, "pension_anterior"), en_palabras(dictamen, "pension")],
            ],
            "diferencia": en_palabras(dictamen, "diferencia"),
            "nuevos": [
                [mes_corto(a.periodo), a.empleador or a.ruc, dinero(a.sueldo), fecha_corta(a.fecha_pago)]
                for a in hechos.nuevos
            ],
            "meses": [
                [mes_corto(m.periodo), dinero(m.pagada), dinero(m.debida), dinero(m.diferencia)]
                for m in meses_de(dictamen)
            ],
            "retroactivo": en_palabras(dictamen, "retroactivo"),
        }
