"""What the retirement simulator asks. It is sent by GET, so that a result has an address that can be kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from afiliados.forms.campos import entero, sueldo
from afiliados.reglas.simulador import EDAD_TOPE, Historia, historia_supuesta
from nucleo.formularios import FechaField
from registro.reglas.pension import MesPagado
from registro.reglas.puertas import MESES_POR_ANIO, edad

EDAD_MINIMA, EDAD_MAXIMA = 14, 110


class PlanForm(forms.Form):
    """What nobody but the person knows: until when, and whether they go on contributing."""

    edad = entero(
        "¿A qué edad quiere jubilarse?",
        EDAD_MAXIMA,
        "Escriba la edad en años, por ejemplo 65.",
        required=False,
        help_text="Si la deja vacía, se usa la primera edad a la que podría.",
    )
    sigue = forms.ChoiceField(
        label="¿Seguirá aportando hasta entonces?",
        choices=[("si", "Sí, sin interrupciones"), ("no", "No aportaré más")],
        widget=forms.RadioSelect,
        initial="si",
        error_messages={"required": "Elija si seguirá aportando."},
    )
    sueldo_futuro = sueldo("¿Sobre qué sueldo aportará?", "Si lo deja vacío, se usa el sueldo de hoy.", required=False)

    def __init__(self, *args: Any, hoy: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hoy = hoy

    def revisar_edad(self, nacimiento: date) -> None:
        quiere, tiene = self.cleaned_data.get("edad"), edad(nacimiento, self.hoy)
        if quiere is not None and quiere < tiene:
            self.add_error("edad", f"Ya tiene {tiene} años: escriba esa edad o una mayor.")
        if quiere is not None and quiere > max(EDAD_TOPE, tiene + 1):
            self.add_error("edad", f"Escriba una edad de hasta {max(EDAD_TOPE, tiene + 1)} años.")

    def aportara(self, sueldo_de_hoy: Decimal) -> Decimal | None:
        if self.cleaned_data["sigue"] == "no":
            return None
        return self.cleaned_data["sueldo_futuro"] or sueldo_de_hoy


class HistorialForm(PlanForm):
    """For the person of a record: what the institute knows is not asked."""

    def __init__(self, *args: Any, nacimiento: date, pagados: list[MesPagado], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nacimiento, self.pagados = nacimiento, pagados

    def clean(self) -> dict[str, Any]:
        self.revisar_edad(self.nacimiento)
        return self.cleaned_data

    def historia(self) -> Historia:
        ultimo = self.pagados[-1].sueldo
        return Historia(self.nacimiento, self.pagados, self.aportara(ultimo), self.hoy)


class SupuestosForm(PlanForm):
    """For everyone: age, time and salary as they tell them."""

    nacimiento = FechaField(label="Fecha de nacimiento", help_text="Por ejemplo, 27 3 1966.")
    anios = entero("Años de aportes al IESS", 75, "Escriba los años completos con números, por ejemplo 24.")
    meses = entero("Y meses", MESES_POR_ANIO - 1, "Escriba los meses que sobran, de 0 a 11.", required=False)
    sueldo = sueldo(
        "Sueldo promedio de sus cinco mejores años", "Si no lo sabe, escriba el sueldo con el que aporta hoy."
    )

    field_order = ("nacimiento", "anios", "meses", "sueldo", "edad", "sigue", "sueldo_futuro")

    def clean_nacimiento(self) -> date:
        nacimiento: date = self.cleaned_data["nacimiento"]
        if not EDAD_MINIMA <= edad(nacimiento, self.hoy) <= EDAD_MAXIMA:
            raise forms.ValidationError("Revise el año: el simulador sirve desde los 14 años de edad.")
        return nacimiento

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        if nacimiento := datos.get("nacimiento"):
            self.revisar_edad(nacimiento)
            tiene = edad(nacimiento, self.hoy)
            if datos.get("anios") is not None and datos["anios"] > tiene - EDAD_MINIMA:
                self.add_error("anios", f"Con {tiene} años de edad no alcanza a tener tantos años de aportes.")
        return datos

    def historia(self) -> Historia:
        datos = self.cleaned_data
        imposiciones = datos["anios"] * MESES_POR_ANIO + (datos["meses"] or 0)
        aportara = self.aportara(datos["sueldo"])
        return historia_supuesta(datos["nacimiento"], imposiciones, datos["sueldo"], aportara, self.hoy)
