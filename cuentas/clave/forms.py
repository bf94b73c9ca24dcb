from typing import Any

from django import forms

from cuentas.clave import fortaleza, seguridad
from cuentas.clave.campos import ClaveField
from cuentas.clave.preguntas import Pregunta
from nucleo.formularios import FechaField, FechaWidget
from registro.reglas.identidad import IdentidadInvalida, limpiar, validar_cedula

SIN_AYUDA = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class CedulaField(forms.CharField):
    """A cédula as people write it. Whether anybody has it is not asked here."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username", "size": 12})
        mensajes = {"required": "Escriba su número de cédula."}
        propio: dict[str, Any] = {
            "label": "Número de cédula",
            "max_length": 30,
            "widget": widget,
            "error_messages": mensajes,
        }
        super().__init__(**(propio | kwargs))

    def clean(self, value: Any) -> str:
        cedula = limpiar(super().clean(value))
        if not cedula and not self.required:
            return ""
        try:
            validar_cedula(cedula)
        except IdentidadInvalida as razon:
            raise forms.ValidationError(str(razon)) from razon
        return cedula


class CodigoField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8})
        mensajes = {"required": "Escriba las seis cifras del código."}
        super().__init__(max_length=20, widget=widget, error_messages=mensajes, **kwargs)

    def clean(self, value: Any) -> str:
        codigo = limpiar(super().clean(value))
        if not (codigo.isascii() and codigo.isdigit() and len(codigo) == 6):
            raise forms.ValidationError("El código tiene seis cifras.")
        return codigo


class NumeroForm(forms.Form):
    cedula = CedulaField(help_text="Diez dígitos, sin guiones ni espacios.")


class PapelForm(NumeroForm):
    codigo = CodigoField(label="Código del papel", help_text="Seis cifras. Sirve una sola vez.")


class CodigoForm(forms.Form):
    codigo = CodigoField(label="Código de seis cifras")


class CorreoForm(forms.Form):
    correo = forms.EmailField(
        label="Correo electrónico",
        max_length=254,
        help_text="Uno que solo usted lea. Le enviaremos un código para confirmarlo.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Escriba su correo.", "invalid": "Escriba un correo como nombre@ejemplo.com."},
    )


class ValidacionForm(forms.Form):
    """The date of birth and the questions of the draw; each option is known by its place."""

    nacimiento = FechaField(label="Fecha de nacimiento", widget=FechaWidget(autocomplete=True))

    def __init__(self, *args: Any, preguntas: list[Pregunta], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, pregunta in enumerate(preguntas):
            self.fields[f"pregunta_{n}"] = forms.TypedChoiceField(
                label=pregunta.texto,
                choices=list(enumerate(pregunta.opciones)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Elija una respuesta.", "invalid_choice": "Elija una respuesta."},
            )

    @property
    def respuestas(self) -> list[int]:
        return [valor for nombre, valor in self.cleaned_data.items() if nombre.startswith("pregunta_")]


class RespuestasForm(forms.Form):
    """The security questions of a number, answered together."""

    def __init__(self, *args: Any, codigos: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, codigo in enumerate(codigos):
            self.fields[f"respuesta_{n}"] = _respuesta(seguridad.texto_publico(codigo))

    @property
    def respuestas(self) -> list[str]:
        return list(self.cleaned_data.values())


class ClaveForm(forms.Form):
    """A new clave. `personales`: what is known of its owner and may not be in it."""

    clave = ClaveField(
        label="Clave nueva",
        requerida="Escriba una clave.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-medidor": ""}),
    )

    def __init__(self, *args: Any, minimo: int, personales: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minimo, self.personales = minimo, personales
        campo = self.fields["clave"]
        campo.help_text = (
            f"{minimo} caracteres o más. Sirve una frase con espacios; no hace falta mezclar números ni signos. "
            "Puede pegarla de su gestor de claves."
        )
        campo.widget.attrs["minlength"] = minimo

    def clean_clave(self) -> str:
        clave = self.cleaned_data["clave"]
        razon = fortaleza.reparo(clave, minimo=self.minimo, personales=self.personales)
        if razon:
            raise forms.ValidationError(razon)
        return clave


class ClaveYTerminosForm(ClaveForm):
    terminos = forms.BooleanField(
        label="Acepto los términos de uso del portal",
        error_messages={"required": "Para tener una cuenta, acepte los términos de uso."},
    )


class CambiarForm(ClaveForm):
    actual = ClaveField(label="Clave actual", requerida="Escriba la clave con la que ingresó.")
    field_order = ["actual", "clave"]


class PreguntasForm(forms.Form):
    """Three questions, each from the list or in one's own words, and their answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opciones = [("", "Elija una pregunta"), *seguridad.LISTA.items(), (seguridad.PROPIA, "La escribo yo")]
        for n in range(1, seguridad.CUANTAS + 1):
            self.fields[f"pregunta_{n}"] = forms.ChoiceField(
                label=f"Pregunta {n}",
                choices=opciones,
                widget=forms.Select(attrs={"data-propia": f"id_propia_{n}"}),
                error_messages={"required": "Elija una pregunta."},
            )
            self.fields[f"propia_{n}"] = forms.CharField(
                label=f"Pregunta {n}, con sus palabras",
                required=False,
                max_length=150,
                help_text="Solo si eligió «La escribo yo».",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"respuesta_{n}"] = _respuesta(f"Respuesta {n}")

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        vistas: set[str] = set()
        respuestas: set[str] = set()
        for n in range(1, seguridad.CUANTAS + 1):
            self._revisar_pregunta(n, datos, vistas)
            self._revisar_respuesta(n, datos, respuestas)
        return datos

    def _revisar_pregunta(self, n: int, datos: dict[str, Any], vistas: set[str]) -> None:
        codigo, propia = datos.get(f"pregunta_{n}", ""), datos.get(f"propia_{n}", "")
        if codigo == seguridad.PROPIA and len(seguridad.normalizada(propia)) < 8:
            self.add_error(f"propia_{n}", "Escriba su pregunta completa.")
        pregunta = seguridad.normalizada(propia) if codigo == seguridad.PROPIA else codigo
        if pregunta and pregunta in vistas:
            self.add_error(f"pregunta_{n}", "Ya eligió esa pregunta. Elija otra.")
        vistas.add(pregunta)

    def _revisar_respuesta(self, n: int, datos: dict[str, Any], respuestas: set[str]) -> None:
        if f"respuesta_{n}" not in datos:
            return
        respuesta = seguridad.normalizada(datos[f"respuesta_{n}"])
        if len(respuesta) < 3:
            self.add_error(f"respuesta_{n}", "Escriba una respuesta de al menos tres letras o números.")
        elif respuesta in respuestas:
            self.add_error(f"respuesta_{n}", "Cada pregunta necesita una respuesta distinta.")
        elif respuesta in seguridad.normalizada(datos.get(f"propia_{n}", "")):
            self.add_error(f"respuesta_{n}", "La respuesta no debe estar en la pregunta.")
        respuestas.add(respuesta)

    def elegidas(self) -> list[tuple[str, str, str]]:
        """(code, own words, answer as it is compared) of each."""
        datos = self.cleaned_data
        return [
            (
                datos[f"pregunta_{n}"],
                datos[f"propia_{n}"] if datos[f"pregunta_{n}"] == seguridad.PROPIA else "",
                seguridad.normalizada(datos[f"respuesta_{n}"]),
            )
            for n in range(1, seguridad.CUANTAS + 1)
        ]


def _respuesta(etiqueta: str) -> forms.CharField:
    return forms.CharField(
        label=etiqueta,
        max_length=100,
        widget=forms.TextInput(attrs=SIN_AYUDA),
        error_messages={"required": "Escriba la respuesta."},
    )
