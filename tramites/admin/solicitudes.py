"""The queue of the cases and the page of one. What the desk does with it is in actos_de_solicitud.py."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nucleo.administracion import (
    Acto,
    anotar_vista,
    enlazar,
    momento,
    ninguno,
    pagina_de,
)
from nucleo.escritura import SIN_DATO, fecha, fecha_corta
from nucleo.jornada import HoyFilter
from registro.models import Persona
from registro.reglas.dictamen import Dictamen
from tramites.adjuntos.models import Adjunto
from tramites.admin.actos_de_solicitud import ACTOS
from tramites.admin.bandejas import BandejaFilter, ColaAdmin
from tramites.casos.estados import Estado
from tramites.casos.models import Solicitud
from tramites.casos.selectors import BANDEJAS, LO_PESADO, pasos_de
from tramites.catalogo.models import Tramite
from tramites.certificados.models import Certificado
from tramites.jornada import DE_CASOS
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de, inscritos

enlazar(Solicitud, "Documentos de la solicitud", Certificado, "solicitud__id__exact")


class TramiteFilter(admin.SimpleListFilter):
    """By procedure, of those that open cases."""

    title = "trámite"
    parameter_name = "tramite"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        con_casos = [slug for slug, p in inscritos().items() if isinstance(p, ProcedimientoConCaso)]
        return list(Tramite.objects.filter(slug__in=con_casos).values_list("slug", "nombre"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        return queryset.filter(tramite__slug=self.value()) if self.value() else queryset


def enlaces_a(adjuntos: Iterable[Adjunto]) -> SafeString | str:
    """The documents by name, each leading to its page, where it is opened."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((pagina_de(a), a.nombre) for a in adjuntos)) or SIN_DATO


@admin.register(Solicitud)
class SolicitudAdmin(ColaAdmin):
    """The queue, the most urgent first. It names nobody; a case names its person, and opening it is told to them."""

    list_filter = [BandejaFilter.con(BANDEJAS), TramiteFilter, HoyFilter.con(*DE_CASOS)]
    list_select_related = ["tramite", "responsable"]
    search_fields = ["=numero"]
    search_help_text = "El número de la solicitud, o la cédula o el RUC de quien la presentó."
    readonly_fields = ["titular", "plazo", "a_cargo", "ingreso", "decision"]

    @admin.display(description="titular")
    def titular(self, solicitud: Solicitud) -> SafeString | str:
        if not isinstance(solicitud.titular, Persona):
            return str(solicitud.titular)
        url = reverse("admin:registro_persona_change", args=[solicitud.persona_id])
        return format_html('{} · <a href="{}">Ver su expediente</a>', solicitud.titular, url)

    @admin.display(description="ingreso")
    def ingreso(self, solicitud: Solicitud) -> str:
        return momento(solicitud.ingresada_en)

    @admin.display(description="decidida")
    def decision(self, solicitud: Solicitud) -> str:
        return momento(solicitud.decidida_en)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        ingreso = ["titular", "estado", "plazo", "a_cargo", "ingreso", "actor", "por"]
        propuesta = ["propuesta", "propuesta_por", "motivo"]
        decision = ["resultado", "decidida_por", "decision", *([] if obj and obj.propuesta else ["motivo"])]
        return [
            (None, {"fields": ingreso}),
            *([("Propuesta", {"fields": propuesta})] if obj and obj.propuesta else []),
            *([("Decisión", {"fields": decision})] if obj and obj.resultado else []),
        ]

    def reloj(self) -> Callable[[Solicitud], SafeString | str]:
        corre = super().reloj()

        @admin.display(description="plazo")
        def plazo(solicitud: Solicitud) -> SafeString | str:
            if solicitud.pausada_desde:
                return f"Detenido: la persona responde hasta el {fecha_corta(solicitud.responde_hasta)}"
            return corre(solicitud)

        return plazo

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["numero", "tramite", "estado", self.reloj(), "a_cargo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Solicitud]:
        return super().get_queryset(request).exclude(estado=Estado.BORRADOR)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        lista = super().get_changelist_instance(request)
        lista.queryset = lista.queryset.defer(*LO_PESADO)
        return lista

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Solicitud], search_term: str
    ) -> tuple[QuerySet[Solicitud], bool]:
        limpio = search_term.strip()
        if not limpio:
            return queryset, False
        if "-" in limpio:
            return queryset.filter(numero=limpio), False
        # One or the other: an OR over two tables would read every case.
        campo = {10: "persona__cedula", 13: "empleador__ruc"}.get(len(limpio))
        if limpio.isdigit() and campo:
            return queryset.filter(**{campo: limpio}), False
        return ninguno(queryset)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        solicitud = kwargs["obj"]
        anotar_vista(request, f"solicitud:{solicitud.numero}", solicitud.persona_id, f"Solicitud {solicitud.numero}")
        context["dictamen"] = Dictamen.de_json(solicitud.dictamen) if solicitud.dictamen else None
        resumen = caso_de(solicitud.tramite.slug).resumen(solicitud.datos)
        context["columnas_respuestas"] = ("Dato", "Consta", "Lo que pide")
        context["respuestas"] = [(linea.termino, linea.antes or SIN_DATO, linea.ahora) for linea in resumen]
        context["columnas_pedidos"] = ("Pedido", "Cuándo", "Respuesta", "Documentos")
        context["pedidos"] = [
            (
                pedido.texto,
                fecha(pedido.pedido_en),
                pedido.contestacion or pedido.get_estado_display(),
                enlaces_a(entrega.adjunto for entrega in pedido.entregas.all()),
            )
            for pedido in solicitud.pedidos.prefetch_related("entregas__adjunto")
        ]
        con_ella = solicitud.entregas.filter(pedido=None).select_related("adjunto")
        context["columnas_entregas"] = ("Documento", "Entregado")
        context["entregas"] = [(enlaces_a([e.adjunto]), momento(e.entregado_en)) for e in con_ella]
        context["columnas_confirmaciones"] = ("Quién", "Respuesta", "Cuándo")
        context["confirmaciones"] = [
            (f"Cédula {una.persona.cedula}", una.get_estado_display(), momento(una.respondida_en))
            for una in solicitud.confirmaciones.select_related("persona")
        ]
        context["columnas_mensajes"] = ("Quién", "Cuándo", "Mensaje")
        context["mensajes"] = [
            (mensaje.autor.nombre_visible, momento(mensaje.momento), mensaje.texto)
            for mensaje in solicitud.mensajes.select_related("autor__persona", "autor__empleador")
        ]
        context["columnas_pasos"] = ("Momento", "Qué", "Quién", "Por qué")
        context["pasos"] = [
            (momento(paso.evento.momento), paso.texto, paso.quien, paso.motivo or SIN_DATO)
            for paso in pasos_de(solicitud, del_personal=True)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def actos(self) -> tuple[Acto, ...]:
        return ACTOS
