"""INS: what somebody earned in one month besides the salary."""

from typing import Any

from empleadores.novedades.actos import ActoDeNovedad
from empleadores.novedades.forms import ExtrasForm, QuienForm
from empleadores.reglas.novedades import Extras
from tramites.procedimientos import inscribir


@inscribir
class ExtrasDelMes(ActoDeNovedad):
    slug = "extras-del-mes"
    tipo_de_lote = "INS"
    pasos = (QuienForm, ExtrasForm)
    que = ExtrasForm
    boton = "Registrar los extras"
    titulo = "Extras del mes"

    def pedido(self, datos: dict[str, Any]) -> Extras:
        return Extras(datos["cedula"], datos["sucursal"], datos["periodo"], datos["valor"], datos["causa"])
