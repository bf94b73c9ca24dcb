from django import forms


class CodigoForm(forms.Form):
    """The six digits that came by mail."""

    codigo = forms.CharField(
        label="Código de seis dígitos",
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
        error_messages={"required": "Escriba el código que le llegó por correo."},
    )

    def clean_codigo(self) -> str:
        return "".join(self.cleaned_data["codigo"].split())
