"""The queue of the cases and the page of one. What the desk does with it is in actos_de_solicitud.py."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nucleo.administracion import (
    Acto,
    PortalAdmin,
    anotar_vista,
    enlazar,
    momento,
    ninguno,
    pagina_de,
)
from nucleo.escritura import SIN_DATO, fecha, fecha_corta
from nucleo.feriados import DiasHabiles
from registro.models import Persona
from registro.reglas.dictamen import Dictamen
from tramites.adjuntos.models import Adjunto
from tramites.admin.actos_de_solicitud import ACTOS
from tramites.casos import plazos
from tramites.casos.estados import DEL_PERSONAL, Estado
from tramites.casos.models import Solicitud
from tramites.casos.selectors import LO_PESADO, habiles_que_faltan, pasos_de
from tramites.casos.vigilancia import cerca
from tramites.catalogo.models import Tramite
from tramites.certificados.models import Certificado
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de, inscritos

enlazar(Solicitud, "Documentos de la solicitud", Certificado, "solicitud__id__exact")


class BandejaFilter(admin.SimpleListFilter):
    """Which of the cases. Without a choice, those that are open."""

    title = "bandeja"
    parameter_name = "bandeja"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mias", "A mi cargo"),
            ("sin-asignar", "Sin asignar"),
            ("atrasadas", "Atrasadas"),
            ("aprobar", "Por aprobar"),
            ("terminadas", "Decididas o terminadas"),
            ("todas", "Todas"),
        ]

    def choices(self, changelist: Any) -> Any:
        primera, *resto = super().choices(changelist)
        yield {**primera, "display": "Abiertas"}
        yield from resto

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        abiertas = Q(estado__in=DEL_PERSONAL)
        condiciones = {
            "mias": abiertas & Q(responsable_id=request.user.pk),
            "sin-asignar": abiertas & Q(responsable__isnull=True),
            "atrasadas": abiertas & Q(vence_el__lt=timezone.localdate()),
            "aprobar": Q(estado=Estado.EN_APROBACION),
            "terminadas": ~abiertas,
            "todas": Q(),
        }
        return queryset.filter(condiciones.get(self.value() or "", abiertas))


class TramiteFilter(admin.SimpleListFilter):
    """By procedure, of those that open cases."""

    title = "trámite"
    parameter_name = "tramite"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        con_casos = [slug for slug, p in inscritos().items() if isinstance(p, ProcedimientoConCaso)]
        return list(Tramite.objects.filter(slug__in=con_casos).values_list("slug", "nombre"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        return queryset.filter(tramite__slug=self.value()) if self.value() else queryset


def plazo_de(solicitud: Solicitud, dias: DiasHabiles, pronto: int) -> SafeString | str:
    """The institute's clock in words and colour; with `pronto` days left it is urgent."""
    if solicitud.pausada_desde:
        return f"Detenido: la persona responde hasta el {fecha_corta(solicitud.responde_hasta)}"
    return etiqueta_de(habiles_que_faltan(solicitud, timezone.localdate(), dias), pronto)


def etiqueta_de(faltan: int | None, pronto: int) -> SafeString | str:
    """The business days that are left, as a tag."""
    if faltan is None:
        return SIN_DATO
    tono = "error" if faltan < 0 else "atencion" if faltan <= pronto else "neutro"
    return format_html('<span class="etiqueta {}">{}</span>', tono, plazos.en_palabras(faltan).capitalize())


def enlaces_a(adjuntos: Iterable[Adjunto]) -> SafeString | str:
    """The documents by name, each leading to its page, where it is opened."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((pagina_de(a), a.nombre) for a in adjuntos)) or SIN_DATO


@admin.register(Solicitud)
class SolicitudAdmin(PortalAdmin):
    """The queue, the most urgent first. It names nobody; a case names its person, and opening it is told to them."""

    list_filter = [BandejaFilter, TramiteFilter]
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

    @admin.display(description="plazo")
    def plazo(self, solicitud: Solicitud) -> SafeString | str:
        return plazo_de(solicitud, DiasHabiles.nacionales(), cerca(timezone.localdate()))

    @admin.display(description="a cargo de")
    def a_cargo(self, solicitud: Solicitud) -> str:
        return solicitud.responsable.nombre_visible if solicitud.responsable else "Nadie todavía"

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

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The calendar is read once for the whole list."""
        dias, pronto = DiasHabiles.nacionales(), cerca(timezone.localdate())

        @admin.display(description="plazo")
        def plazo(solicitud: Solicitud) -> SafeString | str:
            return plazo_de(solicitud, dias, pronto)

        return ["numero", "tramite", "estado", plazo, "a_cargo"]

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
        if limpio.isdigit() and len(limpio) in {10, 13}:
            return queryset.filter(Q(persona__cedula=limpio) | Q(empleador__ruc=limpio)), False
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
