"""Procedure 14: somebody leaves. Where the employer looks for one of its workers is here too."""

from typing import Any

from django.urls import URLPattern, path

from empleadores.novedades import vistas
from empleadores.novedades.actos import ActoDeNovedad
from empleadores.novedades.forms import QuienSaleForm, SalidaForm
from empleadores.reglas.novedades import Salida
from tramites.procedimientos import inscribir


@inscribir
class AvisoSalida(ActoDeNovedad):
    slug = "aviso-salida"
    tipo_de_lote = "SAL"
    pasos = (QuienSaleForm, SalidaForm)
    quien, que = QuienSaleForm, SalidaForm
    boton = "Registrar la salida"
    titulo = "Aviso de salida"
    avisa = True

    def urls(self) -> list[URLPattern]:
        return [
            *super().urls(),
            path(f"{self.slug}/trabajadores/", vistas.buscar_trabajadores, name=f"{self.slug}-trabajadores"),
        ]

    def pedido(self, datos: dict[str, Any]) -> Salida:
        return Salida(datos["cedula"], datos["sucursal"], datos["fecha"], datos["causa"], datos["fallecimiento"])
