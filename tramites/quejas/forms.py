"""What is asked for a complaint: only what belongs to what it is about, and to whether its author is known."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms

from cuentas.clave.forms import CodigoField
from nucleo.formularios import CampoArchivos
from tramites.casos.models import Solicitud
from tramites.catalogo.models import Tramite
from tramites.quejas.estados import Servicio, Tema
from tramites.quejas.pruebas import CLASE, MAXIMO
from tramites.quejas.services import Escrito

LARGO = 4000
NUMERO = re.compile(r"Q\d{4}-\d{7,9}", re.ASCII)
# What turns the direction of what follows: it could make a staff page read as what it does not say.
_GIRAN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def limpiar(texto: str) -> str:
    """What was written, without the characters that nobody writes: controls, and what turns the text around."""
    lineas = texto.replace("\r\n", "\n").replace("\r", "\n").translate(_GIRAN)
    return "".join(c for c in lineas if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


class TextoField(forms.CharField):
    """Words of a person. A control character is no reason to refuse them: it is left out."""

    def to_python(self, value: Any) -> str:
        return limpiar(super().to_python(value) or "")


def texto_largo(label: str, requerido: str, ayuda: str = "", filas: int = 8) -> TextoField:
    return TextoField(
        label=label,
        help_text=ayuda,
        max_length=LARGO,
        widget=forms.Textarea({"rows": filas, "dir": "auto"}),
        error_messages={
            "required": requerido,
            "max_length": "Puede escribir hasta %(limit_value)d caracteres, y escribió %(show_value)d. Acórtelo.",
        },
    )


class CorreoField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Su correo electrónico",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": "Escriba su correo.",
                "invalid": "Escriba un correo como nombre@ejemplo.com.",
                "max_length": "Escriba un correo más corto.",
            },
            **kwargs,
        )


class QuejaForm(forms.Form):
    """A complaint about `tema`. `solicitudes` are those of its author; `anonima`: they are not logged in."""

    tramite = forms.ChoiceField(label="¿De qué trámite?", error_messages={"required": "Elija el trámite."})
    solicitud = forms.ChoiceField(label="¿Cuál de sus solicitudes?", error_messages={"required": "Elija la solicitud."})
    servicio = forms.ChoiceField(
        label="¿De qué parte del servicio?",
        choices=Servicio.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una."},
    )
    texto = texto_largo("¿Qué pasó?", "Escriba qué pasó.", "Con sus palabras: qué, cuándo y dónde. No escriba claves.")
    nombre = TextoField(
        label="Su nombre",
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        error_messages={"max_length": "Puede escribir hasta %(limit_value)d caracteres."},
    )
    correo = CorreoField(help_text="Le enviaremos un código para confirmarlo, y le avisaremos cuando haya respuesta.")

    def __init__(
        self,
        *args: Any,
        tema: Tema,
        tramites: Iterable[Tramite] = (),
        solicitudes: Iterable[Solicitud] = (),
        anonima: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tema = tema
        self.tramites = {t.slug: t for t in tramites}
        self.solicitudes = {str(s.numero): s for s in solicitudes}
        suyos = {Tema.TRAMITE: "tramite", Tema.CASO: "solicitud", Tema.SERVICIO: "servicio"}
        for ajeno in set(suyos.values()) - {suyos.get(tema)}:
            del self.fields[ajeno]
        if not anonima:
            del self.fields["nombre"], self.fields["correo"]
        self._opciones("tramite", "Elija un trámite", [(s, t.nombre) for s, t in self.tramites.items()])
        self._opciones(
            "solicitud", "Elija una solicitud", [(n, f"{s.tramite.nombre}, {n}") for n, s in self.solicitudes.items()]
        )
        for campo in self.fields.values():
            # Somebody else's number, and one that is nobody's, get the same answer.
            campo.error_messages["invalid_choice"] = "Elija una de la lista."

    def _opciones(self, nombre: str, vacia: str, opciones: list[tuple[str, str]]) -> None:
        campo = self.fields.get(nombre)
        if isinstance(campo, forms.ChoiceField):
            campo.choices = [("", vacia), *opciones]

    def escrito(self, desde_pagina: str) -> Escrito:
        datos = self.cleaned_data
        solicitud = self.solicitudes.get(datos.get("solicitud", ""))
        return Escrito(
            tema=self.tema,
            texto=datos["texto"],
            tramite=solicitud.tramite if solicitud else self.tramites.get(datos.get("tramite", "")),
            solicitud=solicitud,
            servicio=datos.get("servicio", ""),
            nombre=datos.get("nombre", ""),
            correo=datos.get("correo", ""),
            desde_pagina=desde_pagina,
        )


class ReabrirForm(forms.Form):
    motivo = texto_largo("¿Qué falta en la respuesta?", "Escriba qué falta.", "Puede reabrir la queja una sola vez.")


class PruebasForm(forms.Form):
    """The page receives the files; what was wrong with which stands beside the field."""

    archivos = CampoArchivos(label="Documentos", clase=CLASE, maximo=MAXIMO)

    def rechazar(self, rechazos: list[str]) -> None:
        """What is wrong with the files that just came, each by its name."""
        campo = self.fields["archivos"]
        assert isinstance(campo, CampoArchivos)
        campo.rechazos = rechazos


class CorreoForm(forms.Form):
    correo = CorreoField(help_text="El que escribió al presentar la queja.")


class CodigoDeQuejaForm(forms.Form):
    correo = forms.EmailField(max_length=254, widget=forms.HiddenInput)
    codigo = CodigoField(label="Código de seis cifras")


class SeguirForm(forms.Form):
    numero = forms.CharField(
        label="Número de la queja",
        help_text="Por ejemplo, Q2026-0000123. Está en el correo que le enviamos.",
        max_length=40,
        widget=forms.TextInput({"size": 18, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Escriba el número de la queja.",
            "max_length": "El número es como Q2026-0000123.",
        },
    )

    def clean_numero(self) -> str:
        numero = "".join(self.cleaned_data["numero"].split()).upper()
        if not NUMERO.fullmatch(numero):
            raise forms.ValidationError("El número es como Q2026-0000123.")
        return numero
