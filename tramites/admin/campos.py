"""Lists as people write them: one entry per line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SEPARADOR = "|"


class LineasField(forms.Field):
    """A list of texts, one per line; empty lines don't count."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.escribir, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        return [self.leer(linea.strip()) for linea in (value or "").splitlines() if linea.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as written, since a line break inside an entry is not kept by this form."""
        return self.prepare_value(initial or []) != self.prepare_value(self.to_python(data))

    def escribir(self, entrada: Any) -> str:
        return " ".join(str(entrada).split())

    def leer(self, linea: str) -> Any:
        return linea


class ParesField(LineasField):
    """A list of rows with two texts, one row per line: `the first | the second`."""

    def __init__(self, *, claves: tuple[str, str], **kwargs: Any) -> None:
        self.claves = claves
        super().__init__(**kwargs)

    def escribir(self, entrada: dict[str, str]) -> str:
        return f" {SEPARADOR} ".join(super(ParesField, self).escribir(entrada.get(clave, "")) for clave in self.claves)

    def leer(self, linea: str) -> dict[str, str]:
        primero, _, segundo = linea.partition(SEPARADOR)
        if not (primero.strip() or segundo.strip()):
            raise ValidationError(f"Una línea tiene solo «{SEPARADOR}». Complétela o bórrela.")
        return {self.claves[0]: primero.strip(), self.claves[1]: segundo.strip()}
