import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from nucleo.administracion import PortalAdmin
from nucleo.escritura import fecha_corta
from nucleo.historia import Historia
from registro.models import Parametro
from registro.parametros.services import agregar, revisar_valor

CAMPOS = ["clave", "valor", "valido_desde", "valido_hasta", "base_legal", "fuente", "confianza", "nota"]
SE_COPIAN = ("valor", "base_legal", "fuente", "confianza")


class ParametroForm(forms.ModelForm):
    clave = forms.CharField(
        label="Clave", help_text="De un parámetro que ya existe: para cambiar un valor se agrega otro con su fecha."
    )
    valor = forms.JSONField(
        label="Valor",
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text="En JSON: un número con punto decimal (482.00), un texto entre comillas, una lista o una tabla.",
        error_messages={"invalid": "No se puede leer. Escriba por ejemplo 482.00, con punto y sin signo de dólar."},
    )
    base_legal = forms.CharField(label="Base legal", widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = Parametro
        fields = CAMPOS

    def clean(self) -> dict[str, Any]:
        super().clean()
        datos = self.cleaned_data
        if "clave" in datos and "valor" in datos:
            try:
                revisar_valor(clave=datos["clave"], valor=datos["valor"])
            except ValidationError as problema:
                self.add_error(None, problema)
        return datos


@admin.register(Parametro)
class ParametroAdmin(PortalAdmin):
    """Add-only: what a row says is never written over, since a decision of its time stands on it."""

    editable = frozenset({"add"})
    historia = Historia(
        lambda parametro: f"parametro:{parametro.clave}", {"parametro.agregado": "Se agregó un valor a esta clave"}
    )
    form = ParametroForm
    list_display = ["clave", "resumen", "desde", "hasta", "confianza", "fuente_corta"]
    list_filter = ["confianza"]
    sortable_by = None
    search_fields = ["clave", "base_legal", "nota"]
    search_help_text = "Palabras de la clave, de la base legal o de la nota."
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TextField: {"widget": forms.Textarea({"rows": 2})},
    }

    def get_fields(self, request: HttpRequest, obj: Parametro | None = None) -> list[Any]:
        if obj is None:
            return CAMPOS
        legibles = ["valor_legible" if campo == "valor" else campo for campo in CAMPOS]
        return [*legibles, "cambiar"] if self.has_add_permission(request) else legibles

    def get_readonly_fields(self, request: HttpRequest, obj: Parametro | None = None) -> list[str]:
        return [] if obj is None else ["valor_legible", "cambiar"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From the page of a value, the form for the next one starts with what it says."""
        anterior = Parametro.objects.filter(clave=request.GET.get("clave", "")).order_by("-valido_desde").first()
        if anterior is None:
            return {}
        return {"clave": anterior.clave, **{campo: getattr(anterior, campo) for campo in SE_COPIAN}}

    def save_model(self, request: HttpRequest, obj: Parametro, form: forms.ModelForm, change: bool) -> None:
        agregar(actor=request.user.get_username(), parametro=obj)

    @admin.display(description="valor")
    def resumen(self, parametro: Parametro) -> str:
        if isinstance(parametro.valor, list):
            return f"tabla o lista de {len(parametro.valor)}"
        return Truncator(json.dumps(parametro.valor, ensure_ascii=False)).chars(60)

    @admin.display(description="valor")
    def valor_legible(self, parametro: Parametro) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(parametro.valor, ensure_ascii=False, indent=2))

    @admin.display(description="desde")
    def desde(self, parametro: Parametro) -> str:
        return fecha_corta(parametro.valido_desde)

    @admin.display(description="hasta")
    def hasta(self, parametro: Parametro) -> str:
        return fecha_corta(parametro.valido_hasta)

    @admin.display(description="fuente")
    def fuente_corta(self, parametro: Parametro) -> str:
        return Truncator(parametro.fuente).chars(60)

    @admin.display(description="para cambiarlo")
    def cambiar(self, parametro: Parametro) -> SafeString:
        url = f"{reverse('admin:registro_parametro_add')}?clave={parametro.clave}"
        return format_html('<a href="{}">Agregar un valor nuevo con su fecha</a>', url)
