"""Which procedures the public page lists. It is sent by GET: whoever has the address sees the same."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tramites.busqueda import buscar
from tramites.catalogo.models import Tramite

CLASES = (
    (Tramite.Clase.CONSULTA.value, "Consulta"),
    (Tramite.Clase.CERTIFICADO.value, "Certificado"),
    (Tramite.Clase.ACTO.value, "Acto: vale al confirmarlo"),
    (Tramite.Clase.CASO.value, "Caso: el instituto lo decide"),
)


class FiltroForm(forms.Form):
    q = forms.CharField(
        label="Palabras",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    anio = forms.ChoiceField(label="Año", required=False)
    rol = forms.ChoiceField(label="A quién sirve", required=False, choices=[("", "Todos"), *Tramite.Rol.choices])
    clase = forms.ChoiceField(
        label="Clase",
        required=False,
        choices=[("", "Todas"), *CLASES],
    )

    def __init__(self, *args: Any, anios: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elegibles = [campo for campo in self.fields.values() if isinstance(campo, forms.ChoiceField)]
        elegibles[0].choices = [("", "Todos"), *((str(anio), str(anio)) for anio in anios)]
        for campo in elegibles:
            campo.error_messages["invalid_choice"] = "Elija una opción de la lista."

    @property
    def del_anio(self) -> int | None:
        return int(self._dicho("anio")) if self._dicho("anio") else None

    def elegir(self, tramites: Sequence[Tramite]) -> list[Tramite]:
        """Those that are asked for; by words, the best first. What can't be read filters nothing."""
        rol, clase, q = (self._dicho(campo) for campo in ("rol", "clase", "q"))
        elegidos = [
            t for t in tramites if (not rol or rol in (t.rol, *t.tambien_para)) and (not clase or clase == t.clase)
        ]
        return buscar(q, elegidos) if q else elegidos

    def _dicho(self, campo: str) -> str:
        return self.cleaned_data.get(campo, "")
