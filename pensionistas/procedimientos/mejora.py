"""A pension raised by what its holder contributed after retiring, with another employer."""

from datetime import date
from typing import Any

from nucleo.dinero import CERO
from nucleo.escritura import dinero, fecha_corta, mes_corto
from pensionistas.casos_de_pension import CasoDePension, en_palabras
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from registro.parametros.reliquidacion import dictaminar_mejora
from registro.reglas.dictamen import Dictamen
from registro.reglas.mejora import Reingreso
from registro.reglas.reliquidacion import deudas_de
from tramites.casos.models import Solicitud
from tramites.procedimientos import inscribir
from tramites.reliquidacion.selectors import reingreso_de
from tramites.reliquidacion.services import Aumento


@inscribir
class Mejora(CasoDePension):
    slug = "mejora"
    prestacion = "mejora de la renta"
    tipo_de_hechos = Reingreso
    cifras = (("pension", "Su pensión mensual"), ("pension_anterior", "Antes recibía"))

    def dictamen(self, titular: Persona | Empleador, hoy: date) -> tuple[Reingreso, Dictamen]:
        assert isinstance(titular, Persona)
        hechos = reingreso_de(titular, hoy)
        return hechos, self.dictaminar(hechos, hoy, Parametros.al(hoy))

    def dictaminar(self, hechos: Reingreso, fecha: date, parametros: Parametros) -> Dictamen:
        return dictaminar_mejora(hechos, fecha, parametros)

    def detalle(self, hechos: Reingreso, dictamen: Dictamen, hoy: date) -> dict[str, Any]:
        nuevos = [aporte for aporte in hechos.posteriores if aporte.fecha_pago]
        return {"deudas": deudas_de(hechos.aportes, hoy), "nuevos": nuevos}

    def aumento(self, solicitud: Solicitud, hechos: Reingreso, dictamen: Dictamen) -> Aumento:
        """Base, time and acuerdo of the pension stay: what its employers still pay late is counted against them."""
        datos: dict[str, Any] = dict(dictamen.datos)
        return Aumento(aumento=datos["mejora"], campos={}, retroactivo=CERO, mes_de_pago=dictamen.fecha.replace(day=1))

    def del_acuerdo(self, hechos: Reingreso, dictamen: Dictamen) -> dict[str, Any]:
        return {
            "calculo": [
                ["Pensión anterior", en_palabras(dictamen, "pension_anterior")],
                ["Sueldo promedio de los aportes nuevos", en_palabras(dictamen, "promedio")],
                ["Imposiciones nuevas", en_palabras(dictamen, "imposiciones")],
                ["Mejora: promedio × factor × imposiciones", en_palabras(dictamen, "mejora")],
                ["Pensión nueva", en_palabras(dictamen, "pension")],
            ],
            "nuevos": [
                [mes_corto(a.periodo), a.empleador or a.ruc, dinero(a.sueldo), fecha_corta(a.fecha_pago)]
                for a in hechos.posteriores
                if a.fecha_pago
            ],
        }
