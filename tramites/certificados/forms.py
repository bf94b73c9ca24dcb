from typing import Any

from django import forms

from registro.reglas.identidad import IdentidadInvalida, limpiar, validar_cedula, validar_ruc

LARGO = "Escriba los 10 dígitos de la cédula o los 13 del RUC."


class ConsultaForm(forms.Form):
    """Of whom a public certificate is asked for: by a cédula or a RUC, as people write them."""

    identificacion = forms.CharField(
        label="RUC o cédula",
        help_text="13 dígitos el RUC, 10 la cédula. De un empleador doméstico, su cédula.",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 15}),
        error_messages={"required": "Escriba el RUC o la cédula.", "max_length": LARGO},
    )

    def clean_identificacion(self) -> str:
        numero = limpiar(self.cleaned_data["identificacion"])
        validar: dict[int, Any] = {10: validar_cedula, 13: lambda ruc: validar_ruc(ruc, domestico=True)}
        if len(numero) not in validar:
            raise forms.ValidationError(LARGO)
        try:
            validar[len(numero)](numero)
        except IdentidadInvalida as razon:
            raise forms.ValidationError(str(razon)) from razon
        return numero
