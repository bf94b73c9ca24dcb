import re

from django import forms

from cuentas.clave.campos import ClaveField


class IngresarForm(forms.Form):
    """Login. A wrong digit gets the same answer as a wrong clave, so the number is not checked here."""

    identificacion = forms.CharField(
        label="Cédula o RUC",
        help_text="Sin guiones ni espacios. El personal del instituto escribe su nombre de usuario.",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Escriba su número de cédula o RUC."},
    )
    clave = ClaveField()
    compartida = forms.BooleanField(
        label="Estoy en una computadora compartida: mi sesión termina antes y, al salir, se borra lo que quede",
        required=False,
    )

    def clean_identificacion(self) -> str:
        """A number loses the spaces and dashes that people write in it; a user name is what it is."""
        escrita = self.cleaned_data["identificacion"]
        numero = re.sub(r"[\s-]", "", escrita)
        return numero if re.fullmatch(r"[0-9]+", numero) else escrita


class CodigoForm(forms.Form):
    """A code that the authenticator app shows."""

    codigo = forms.CharField(
        label="Código de la aplicación",
        help_text="Los seis números que muestra en este momento.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": "Escriba el código."},
    )


class SegundoPasoForm(forms.Form):
    """A code of the app, or a recovery code, which has letters."""

    codigo = forms.CharField(
        label="Código",
        help_text="Los seis números que muestra su aplicación, o uno de sus códigos de recuperación.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "size": 14}
        ),
        error_messages={"required": "Escriba el código."},
    )


class QuitarSegundoFactorForm(SegundoPasoForm):
    clave = ClaveField()
    field_order = ("clave", "codigo")
