from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

MAXIMO = 200


class ClaveField(forms.CharField):
    """A clave, wherever it is typed: what one page takes as new, every other takes as the one of now.

    The page gets no `maxlength`: a browser would cut what is pasted without a word, and the rest would be the clave.
    """

    def __init__(self, *, label: str = "Clave", requerida: str = "Escriba su clave.", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        largo = MaxLengthValidator(MAXIMO, f"La clave puede tener hasta {MAXIMO} caracteres.")
        mensajes = {"required": requerida}
        super().__init__(label=label, strip=False, validators=[largo], error_messages=mensajes, **kwargs)
