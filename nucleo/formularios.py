"""Forms as the portal draws them: the renderer, and the fields that Django's own do not serve well.

A field is label, hint, error and control in that order, tied together with aria-describedby; `templates/base.html` puts
the summary of the errors above the page title.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.template.defaultfilters import filesizeformat

# A hidden field of every form of a session that acts for somebody: for whom the form was drawn (cuentas/sujeto.py).
CAMPO_SUJETO = "_sujeto"

_CON_MILES = r"[1-9]\d{0,2}(?P<miles>[.,])\d{3}(?:(?P=miles)\d{3})*(?:(?!(?P=miles))[.,]\d{1,2})?"
_DINERO = re.compile(rf"-?(?:{_CON_MILES}|\d+(?:[.,]\d{{1,2}})?)", re.ASCII)


class RespuestaRechazada(Exception):
    """The answers are sound and yet can't be taken; says what to do, beside `campo` where there is one."""

    def __init__(self, mensaje: str, campo: str | None = None) -> None:
        super().__init__(mensaje)
        self.mensaje, self.campo = mensaje, campo


class PortalFormRenderer(TemplatesSetting):
    form_template_name = "nucleo/formularios/formulario.html"
    field_template_name = "nucleo/formularios/campo.html"


class FechaWidget(forms.MultiWidget):
    """Day, month and year as three numbers: quicker and more certain than a calendar for a known date."""

    template_name = "nucleo/formularios/fecha.html"
    partes = {"dia": ("Día", 2, "bday-day"), "mes": ("Mes", 2, "bday-month"), "anio": ("Año", 4, "bday-year")}

    def __init__(self, attrs: dict[str, Any] | None = None, autocomplete: bool = False) -> None:
        """`autocomplete` only for the birth date of the person who fills in the form."""
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for nombre, (_, largo, autocompletar) in self.partes.items():
            propios = {"autocomplete": autocompletar} if autocomplete else {}
            widgets[nombre] = forms.TextInput({"inputmode": "numeric", "size": largo, "maxlength": largo, **propios})
        super().__init__(widgets, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for parte, (etiqueta, *_) in zip(context["widget"]["subwidgets"], self.partes.values(), strict=True):
            parte["etiqueta"] = etiqueta
        return context

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class FechaField(forms.MultiValueField):
    """A `date` typed as three numbers."""

    widget = FechaWidget
    default_error_messages = {
        "required": "Escriba la fecha: día, mes y año.",
        "incomplete": "La fecha debe tener día, mes y año.",
        "numeros": "Escriba la fecha con números, por ejemplo 27 3 1985.",
        "inexistente": "Esa fecha no existe. Revise el día y el mes.",
    }

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _ in FechaWidget.partes]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        textos = [texto.strip() for texto in data_list or []]
        if not any(textos):
            return self._rechazar("required") if self.required else None
        if not all(textos):
            return self._rechazar("incomplete")
        if not all(texto.isascii() and texto.isdigit() for texto in textos):
            return self._rechazar("numeros")
        if max(map(len, textos)) > 4:  # too large a number is no date, and `date` does not say so by a ValueError
            return self._rechazar("inexistente")
        dia, mes, anio = map(int, textos)
        try:
            return date(anio, mes, dia) if anio >= 1900 else self._rechazar("inexistente")
        except ValueError:
            return self._rechazar("inexistente")

    def _rechazar(self, code: str) -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code)


class DineroInput(forms.TextInput):
    template_name = "nucleo/formularios/dinero.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "size": 12, "autocomplete": "off", **(attrs or {})})


def leer_dinero(texto: str) -> Decimal:
    """The amount that a person wrote: "1.234,56", "1234.56", "1,234.56", "$ 1 234" all do.

    Cents are one or two digits, so a separator followed by three is always of thousands. ValueError: not an amount.
    """
    limpio = re.sub(r"[\s$\u00a0]", "", texto)
    if not _DINERO.fullmatch(limpio):
        raise ValueError(texto)
    entero, _, centavos = limpio.replace(",", ".").rpartition(".")
    if not entero or len(centavos) == 3:
        return Decimal(limpio.replace(",", "").replace(".", ""))
    return Decimal(f"{entero.replace('.', '')}.{centavos}")


class DineroField(forms.DecimalField):
    """Dollars and cents, written with point or comma."""

    widget = DineroInput
    default_error_messages = {"invalid": "Escriba el valor en dólares, por ejemplo 1234,56."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # the stubs keep IntegerField's
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return leer_dinero(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class ArchivoInput(forms.FileInput):
    """One file, never kept from a former try: browsers do not let us."""

    def __init__(self, attrs: dict[str, Any] | None = None, tipos: str = "") -> None:
        super().__init__({**({"accept": tipos} if tipos else {}), **(attrs or {})})


class ArchivoField(forms.FileField):
    """A file with its limits: `tipos` as in the accept attribute, `tope` in bytes. What it holds is judged later."""

    default_error_messages = {
        "required": "Elija un archivo.",
        "missing": "Elija un archivo.",
        "empty": "El archivo está vacío. Elija otro.",
        "tope": "El archivo pesa %(peso)s y el máximo es %(tope)s. Elija uno más pequeño.",
    }

    def __init__(self, *, tope: int, tipos: str = "", **kwargs: Any) -> None:
        self.tope = tope
        super().__init__(widget=kwargs.pop("widget", None) or ArchivoInput(tipos=tipos), **kwargs)

    def to_python(self, data: Any) -> Any:
        archivo = super().to_python(data)
        if archivo is not None and archivo.size is not None and archivo.size > self.tope:
            medidas = {"peso": filesizeformat(archivo.size), "tope": filesizeformat(self.tope)}
            raise ValidationError(self.error_messages["tope"], code="tope", params=medidas)
        return archivo


class ArchivosInput(forms.FileInput):
    """Files to choose, below those that were received already; the form carries these by their numbers.

    The button that takes one away is of the same form, so that nothing else that was typed is lost.
    """

    template_name = "nucleo/formularios/archivos.html"
    allow_multiple_selected = True
    otros: Sequence[Any] = ()
    """What was handed in before and can be used again: a tick, in place of another copy."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        recibidos = value or []
        context["widget"]["recibidos"] = recibidos
        context["widget"]["otros"] = [archivo for archivo in self.otros if archivo not in recibidos]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        numeros = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [numero for numero in numeros if numero]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # none is an answer


class CampoArchivos(forms.Field):
    """Several documents of one kind. The page receives the files; the form knows them by their numbers.

    `clase` says what they are. The page fills in, for each form: `buscar`, which turns numbers into documents, as many
    as there are; and `rechazos`, what is wrong with the files that just came, each by its name.
    """

    widget = ArchivosInput
    default_error_messages = {
        "required": "Elija al menos un archivo.",
        "falta": "Un archivo ya no está. Revise la lista y súbalo otra vez si hace falta.",
        "sobran": "Puede entregar %(maximo)s archivos como máximo. Quite los que no hagan falta.",
    }

    def __init__(self, *, clase: str, maximo: int = 5, help_text: str = "", **kwargs: Any) -> None:
        self.clase, self.maximo = clase, maximo
        self.buscar: Callable[[list[str]], list[Any]] = lambda numeros: []
        self.rechazos: list[str] = []
        cuantos = "Un archivo" if maximo == 1 else f"Hasta {maximo} archivos"
        limites = f"{cuantos} PDF, JPEG o PNG, de {filesizeformat(settings.ADJUNTO_TOPE)} como máximo cada uno."
        atributos = {"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png", "multiple": maximo > 1}
        widget = ArchivosInput(atributos)
        super().__init__(widget=widget, help_text=f"{help_text} {limites}".strip(), **kwargs)

    def prepare_value(self, value: Any) -> list[Any]:
        """What the widget shows: the documents behind the numbers of the form."""
        return self.buscar(value) if value else []

    def clean(self, value: list[str]) -> list[Any]:
        if self.rechazos:
            raise ValidationError(self.rechazos)
        recibidos = self.buscar(value) if value else []
        if len(recibidos) < len(set(value)):
            raise ValidationError(self.error_messages["falta"], code="falta")
        if self.required and not recibidos:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(recibidos) > self.maximo:
            raise ValidationError(self.error_messages["sobran"], code="sobran", params={"maximo": self.maximo})
        return recibidos

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def donde_se_rechaza(llenos: Sequence[forms.Form], razon: RespuestaRechazada) -> int:
    """Puts the reason beside its answer, or on the last form, and says on which form that is."""
    indice = next((n for n, form in enumerate(llenos) if razon.campo in form.fields), len(llenos) - 1)
    llenos[indice].add_error(razon.campo if razon.campo in llenos[indice].fields else None, razon.mensaje)
    return indice


def sin_juzgar(form: forms.Form) -> forms.Form:
    """The form as it was typed so far: whoever takes a file away has not said that the rest is done."""
    form.full_clean()
    form.errors.clear()
    return form
