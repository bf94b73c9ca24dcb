"""Which contributions are shown. It is sent by GET: whoever has the address sees the same, of their own employer."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from empleadores.aportes.selectors import MAXIMO_TRABAJADORES, Filtro, trabajadores_que
from registro.models import Empleador, Sucursal, nombre_de_tipo
from registro.planillas.palabras import ESTADOS

_MES = re.compile(r"(?P<anio>\d{4})-(?P<mes>\d{1,2})|(?P<otro_mes>\d{1,2})[-/](?P<otro_anio>\d{4})", re.ASCII)
_DEL_CONTROL = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class MesInput(forms.TextInput):
    """The control that browsers have for a month. What it could not hold is drawn as text, as it was typed."""

    input_type = "month"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        escrito = context["widget"]["value"]
        if escrito and not _DEL_CONTROL.fullmatch(escrito):
            context["widget"]["type"] = "text"
        return context


class MesField(forms.CharField):
    """A first day of month."""

    widget = MesInput
    default_error_messages = {"invalid": "Escriba el mes como año y mes: 2026-10."}

    def clean(self, value: Any) -> Any:
        texto = super().clean(value)
        if not texto:
            return None
        leido = _MES.fullmatch(texto)
        anio = int(leido["anio"] or leido["otro_anio"]) if leido else 0
        mes = int(leido["mes"] or leido["otro_mes"]) if leido else 0
        if not (1900 <= anio <= 2199 and 1 <= mes <= 12):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date(anio, mes, 1)


class FiltroForm(forms.Form):
    desde = MesField(label="Desde", required=False)
    hasta = MesField(label="Hasta", required=False)
    sucursal = forms.ChoiceField(label="Sucursal", required=False)
    tipo = forms.ChoiceField(label="Planilla", required=False)
    estado = forms.ChoiceField(label="Estado", required=False)
    trabajador = forms.CharField(
        label="Trabajador",
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search", "placeholder": "Cédula o nombre"}),
    )

    def __init__(self, *args: Any, empleador: Empleador, meses: tuple[date, date], tipos: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._empleador, self._meses = empleador, meses
        sucursales = Sucursal.objects.filter(empleador=empleador).order_by("codigo")
        self._elegir("sucursal", "Todas", [(una.codigo, str(una)) for una in sucursales])
        self._elegir("tipo", "Todas", [(tipo, nombre_de_tipo(tipo)) for tipo in tipos])
        self._elegir("estado", "Todos", [(e.value, texto) for e, (texto, _) in ESTADOS.items() if e != "ANULADA"])

    def _elegir(self, campo: str, todos: str, opciones: Sequence[tuple[str, str]]) -> None:
        elegible = self.fields[campo]
        assert isinstance(elegible, forms.ChoiceField)
        elegible.choices = [("", todos), *opciones]
        elegible.error_messages["invalid_choice"] = "Elija una opción de la lista."

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        desde, hasta = datos.get("desde"), datos.get("hasta")
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "Elija un mes igual o posterior al primero.")
        if datos.get("trabajador"):
            datos["personas"] = trabajadores_que(self._empleador, datos["trabajador"])
            if len(datos["personas"]) > MAXIMO_TRABAJADORES:
                self.add_error(
                    "trabajador",
                    f"Más de {MAXIMO_TRABAJADORES} trabajadores coinciden. Escriba también el apellido, o la cédula.",
                )
        return datos

    def filtro(self) -> Filtro:
        datos = self.cleaned_data
        return Filtro(
            desde=datos["desde"] or self._meses[0],
            hasta=datos["hasta"] or self._meses[1],
            sucursal=datos["sucursal"],
            tipo=datos["tipo"],
            estado=datos["estado"],
            personas=datos.get("personas"),
        )
