from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nucleo.administracion import PortalAdmin, si_no
from nucleo.historia import Historia
from tramites.admin.campos import LineasField, ParesField
from tramites.catalogo.models import Tramite
from tramites.catalogo.services import editar_ficha

UNO_POR_LINEA = "Uno por línea."
TITULO_Y_DETALLE = "Uno por línea: título | detalle."
TEXTOS = ("nombre", "institucion", "descripcion", "dirigido_a", "tipo_resultado", "resultado", "modalidad", "costo")
LISTAS = ("requisitos_nota", "consideraciones", "indicaciones", "indicaciones_en_linea", "indicaciones_presencial")
OTRAS = ("formatos", "notas", "canales", "base_legal")


def _etiqueta(campo: str) -> str:
    return str(label_for_field(campo, Tramite)).capitalize()


def _lineas(campo: str) -> LineasField:
    return LineasField(label=_etiqueta(campo), help_text=UNO_POR_LINEA)


def _pares(campo: str, claves: tuple[str, str], ayuda: str) -> ParesField:
    return ParesField(label=_etiqueta(campo), claves=claves, help_text=ayuda)


class FichaForm(forms.ModelForm):
    """The texts of a sheet. Where it is shelved, its code and its class are the project's, not the admin's."""

    requisitos = _pares("requisitos", ("titulo", "detalle"), TITULO_Y_DETALLE)
    requisitos_especiales = _pares("requisitos_especiales", ("titulo", "detalle"), TITULO_Y_DETALLE)
    horarios = _pares("horarios", ("canal", "texto"), "Uno por línea: canal | horario.")
    requisitos_nota = _lineas("requisitos_nota")
    formatos = _lineas("formatos")
    consideraciones = _lineas("consideraciones")
    indicaciones = _lineas("indicaciones")
    indicaciones_en_linea = _lineas("indicaciones_en_linea")
    indicaciones_presencial = _lineas("indicaciones_presencial")
    notas = _lineas("notas")
    canales = _lineas("canales")
    base_legal = _lineas("base_legal")

    class Meta:
        model = Tramite
        fields = [*TEXTOS, "vigencia"]
        widgets = {
            campo: forms.Textarea({"rows": 3}) for campo in ("descripcion", "dirigido_a", "resultado", "vigencia")
        }


@admin.register(Tramite)
class TramiteAdmin(PortalAdmin):
    editable = frozenset({"change"})
    historia = Historia(
        lambda tramite: f"tramite:{tramite.slug}",
        {"ficha.editada": "Se editó la ficha", "rutr.importada": "Se trajo la hoja oficial"},
    )
    form = FichaForm
    list_display = ["nombre", "rol", "codigo_rutr", "clase", "es_principal", "origen"]
    list_filter = ["rol", "clase", "principal", "origen"]
    search_fields = ["nombre", "slug", "codigo_rutr"]
    search_help_text = "Palabras del nombre, o el código RUTR."
    readonly_fields = ["slug", "codigo_rutr", "rol", "clase", "origen", "fuente", "ficha_publica"]
    fieldsets = [
        (None, {"fields": ["ficha_publica", "slug", "codigo_rutr", "rol", "clase", "origen", "fuente"]}),
        ("De qué se trata", {"fields": [*TEXTOS, "vigencia"]}),
        ("Qué se necesita", {"fields": ["requisitos", "requisitos_especiales", *LISTAS]}),
        ("Dónde y con qué base", {"fields": ["horarios", *OTRAS]}),
    ]

    @admin.display(description="principal")
    def es_principal(self, tramite: Tramite) -> str:
        return si_no(tramite.principal)

    @admin.display(description="ficha pública")
    def ficha_publica(self, tramite: Tramite) -> SafeString:
        url = reverse("tramites:ficha", args=[tramite.slug])
        return format_html('<a href="{}">Ver como la ve el público</a>', url)

    def save_model(self, request: HttpRequest, obj: Tramite, form: FichaForm, change: bool) -> None:
        textos: dict[str, Any] = {campo: form.cleaned_data[campo] for campo in form.changed_data}
        editar_ficha(actor=request.user.get_username(), tramite=obj, textos=textos)
