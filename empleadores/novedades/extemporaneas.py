"""The notices of long ago: what their case asks of each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from empleadores.models import Novedad
from empleadores.novedades.forms import DeQuienForm, SalidaForm, TrabajoForm
from empleadores.reglas.novedades import Entrada, Extras, NormaNovedades, NuevoSueldo, Pedido, Salida
from nucleo.fechas import MESES
from nucleo.formularios import DineroField, FechaField


class _DelMes(DeQuienForm):
    """Any month of the past, as two numbers."""

    mes = forms.TypedChoiceField(
        label="Mes",
        choices=[(str(n), nombre.capitalize()) for n, nombre in enumerate(MESES, start=1)],
        coerce=int,
        error_messages={"required": "Elija el mes.", "invalid_choice": "Elija un mes de la lista."},
    )
    anio = forms.IntegerField(
        label="Año",
        min_value=1950,
        max_value=2999,
        error_messages={
            "required": "Escriba el año.",
            "invalid": "Escriba el año con cuatro números.",
            "min_value": "Escriba el año con cuatro números.",
            "max_value": "Escriba el año con cuatro números.",
        },
        widget=forms.TextInput({"inputmode": "numeric", "size": 6}),
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if self.errors:
            return datos
        return {**datos, "periodo": date(datos["anio"], datos["mes"], 1)}


class _EntradaForm(DeQuienForm):
    ingreso = FechaField(label="¿Qué día empezó a trabajar?", help_text="Por ejemplo: 3 2 2026.")


class EntradaTardiaForm(TrabajoForm, _EntradaForm):
    """Of whom and since when, and then the work."""


class SalidaTardiaForm(SalidaForm, DeQuienForm):
    """Of whom, and then when and why."""


class SueldoTardioForm(_DelMes):
    sueldo = DineroField(
        label="Sueldo nuevo de la jornada completa",
        help_text="El que se paga desde ese mes.",
        error_messages={"required": "Escriba el sueldo nuevo."},
    )

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ExtrasTardiosForm(_DelMes):
    valor = DineroField(label="Valor de los extras", error_messages={"required": "Escriba el valor de los extras."})
    causa = forms.ChoiceField(
        label="Qué son",
        error_messages={"required": "Elija una opción.", "invalid_choice": "Elija una opción de la lista."},
    )

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["causa"]
        assert isinstance(campo, forms.ChoiceField)
        campo.choices = list(norma.causas_extras.items())
        campo.initial = next(iter(norma.causas_extras))


def _entrada(datos: Mapping[str, Any]) -> Entrada:
    return Entrada(
        cedula=datos["cedula"],
        sucursal=datos["sucursal"],
        ingreso=date.fromisoformat(datos["ingreso"]),
        sueldo=Decimal(datos["sueldo"]),
        jornada=datos["jornada"],
        cargo=datos["cargo"],
        actividad=datos["actividad"],
        relacion_trabajo=datos["relacion_trabajo"],
        seguro=datos["seguro"],
        origen_pago=datos["origen_pago"],
    )


def _salida(datos: Mapping[str, Any]) -> Salida:
    murio = datos.get("fallecimiento")
    return Salida(
        cedula=datos["cedula"],
        sucursal=datos["sucursal"],
        fecha=date.fromisoformat(datos["fecha"]),
        causa=datos["causa"],
        fallecimiento=date.fromisoformat(murio) if murio else None,
    )


def _sueldo(datos: Mapping[str, Any]) -> NuevoSueldo:
    periodo = date.fromisoformat(datos["periodo"])
    return NuevoSueldo(datos["cedula"], datos["sucursal"], periodo, Decimal(datos["sueldo"]))


def _extras(datos: Mapping[str, Any]) -> Extras:
    periodo = date.fromisoformat(datos["periodo"])
    return Extras(datos["cedula"], datos["sucursal"], periodo, Decimal(datos["valor"]), datos["causa"])


@dataclass(frozen=True)
class Forma:
    """How one kind of notice is asked; `cuando`: the field that says when it happened."""

    nombre: str
    form: Callable[..., forms.Form]
    cuando: str
    leer: Callable[[Mapping[str, Any]], Pedido]


FORMAS = {
    Novedad.Tipo.ENTRADA.value: Forma("Aviso de entrada", EntradaTardiaForm, "ingreso", _entrada),
    Novedad.Tipo.SALIDA.value: Forma("Aviso de salida", SalidaTardiaForm, "fecha", _salida),
    Novedad.Tipo.SUELDO.value: Forma("Nuevo sueldo", SueldoTardioForm, "anio", _sueldo),
    Novedad.Tipo.EXTRAS.value: Forma("Extras del mes", ExtrasTardiosForm, "anio", _extras),
}


def pedido_de(datos: Mapping[str, Any]) -> Pedido:
    """The notice, of the answers as a case keeps them."""
    return FORMAS[datos["tipo"]].leer(datos)
