from django.contrib import admin

from empleadores.models import Lote
from nucleo.administracion import PortalAdmin, enlazar, momento
from registro.models import Empleador

enlazar(Empleador, "Archivos de avisos", Lote, "empleador__id__exact")


@admin.register(Lote)
class LoteAdmin(PortalAdmin):
    """Files of notices: sent, confirmed and cancelled on the portal's own pages."""

    list_display = ["nombre", "empleador", "tipo", "estado", "lineas", "malas", "aplicadas", "subido"]
    list_filter = ["estado", "tipo"]
    list_select_related = ["empleador"]
    search_fields = ["=empleador__ruc", "sha256"]
    search_help_text = "El RUC del empleador o la huella del archivo."
    ordering = ["-pk"]
    fields = [
        *("nombre", "empleador", "tramite", "tipo", "formato", "tamano", "sha256", "periodo", "estado", "razon"),
        *("lineas", "vistas", "buenas", "malas", "tarde", "multas", "aplicadas", "ya_estaban", "rechazadas"),
        *("subido_en", "subido_por", "por", "confirmado_en", "confirmado_por", "terminado_en"),
    ]

    @admin.display(description="recibido", ordering="subido_en")
    def subido(self, lote: Lote) -> str:
        return momento(lote.subido_en)
