"""What is asked of who leaves the country or comes back."""

from typing import Any

from django import forms
from django.utils import timezone

from nucleo.escritura import fecha
from nucleo.formularios import CampoArchivos, FechaField
from pensionistas.paises import extranjeros
from pensionistas.reglas.exterior import Sentido

TIPOS = {Sentido.SALIDA.value: "Salgo del Ecuador", Sentido.ENTRADA.value: "Regreso al Ecuador"}
QUEDARSE = {"NO": "No, es un viaje o una visita", "SI": "Sí, desde ese día viviré en el país al que llego"}


class MovimientoForm(forms.Form):
    tipo = forms.ChoiceField(
        label="¿Qué va a avisar?",
        choices=list(TIPOS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija si sale o si regresa.", "invalid_choice": "Elija una de las dos."},
    )
    fecha = FechaField(label="¿Qué día?")
    pais = forms.ChoiceField(
        label="País",
        help_text="Al que va, o del que regresa.",
        error_messages={"required": "Elija el país.", "invalid_choice": "Elija un país de la lista."},
    )
    ciudad = forms.CharField(label="Ciudad", max_length=80, error_messages={"required": "Escriba la ciudad."})
    se_queda = forms.ChoiceField(
        label="¿Cambia el país en que vive?",
        choices=list(QUEDARSE.items()),
        widget=forms.RadioSelect,
        help_text="Si vive fuera del Ecuador, cada cierto tiempo presenta una constancia de supervivencia.",
        error_messages={"required": "Elija si cambia el país en que vive.", "invalid_choice": "Elija una de las dos."},
    )
    telefono = forms.CharField(
        label="Teléfono en ese país",
        help_text="Con el código del país, como +34 910 555 109. Si sale, denos un teléfono o un correo.",
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    correo = forms.EmailField(
        label="Correo",
        help_text="Solo para ubicarle durante este viaje. Sus avisos siguen llegando al correo de su cuenta.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Escriba un correo completo, como nombre@correo.com."},
    )
    documento = CampoArchivos(
        label="Documento del viaje",
        clase="movimiento-pais",
        maximo=2,
        required=False,
        help_text="Si quiere: el pasaje o el sello del pasaporte. No es obligatorio.",
    )
    falta_otro = forms.BooleanField(
        label="Entre este viaje y el anterior hubo otro que no avisé y cuya fecha no recuerdo", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hoy = timezone.localdate()
        self.fields["fecha"].help_text = f"La fecha en Ecuador, donde hoy es {fecha(hoy)}, aunque en su país sea otra."
        self.fields["pais"].choices = [("", "Elija uno"), *extranjeros()]  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        sin_contacto = not datos.get("telefono", True) and not datos.get("correo", True)
        if sin_contacto and datos.get("tipo") == Sentido.SALIDA:
            self.add_error("telefono", "Escriba un teléfono o un correo donde ubicarle.")
        if datos.get("telefono") and sum(letra.isdigit() for letra in datos["telefono"]) < 6:
            self.add_error("telefono", "Escriba el teléfono con todos sus números.")
        return datos


class AnularForm(forms.Form):
    motivo = forms.CharField(
        label="¿Por qué lo anula?",
        help_text="Por ejemplo: «Escribí mal la fecha». Queda guardado con el aviso.",
        max_length=250,
        error_messages={"required": "Escriba por qué lo anula."},
    )
