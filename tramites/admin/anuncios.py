from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nucleo.administracion import MOMENTO_EN_UN_CAMPO, Acto, NoProcede, PortalAdmin, momento
from nucleo.historia import Historia
from tramites.anuncios.models import Anuncio
from tramites.anuncios.services import AnuncioTerminado, guardar_anuncio, retirar_anuncio

VISTA_PREVIA = "_previa"


class AnuncioForm(forms.ModelForm):
    def clean_hasta(self) -> Any:
        hasta = self.cleaned_data["hasta"]
        if hasta <= timezone.now():
            raise forms.ValidationError("Ese momento ya pasó.")
        return hasta

    def is_valid(self) -> bool:
        """A preview is drawn on the same page, with what was typed, and never stored."""
        return super().is_valid() and VISTA_PREVIA not in self.data


def _retirar(request: HttpRequest, anuncio: Anuncio, datos: dict[str, Any]) -> Anuncio:
    try:
        return retirar_anuncio(actor=request.user.get_username(), anuncio=anuncio, **datos)
    except AnuncioTerminado as razon:
        raise NoProcede("Este anuncio ya no se ve.") from razon


@admin.register(Anuncio)
class AnuncioAdmin(PortalAdmin):
    editable = frozenset({"add", "change"})
    historia = Historia(
        lambda anuncio: f"anuncio:{anuncio.pk}",
        {"anuncio.publicado": "Publicado", "anuncio.cambiado": "Cambiado", "anuncio.retirado": "Retirado"},
    )
    form = AnuncioForm
    change_form_template = "admin/tramites/anuncio/change_form.html"
    list_display = ["texto", "clase", "para", "cuando_empieza", "cuando_termina", "estado"]
    list_filter = ["clase", "para"]
    search_fields = ["texto"]
    fieldsets = [
        (None, {"fields": ["texto", "enlace", "enlace_texto"]}),
        ("A quién y cuándo", {"fields": ["clase", "para", "desde", "hasta"]}),
    ]
    formfield_overrides = MOMENTO_EN_UN_CAMPO

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        campo = super().formfield_for_dbfield(db_field, request, **kwargs)
        if campo is not None and db_field.name in AYUDAS:
            campo.help_text = AYUDAS[db_field.name]
        if campo is not None and db_field.name == "texto":
            campo.widget = forms.Textarea({"rows": 3, "maxlength": db_field.max_length})
        return campo

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"desde": timezone.now(), **super().get_changeform_initial_data(request)}

    @admin.display(description="desde")
    def cuando_empieza(self, anuncio: Anuncio) -> str:
        return momento(anuncio.desde)

    @admin.display(description="hasta")
    def cuando_termina(self, anuncio: Anuncio) -> str:
        return momento(anuncio.hasta)

    @admin.display(description="ahora")
    def estado(self, anuncio: Anuncio) -> str:
        return anuncio.estado(timezone.now())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is over says what people read."""
        return super().has_change_permission(request, obj) and not (obj and obj.termino(timezone.now()))

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="retirar",
                titulo="Retirar el anuncio",
                boton="Retirar el anuncio",
                explicacion="Deja de verse en todas las páginas en unos segundos. Queda aquí, con su historia.",
                hecho="El anuncio ya no se ve.",
                permiso="tramites.change_anuncio",
                procede=lambda anuncio: not anuncio.termino(timezone.now()),
                hacer=_retirar,
            ),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        previa = VISTA_PREVIA in form.data and not form.errors
        mostrado = form.instance if previa else kwargs.get("obj")
        context["previa"], context["anuncio"] = previa, cast("Anuncio | None", mostrado)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Anuncio, form: Any, change: bool) -> None:
        try:
            guardar_anuncio(actor=request.user.get_username(), anuncio=obj)
        except AnuncioTerminado as razon:
            raise PermissionDenied("Este anuncio ya terminó: queda como se leyó. Publique otro.") from razon


AYUDAS = {
    "texto": "Un párrafo corto: qué pasa, desde cuándo y qué puede hacer la persona. Hasta 300 letras.",
    "enlace": "Puede quedar vacío. Una página de este portal, como /tramites/, o una que empiece por https://.",
    "enlace_texto": "A dónde lleva, en pocas palabras: «Ver el calendario de pagos».",
    "clase": "Lo importante va primero y con otro color. Úselo poco.",
    "para": "Quien no ha ingresado ve solo los de todos. El personal los ve todos.",
    "desde": "Hora del Ecuador continental.",
    "hasta": "Hora del Ecuador continental. A esa hora desaparece solo.",
}
