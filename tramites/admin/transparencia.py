from django.contrib import admin

from nucleo.administracion import PortalAdmin
from nucleo.escritura import nombre_de_mes
from tramites.transparencia.models import Atencion, Conteo


@admin.register(Conteo)
class ConteoAdmin(PortalAdmin):
    list_display = ["tramite", "periodo", "fuente", "quejas", "atenciones", "version", "motivo"]
    list_filter = ["fuente", "tramite"]
    list_select_related = ["tramite"]
    search_fields = ["=anio", "tramite__nombre"]
    search_help_text = "El año, o palabras del trámite."

    @admin.display(description="mes")
    def periodo(self, conteo: Conteo) -> str:
        return f"{nombre_de_mes(conteo.mes)} de {conteo.anio}"


@admin.register(Atencion)
class AtencionAdmin(PortalAdmin):
    """The events behind the portal's figures. Whose they are is not shown: counting needs no names."""

    list_display = ["fecha", "tramite", "canal"]
    list_filter = ["canal", "tramite"]
    list_select_related = ["tramite"]
    fields = ["fecha", "tramite", "canal"]
