import re

from django import forms


class IngresarForm(forms.Form):
    """Login. A wrong digit gets the same answer as a wrong clave, so the number is not checked here."""

    identificacion = forms.CharField(
        label="Cédula o RUC",
        help_text="Sin guiones ni espacios. El personal del instituto escribe su nombre de usuario.",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Escriba su número de cédula o RUC."},
    )
    clave = forms.CharField(
        label="Clave",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Escriba su clave."},
    )

    def clean_identificacion(self) -> str:
        """A number loses the spaces and dashes that people write in it; a user name is what it is."""
        escrita = self.cleaned_data["identificacion"]
        numero = re.sub(r"[\s-]", "", escrita)
        return numero if re.fullmatch(r"[0-9]+", numero) else escrita
