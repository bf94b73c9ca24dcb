"""Fields that several forms of an affiliate share."""

from decimal import Decimal
from typing import Any

from django import forms

from nucleo.formularios import DineroField

SUELDO_MAXIMO = Decimal(1_000_000)
FUERA_DE_RANGO = {
    "min_value": "Escriba un valor mayor que cero.",
    "max_value": "Escriba el sueldo de un mes.",
    "max_digits": "Escriba el sueldo de un mes.",
    "max_whole_digits": "Escriba el sueldo de un mes.",
}


def sueldo(etiqueta: str, ayuda: str, **opciones: Any) -> DineroField:
    errores = {"required": "Escriba un sueldo mensual.", **FUERA_DE_RANGO}
    return DineroField(
        label=etiqueta,
        help_text=ayuda,
        min_value=Decimal("0.01"),
        max_value=SUELDO_MAXIMO,
        max_digits=12,
        error_messages=errores,
        **opciones,
    )


def entero(etiqueta: str, maximo: int, error: str, **opciones: Any) -> forms.IntegerField:
    atributos = {"inputmode": "numeric", "size": 3, "autocomplete": "off"}
    errores = dict.fromkeys(("required", "invalid", "min_value", "max_value"), error)
    return forms.IntegerField(
        label=etiqueta,
        min_value=0,
        max_value=maximo,
        widget=forms.TextInput(atributos),
        error_messages=errores,
        **opciones,
    )
