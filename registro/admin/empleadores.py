from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nucleo.administracion import PortalAdmin, anotar_vista, enlazar, expedientes_abiertos, lista_de
from nucleo.dinero import formato
from nucleo.escritura import fecha_corta, mes_corto
from registro.admin.expediente import ConExpediente
from registro.models import (
    Aporte,
    Empleador,
    EstadoPlanilla,
    Pago,
    Persona,
    Planilla,
    Relacion,
    Sucursal,
    TipoPlanilla,
    nombre_de_tipo,
)

enlazar(Empleador, "Trabajadores", Relacion, "empleador__id__exact")
enlazar(Empleador, "Planillas", Planilla, "empleador__id__exact")
enlazar(Empleador, "Sucursales", Sucursal, "empleador__id__exact")
enlazar(Planilla, "Pagos recibidos", Pago, "planilla__id__exact")
enlazar(Planilla, "Aportes de la planilla", Aporte, "planilla__id__exact")

TITULARES_DE_APORTES = ("persona__id__exact", "planilla__id__exact")


def es_numero(texto: str) -> bool:
    return texto.isascii() and texto.isdigit()


class EstadoDePlanillaFilter(admin.SimpleListFilter):
    title = "estado"
    parameter_name = "estado"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(estado.value, estado.label.capitalize()) for estado in EstadoPlanilla]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Planilla]) -> QuerySet[Planilla]:
        hoy = timezone.localdate()
        impaga = Q(aportes_impagos__gt=0)
        condiciones: dict[str | None, Q] = {
            EstadoPlanilla.PAGADA: Q(aportes_impagos=0, anulada_en=None),
            EstadoPlanilla.PENDIENTE: impaga & Q(convenio="", fecha_vencimiento__gte=hoy),
            EstadoPlanilla.EN_MORA: impaga & Q(convenio="", fecha_vencimiento__lt=hoy),
            EstadoPlanilla.EN_CONVENIO: impaga & ~Q(convenio=""),
            EstadoPlanilla.ANULADA: Q(anulada_en__isnull=False),
        }
        return queryset.filter(condiciones.get(self.value(), Q()))


class PagadoFilter(admin.SimpleListFilter):
    title = "pago"
    parameter_name = "pago"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("si", "Pagado"), ("no", "Impago")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Aporte]) -> QuerySet[Aporte]:
        if self.value() not in {"si", "no"}:
            return queryset
        return queryset.filter(fecha_pago__isnull=self.value() == "no")


class TipoFilter(admin.SimpleListFilter):
    """The kinds that the portal knows: asking the table for its distinct values would read all of it."""

    title = "tipo de planilla"
    parameter_name = "tipo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(tipo.value, tipo.label.capitalize()) for tipo in TipoPlanilla]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Aporte]) -> QuerySet[Aporte]:
        return queryset.filter(tipo_planilla=self.value()) if self.value() else queryset


@admin.register(Empleador)
class EmpleadorAdmin(PortalAdmin):
    list_display = ["ruc", "razon_social", "tipo", "representante_cedula"]
    list_display_links = ["ruc", "razon_social"]
    list_filter = ["tipo"]
    ordering = ["razon_social"]
    search_fields = ["^ruc", "=representante_cedula", "razon_social"]
    search_help_text = "El RUC desde su comienzo, la cédula del representante, o palabras de la razón social."


@admin.register(Sucursal)
class SucursalAdmin(PortalAdmin):
    list_display = ["empleador", "codigo", "nombre"]
    list_select_related = ["empleador"]
    search_fields = ["=empleador__ruc"]
    search_help_text = "El RUC del empleador."


@admin.register(Planilla)
class PlanillaAdmin(PortalAdmin):
    list_display = ["mes", "empleador", "sucursal", "tipo", "estado", "vence", "trabajadores", "sueldos"]
    list_filter = [EstadoDePlanillaFilter]
    list_select_related = ["empleador"]
    search_fields = ["=empleador__ruc", "=numero_comprobante"]
    search_help_text = "El RUC del empleador o el número de comprobante."
    readonly_fields = ["referencia"]

    @admin.display(description="mes")
    def mes(self, planilla: Planilla) -> str:
        return mes_corto(planilla.periodo)

    @admin.display(description="estado")
    def estado(self, planilla: Planilla) -> str:
        return planilla.estado(timezone.localdate()).label.capitalize()

    @admin.display(description="vence")
    def vence(self, planilla: Planilla) -> str:
        return fecha_corta(planilla.fecha_vencimiento)

    @admin.display(description="suma de sueldos")
    def sueldos(self, planilla: Planilla) -> str:
        return formato(planilla.suma_sueldos)


@admin.register(Pago)
class PagoAdmin(PortalAdmin):
    list_display = ["referencia", "fecha", "dinero", "origen", "planilla"]
    list_filter = ["origen"]
    list_select_related = ["planilla"]
    search_fields = ["=referencia"]
    search_help_text = "La referencia del pago."

    @admin.display(description="valor")
    def dinero(self, pago: Pago) -> str:
        return formato(pago.valor)


@admin.register(Aporte)
class AporteAdmin(ConExpediente):
    """Only those of one person or one planilla: nothing else finds its way through thirty million rows in time."""

    lista_abierta = True  # of a planilla they name nobody
    list_display = ["mes", "patrono", "dias", "dinero", "tipo", "pago", "numero_comprobante"]
    list_display_links = None
    list_filter = [PagadoFilter, TipoFilter]
    list_select_related = ["empleador"]
    ordering = ["-periodo", "ruc"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Left out of the menus: one comes here from a person or a planilla."""
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        titular = {campo: request.GET[campo] for campo in TITULARES_DE_APORTES if es_numero(request.GET.get(campo, ""))}
        if not titular:
            self.message_user(
                request, "Los aportes se ven por persona: búsquela y abra «Todos sus aportes».", messages.INFO
            )
            return redirect(lista_de(Persona))
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return super().changelist_view(request, {"title": self._titulo(request, titular), **(extra_context or {})})

    def _titulo(self, request: HttpRequest, titular: dict[str, str]) -> str:
        """Whose contributions these are; that they were looked at is noted."""
        if persona_id := titular.get("persona__id__exact"):
            persona = Persona.objects.filter(pk=persona_id).first()
            if persona is not None:
                if str(persona.pk) in expedientes_abiertos(request):
                    anotar_vista(request, "aportes", persona.pk)
                return f"Aportes de {persona.nombre_completo}"
        planilla_id = titular.get("planilla__id__exact", "0")
        planilla = Planilla.objects.select_related("empleador").filter(pk=planilla_id).first()
        return f"Aportes de la planilla {planilla}, {planilla.empleador}" if planilla else "Aportes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Aporte]:
        aportes = super().get_queryset(request)
        planilla_id = request.GET.get("planilla__id__exact", "")
        if es_numero(planilla_id):
            # The month of the planilla keeps PostgreSQL from opening every partition.
            periodos = Planilla.objects.filter(pk=planilla_id).values("periodo")
            aportes = aportes.filter(periodo__in=list(periodos.values_list("periodo", flat=True)))
        return aportes

    @admin.display(description="mes")
    def mes(self, aporte: Aporte) -> str:
        return mes_corto(aporte.periodo)

    @admin.display(description="empleador")
    def patrono(self, aporte: Aporte) -> str:
        return aporte.empleador.razon_social if aporte.empleador else "Aporte voluntario"

    @admin.display(description="sueldo")
    def dinero(self, aporte: Aporte) -> str:
        return formato(aporte.sueldo)

    @admin.display(description="tipo")
    def tipo(self, aporte: Aporte) -> str:
        return nombre_de_tipo(aporte.tipo_planilla)

    @admin.display(description="pago")
    def pago(self, aporte: Aporte) -> str:
        return fecha_corta(aporte.fecha_pago) if aporte.pagado else "Impago"
