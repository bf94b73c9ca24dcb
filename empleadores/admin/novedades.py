from django.contrib import admin
from django.http import HttpRequest

from empleadores.models import Novedad
from nucleo.administracion import enlazar
from nucleo.escritura import fecha_corta
from registro.admin.personas import DePersonaAdmin
from registro.models import Empleador

enlazar(Empleador, "Avisos y novedades", Novedad, "empleador__id__exact")


@admin.register(Novedad)
class NovedadAdmin(DePersonaAdmin):
    """What employers told: given and taken back on the portal's own pages, by them or by the counter for them."""

    list_display = ["numero", "nombre", "empleador", "tipo", "hecho", "dias_tarde", "vigente"]
    list_filter = ["tipo", ("deshecha_en", admin.EmptyFieldListFilter)]
    list_select_related = ["persona", "empleador"]
    search_help_text = "La cédula de la persona o el RUC del empleador."
    fields = [
        *("numero", "empleador", "persona", "tipo", "sucursal", "fecha", "valor", "antes", "causa", "detalle"),
        *("limite", "dias_tarde", "multa", "linea", "solicitud_numero", "registrada_en", "registrada_por"),
        *("deshecha_en", "deshecha_por", "motivo_deshecha"),
    ]
    readonly_fields = ["numero"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["=persona__cedula", "=empleador__ruc"]

    def nombra_a_todos(self, request: HttpRequest) -> bool:
        return "empleador__id__exact" in request.GET

    @admin.display(description="número")
    def numero(self, novedad: Novedad) -> str:
        return novedad.numero

    @admin.display(description="persona")
    def nombre(self, novedad: Novedad) -> str:
        return novedad.persona.nombre_completo

    @admin.display(description="fecha del hecho")
    def hecho(self, novedad: Novedad) -> str:
        return fecha_corta(novedad.fecha)

    @admin.display(description="vigente", boolean=True)
    def vigente(self, novedad: Novedad) -> bool:
        return novedad.deshecha_en is None
