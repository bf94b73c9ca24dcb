"""MSU: a new salary, from a month on."""

from typing import Any

from empleadores.novedades.actos import ActoDeNovedad
from empleadores.novedades.forms import QuienForm, SueldoForm
from empleadores.reglas.novedades import NuevoSueldo
from tramites.procedimientos import inscribir


@inscribir
class NuevoSueldoActo(ActoDeNovedad):
    slug = "nuevo-sueldo"
    tipo_de_lote = "MSU"
    pasos = (QuienForm, SueldoForm)
    que = SueldoForm
    boton = "Registrar el sueldo nuevo"
    titulo = "Nuevo sueldo"

    def pedido(self, datos: dict[str, Any]) -> NuevoSueldo:
        return NuevoSueldo(datos["cedula"], datos["sucursal"], datos["periodo"], datos["sueldo"])
