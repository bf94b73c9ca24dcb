from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from nucleo.administracion import anotar_vista, enlazar, lista_de
from nucleo.dinero import formato
from nucleo.escritura import fecha_corta, mes_corto
from nucleo.jornada import HoyFilter
from nucleo.texto import en_parte, normalizar
from registro.admin.expediente import ConExpediente, vista_de_apertura
from registro.jornada import DE_PERSONAS
from registro.models import Aporte, CuentaBancaria, Dependiente, Persona, Relacion
from registro.selectors import relaciones_de

MESES_A_LA_VISTA = 12

enlazar(Persona, "Relaciones de trabajo", Relacion, "persona__id__exact")
enlazar(Persona, "Todos sus aportes", Aporte, "persona__id__exact")
enlazar(Persona, "Cuentas bancarias", CuentaBancaria, "persona__id__exact")
enlazar(Persona, "Dependientes", Dependiente, "titular__id__exact")


def condicion_de_persona(texto: str, prefijo: str = "") -> Q:
    """Cédula from its beginning, or words of the name in any order, with or without accents."""
    if texto.isdigit():
        return Q(**{f"{prefijo}cedula__startswith": texto})
    condicion = Q()
    for palabra in normalizar(texto).split():
        condicion &= Q(**{f"{prefijo}busqueda__contains": palabra})
    return condicion


class DePersonaAdmin(ConExpediente):
    """Rows that belong to a person; found by the person's cédula."""

    list_select_related: ClassVar[Any] = ["persona"]
    search_help_text = "La cédula de la persona."

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [f"={self.campo_persona}__cedula"]


@admin.register(Persona)
class PersonaAdmin(ConExpediente):
    """The list shows what it takes to tell two people apart; the rest is behind a reason."""

    campo_persona = "pk"
    lista_abierta = True
    list_display = ["cedula_en_parte", "nombre", "anio_de_nacimiento"]
    list_display_links = ["cedula_en_parte", "nombre"]
    list_filter = [("fecha_fallecimiento", admin.EmptyFieldListFilter), HoyFilter.con(*DE_PERSONAS, campo="cedula")]
    ordering = ["busqueda"]
    search_fields = ["cedula"]
    search_help_text = "La cédula, o los apellidos y nombres con o sin tildes."
    fieldsets = [
        (None, {"fields": ["cedula", "apellidos", "nombres"]}),
        (
            "Datos personales",
            {"fields": ["fecha_nacimiento", "sexo", "nacionalidad", "estado_civil", "fecha_fallecimiento"]},
        ),
        ("Contacto", {"fields": ["correo", "telefono", "telefono_convencional", "direccion"]}),
    ]

    @admin.display(description="apellidos y nombres")
    def nombre(self, persona: Persona) -> str:
        return persona.nombre_completo

    @admin.display(description="cédula")
    def cedula_en_parte(self, persona: Persona) -> str:
        return en_parte(persona.cedula)

    @admin.display(description="año de nacimiento")
    def anio_de_nacimiento(self, persona: Persona) -> str:
        return str(persona.fecha_nacimiento.year) if persona.fecha_nacimiento else "—"

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(partial(vista_de_apertura, self))
        return [path("<path:object_id>/expediente/", vista, name="registro_persona_expediente"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Persona], search_term: str
    ) -> tuple[QuerySet[Persona], bool]:
        return queryset.filter(condicion_de_persona(search_term.strip())), False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        persona = kwargs["obj"]
        anotar_vista(request, f"persona:{persona.cedula}", persona.pk)
        if request.user.has_perm("registro.view_relacion"):
            context["columnas_relaciones"] = ("Empleador", "RUC", "Ingreso", "Salida", "Cargo")
            context["relaciones"] = [
                (
                    relacion.empleador.razon_social if relacion.empleador else "Afiliación voluntaria",
                    relacion.ruc or "—",
                    fecha_corta(relacion.fecha_ingreso),
                    fecha_corta(relacion.fecha_salida),
                    relacion.cargo or "—",
                )
                for relacion in relaciones_de(persona)
            ]
        if request.user.has_perm("registro.view_aporte"):
            ultimos = Aporte.objects.filter(persona=persona).select_related("empleador")
            context["columnas_aportes"] = ("Mes", "Empleador", "Días", "Sueldo", "Pago")
            context["aportes"] = [
                (
                    mes_corto(aporte.periodo),
                    aporte.empleador.razon_social if aporte.empleador else "Aporte voluntario",
                    str(aporte.dias),
                    formato(aporte.sueldo),
                    f"Pagado el {fecha_corta(aporte.fecha_pago)}" if aporte.pagado else "Impago",
                )
                for aporte in ultimos.order_by("-periodo", "ruc")[:MESES_A_LA_VISTA]
            ]
            context["url_aportes"] = f"{lista_de(Aporte)}?persona__id__exact={persona.pk}"
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Relacion)
class RelacionAdmin(DePersonaAdmin):
    """Of an employer, all its workers by name: whom one looks for is chosen there, and opened with a reason."""

    list_display = ["nombre", "empleador", "ingreso", "salida"]
    list_filter = [("fecha_salida", admin.EmptyFieldListFilter), "jornada"]
    list_select_related = ["persona", "empleador"]
    search_help_text = "La cédula de la persona o el RUC del empleador."
    fields = [
        *("persona", "empleador", "sucursal", "fecha_ingreso", "fecha_salida", "causa", "cargo"),
        *("relacion_trabajo", "jornada", "sueldo"),
    ]
    readonly_fields = ["causa"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["=persona__cedula", "=empleador__ruc"]

    def nombra_a_todos(self, request: HttpRequest) -> bool:
        return "empleador__id__exact" in request.GET

    @admin.display(description="persona")
    def nombre(self, relacion: Relacion) -> str:
        return relacion.persona.nombre_completo

    @admin.display(description="ingreso")
    def ingreso(self, relacion: Relacion) -> str:
        return fecha_corta(relacion.fecha_ingreso)

    @admin.display(description="salida")
    def salida(self, relacion: Relacion) -> str:
        return fecha_corta(relacion.fecha_salida)

    @admin.display(description="causa de salida")
    def causa(self, relacion: Relacion) -> str:
        return relacion.causa_salida_texto or "—"


@admin.register(Dependiente)
class DependienteAdmin(DePersonaAdmin):
    campo_persona = "titular"
    list_display = ["cedula", "titular", "parentesco", "fecha_desde", "fecha_hasta", "causa_fin"]
    list_filter = ["parentesco", "causa_fin"]
    list_select_related = ["titular"]
    search_help_text = "La cédula del titular o del dependiente."

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["=titular__cedula", "=cedula"]
