from django.contrib import admin

from nucleo.administracion import enlazar
from registro.admin.personas import DePersonaAdmin
from registro.models import Persona
from tramites.pagos.models import OrdenPago

enlazar(Persona, "Órdenes de pago", OrdenPago, "persona__id__exact")


@admin.register(OrdenPago)
class OrdenPagoAdmin(DePersonaAdmin):
    """What the portal ordered to be paid. It is made, sent and answered by its verbs: nobody writes it here."""

    list_display = ["referencia", "persona", "concepto", "valor", "estado", "ordenada_en"]
    list_filter = ["estado", "concepto"]
    fieldsets = [
        (None, {"fields": ["referencia", "solicitud", "concepto", "valor", "estado", "cuenta"]}),
        ("Envío", {"fields": ["ordenada_en", "lote", "enviada_en", "resuelta_el", "detalle"]}),
    ]
    readonly_fields = ["referencia"]

    @admin.display(description="referencia")
    def referencia(self, orden: OrdenPago) -> str:
        return orden.referencia
