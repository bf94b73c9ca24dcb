"""Procedure 13: somebody begins to work; in force at once. The page of all notices of the employer is here too."""

from datetime import date
from typing import Any

from django.urls import URLPattern, path

from empleadores import inicio
from empleadores.novedades import vistas
from empleadores.novedades.actos import ActoDeNovedad
from empleadores.novedades.forms import QuienEntraForm, TrabajoForm
from empleadores.reglas.novedades import Entrada
from registro.models import Empleador
from tramites.procedimientos import Vistazo, inscribir


@inscribir
class AvisoEntrada(ActoDeNovedad):
    slug = "aviso-entrada"
    tipo_de_lote = "ENT"
    pasos = (QuienEntraForm, TrabajoForm)
    quien, que = QuienEntraForm, TrabajoForm
    boton = "Registrar la entrada"
    titulo = "Aviso de entrada"
    ya_trabaja = False
    avisa = True

    def urls(self) -> list[URLPattern]:
        return [
            *super().urls(),
            path(f"{self.slug}/novedades/", vistas.lista, name=f"{self.slug}-novedades"),
            path(f"{self.slug}/novedades/<int:numero>/", vistas.una, name=f"{self.slug}-novedad"),
        ]

    def de_un_vistazo(self, empleador: Empleador, hoy: date) -> Vistazo:
        return inicio.trabajadores(empleador, hoy, self.url_de("novedades"))

    def pedido(self, datos: dict[str, Any]) -> Entrada:
        return Entrada(
            cedula=datos["cedula"],
            sucursal=datos["sucursal"],
            ingreso=datos["ingreso"],
            sueldo=datos["sueldo"],
            jornada=datos["jornada"],
            cargo=datos["cargo"],
            actividad=datos["actividad"],
            relacion_trabajo=datos["relacion_trabajo"],
            seguro=datos["seguro"],
            origen_pago=datos["origen_pago"],
        )
