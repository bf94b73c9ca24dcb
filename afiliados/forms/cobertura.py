"""What the extension of cover asks: of whom, and what the register doesn't say of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from afiliados.reglas import cobertura as regla
from afiliados.reglas.cobertura import Documento, Parentesco
from afiliados.selectors.cobertura import Familia, Hechos, dictamen_de, familia_de
from cuentas.actuacion import Actuacion
from cuentas.clave.forms import CedulaField
from nucleo.formularios import CampoArchivos, FechaField
from registro.reglas.dictamen import Dictamen

A_QUIEN = {
    Parentesco.CONYUGE: "A mi cónyuge",
    Parentesco.CONVIVIENTE: "A mi conviviente, en unión de hecho",
    Parentesco.HIJO: "A un hijo o una hija",
}
NOMBRES = {
    Parentesco.CONYUGE: "Su cónyuge",
    Parentesco.CONVIVIENTE: "Su conviviente",
    Parentesco.HIJO: "Su hijo o hija",
}
# Requirement → the field beside which it is refused, and the words; the others don't stop anybody from asking.
RECHAZOS = {
    "titular_asegurado": (None, "Hoy no consta una afiliación vigente ni una pensión a su nombre: no puede cubrir."),
    "otra_persona": ("cedula", "Con esa cédula no se puede. Escriba la de la persona a quien quiere cubrir."),
    "una_pareja": ("parentesco", "Ya cubre a su pareja, y solo puede ser una. Termine primero esa cobertura."),
    "sin_seguro_propio": (
        "cedula",
        "Esa persona tiene su propio seguro, por una afiliación o una pensión: no necesita esta cobertura.",
    ),
    "sin_cobertura": ("cedula", "Esa persona ya tiene esta cobertura."),
}
SIN_EDAD = "La cobertura de un hijo o una hija termina a los {anios} años, y ya los cumplió."


def familia_vista(actuacion: Actuacion, cedula: str = "") -> Familia:
    """Read once for each request: both forms, the answers and what is told of them stand on it."""
    leidas: dict[str, Familia] = actuacion.persona.__dict__.setdefault("_familias", {})
    if cedula not in leidas:
        leidas[cedula] = familia_de(actuacion.persona, timezone.localdate(), cedula=cedula)
    return leidas[cedula]


def dictamen_hoy(una: Familia, quien: regla.Dependiente) -> Dictamen:
    return dictamen_de(Hechos(quien, una.titular), una.hoy, una.parametros)


class QuienForm(forms.Form):
    parentesco = forms.ChoiceField(
        label="¿A quién quiere cubrir?",
        choices=[(codigo.value, texto) for codigo, texto in A_QUIEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija a quién quiere cubrir.", "invalid_choice": "Elija una de las tres."},
    )
    cedula = CedulaField(
        label="Cédula de esa persona",
        help_text="Diez dígitos.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 12}),
        error_messages={"required": "Escriba el número de cédula de esa persona."},
    )

    def __init__(self, *args: Any, actuacion: Actuacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actuacion = actuacion

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        if datos.get("cedula") and datos.get("parentesco"):
            una = familia_vista(self.actuacion, datos["cedula"])
            quien = una.candidato(datos["parentesco"], documentos=Documento)
            for campo, mensaje in rechazos(una, quien):
                if (campo or NON_FIELD_ERRORS) not in self.errors:
                    self.add_error(campo, mensaje)
        return datos


def rechazos(una: Familia, quien: regla.Dependiente) -> Iterator[tuple[str | None, str]]:
    """What stands in the way whatever else is declared, each beside its answer."""
    for requisito in dictamen_hoy(una, quien).faltan:
        if requisito.nombre == "edad" and quien.nacimiento:
            yield "cedula", SIN_EDAD.format(anios=una.norma.edad_hijos)
        elif requisito.nombre in RECHAZOS:
            yield RECHAZOS[requisito.nombre]


class DatosForm(forms.Form):
    """What the register doesn't say of that person; where it says all, the declaration alone."""

    template_name = "afiliados/extension-cobertura-datos.html"

    para = forms.CharField(widget=forms.HiddenInput)
    """Of whom this page was drawn: what was declared of one person is not declared of another."""
    nacimiento = FechaField(label="¿Cuándo nació?", help_text="Como consta en su cédula. Por ejemplo, 27 3 2015.")
    documento = forms.ChoiceField(
        label="¿Qué documento entrega?",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el documento.", "invalid_choice": "Elija un documento de la lista."},
    )
    archivos = CampoArchivos(
        label="El documento",
        clase="respaldo-cobertura",
        maximo=3,
        help_text="El registro todavía no muestra el parentesco: lo revisa una persona del instituto.",
    )
    declaracion = forms.BooleanField(
        label="Declaro que lo que digo es verdad",
        error_messages={"required": "Si es así, márquelo. Si no, no envíe la solicitud."},
    )

    def __init__(self, *args: Any, una: Familia, parentesco: str, **kwargs: Any) -> None:
        para = f"{parentesco} {una.cedula}"
        escrito = kwargs.get("data")
        if escrito and escrito.get("para") != para:
            kwargs["data"] = None
        super().__init__(*args, **kwargs)
        self.una, self.parentesco = una, parentesco
        self.fields["para"].initial = para
        consta = una.consta(parentesco)
        if consta or parentesco != Parentesco.HIJO:
            del self.fields["nacimiento"]
        if Parentesco(parentesco).pareja:
            self.fields["declaracion"].label = "Declaro que lo que digo es verdad y que mi pareja no tiene otro seguro"
        sirven = _sirven(una, parentesco)
        if sirven:
            self.fields["documento"].choices = [(d.value, d.texto.capitalize()) for d in sirven]  # type: ignore[attr-defined]
            self.fields["documento"].initial = sirven[0].value if len(sirven) == 1 else None
        else:
            del self.fields["documento"], self.fields["archivos"]

    def clean_nacimiento(self) -> date:
        dia: date = self.cleaned_data["nacimiento"]
        if dia > self.una.hoy:
            raise forms.ValidationError("Escriba una fecha que ya pasó.")
        if dia <= self.una.titular.nacimiento:
            raise forms.ValidationError("Revise el año: nació antes que usted.")
        if self.una.registrada and self.una.registrada.fecha_nacimiento != dia:
            raise forms.ValidationError("No es la fecha que consta en el registro con esa cédula. Revise las dos.")
        if regla.cumpleanos(dia, self.una.norma.edad_hijos) <= self.una.hoy:
            raise forms.ValidationError(SIN_EDAD.format(anios=self.una.norma.edad_hijos))
        return dia

    def get_context(self) -> dict[str, Any]:
        quien = self.una.candidato(self.parentesco)
        consta = self.una.consta(self.parentesco)
        return super().get_context() | {
            "una": self.una,
            "quien": quien,
            "parentesco": NOMBRES[quien.parentesco],
            "nombre": self.una.registrada.nombre_completo if consta and self.una.registrada else "",
            "consta": consta,
            "dictamen": dictamen_hoy(self.una, quien),
        }


def _sirven(una: Familia, parentesco: str) -> tuple[Documento, ...]:
    """The documents of which one is asked for; none of what the register says."""
    piden = regla.pruebas(una.candidato(parentesco), una.titular, una.norma, una.hoy)
    return next((prueba.sirven for prueba in piden if prueba.nombre == "parentesco"), ())
