from typing import Any

from django import forms

from cuentas.clave.forms import CedulaField, ClaveForm
from registro.reglas.identidad import IdentidadInvalida, limpiar, validar_ruc


class RucField(forms.CharField):
    """A RUC as people write it, or the cédula with 000 of a domestic employer. Whose it is is not asked here."""

    def __init__(self, **kwargs: Any) -> None:
        propio: dict[str, Any] = {
            "label": "RUC",
            "help_text": "Trece dígitos. El empleador doméstico escribe su cédula y 000.",
            "max_length": 30,
            "widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 15}),
            "error_messages": {"required": "Escriba el RUC."},
        }
        super().__init__(**(propio | kwargs))

    def clean(self, value: Any) -> str:
        ruc = limpiar(super().clean(value))
        if not ruc:
            return ""
        try:
            validar_ruc(ruc, domestico=True)
        except IdentidadInvalida as razon:
            raise forms.ValidationError(str(razon)) from razon
        return ruc


class ActivarForm(ClaveForm):
    """The clave twice: whoever makes it may be setting it for several people, and nobody recovers it alone."""

    repetida = forms.CharField(
        label="Repita la clave",
        strip=False,
        max_length=10_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Escriba la misma clave otra vez."},
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if {"clave", "repetida"} <= datos.keys() and datos["clave"] != datos["repetida"]:
            self.add_error("repetida", "Las dos claves no son iguales. Escríbalas otra vez.")
        return datos


class VentanillaForm(forms.Form):
    """What the counter types after it saw the papers."""

    ruc = RucField()
    cedula = CedulaField(required=False, help_text="De quien se presenta como representante legal.")
    correo = forms.EmailField(
        label="Correo del empleador",
        required=False,
        max_length=254,
        help_text="Solo para corregir el que consta en el registro, o si no consta ninguno.",
        error_messages={"invalid": "Escriba un correo como nombre@ejemplo.com."},
    )
    motivo = forms.CharField(
        label="Documentos que presentó y motivo",
        max_length=200,
        help_text="Por ejemplo: cédula y nombramiento; el registro nombra al representante anterior.",
        error_messages={"required": "Escriba qué documentos vio y por qué hace falta enviar el enlace."},
    )
