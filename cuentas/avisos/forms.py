from typing import Any

from django import forms

from cuentas.avisos.clases import OPTATIVAS


class AvisosForm(forms.Form):
    """One box for each kind of notice that can be turned off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for clase in OPTATIVAS:
            self.fields[clase.clave] = forms.BooleanField(
                label=clase.nombre, help_text=clase.explicacion, required=False
            )

    @property
    def recibir(self) -> set[str]:
        return {clave for clave, marcada in self.cleaned_data.items() if marcada}
