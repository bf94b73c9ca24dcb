from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from nucleo.administracion import (
    VENTANILLA,
    Anexo,
    anexar,
    anotar_vista,
    enlazar,
    expedientes_abiertos,
    momento,
    oficina_de,
    pagina_de,
)
from nucleo.bitacora import anotar
from registro.admin.expediente import ConExpediente
from registro.models import CuentaBancaria, Empleador, Persona
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.selectors import PERMISO_VER, respaldos_de
from tramites.vistas.adjuntos import descarga

enlazar(Persona, "Documentos que entregó", Adjunto, "persona__id__exact")
enlazar(Empleador, "Documentos que entregó", Adjunto, "empleador__id__exact")


def url_de_descarga(adjunto: Adjunto) -> str:
    return reverse("admin:tramites_adjunto_archivo", args=[adjunto.pk])


def _enlace(adjunto: Adjunto) -> str:
    """The name, as the way to the file where there is one."""
    if not adjunto.disponible:
        return adjunto.nombre
    return format_html('<a href="{}">{}</a>', url_de_descarga(adjunto), adjunto.nombre)


def _de_la_cuenta(request: HttpRequest, cuenta: CuentaBancaria) -> list[tuple[Any, ...]] | None:
    if not request.user.has_perm(PERMISO_VER):
        return None
    return [
        (
            _enlace(adjunto),
            adjunto.get_estado_display().capitalize(),
            filesizeformat(adjunto.tamano),
            momento(adjunto.subido_en),
        )
        for adjunto in respaldos_de(f"cuenta_bancaria:{cuenta.pk}")
    ]


anexar(
    CuentaBancaria,
    Anexo(
        titulo="Certificado bancario que entregó la persona",
        columnas=("Documento", "Estado", "Tamaño", "Entregado"),
        filas=_de_la_cuenta,
        vacio="No entregó ninguno en línea: pídale el original.",
    ),
)


@admin.register(Adjunto)
class AdjuntoAdmin(ConExpediente):
    """What people handed in. The list shows those whose file is open; the file itself goes out with its own line."""

    list_display = ["nombre", "de_quien", "clase", "estado", "entregado"]
    list_filter = ["estado", "clase"]
    list_select_related = ["persona", "empleador"]
    search_help_text = "La cédula o el RUC de quien lo entregó."
    fieldsets = [
        (None, {"fields": ["nombre", "de_quien", "tramite", "clase", "estado", "razon", "descargar"]}),
        ("Entrega", {"fields": ["entregado", "subido_por", "por"]}),
        ("Archivo", {"fields": ["tipo", "peso", "sha256_recibido", "sha256"]}),
    ]
    readonly_fields = ["de_quien", "descargar", "entregado", "peso"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["=persona__cedula", "=empleador__ruc"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Adjunto]:
        """Those of complaints are at the complaint, for whoever attends it."""
        return super().get_queryset(request).filter(tramite__isnull=False)

    @admin.display(description="de quién es")
    def de_quien(self, adjunto: Adjunto) -> str:
        return adjunto.persona.nombre_completo if adjunto.persona else str(adjunto.empleador)

    @admin.display(description="entregado")
    def entregado(self, adjunto: Adjunto) -> str:
        return momento(adjunto.subido_en)

    @admin.display(description="tamaño")
    def peso(self, adjunto: Adjunto) -> str:
        return filesizeformat(adjunto.tamano)

    @admin.display(description="archivo")
    def descargar(self, adjunto: Adjunto) -> str:
        if not adjunto.disponible:
            return "Cuando el antivirus lo haya revisado" if adjunto.archivo else "Se borró"
        return format_html('<a href="{}">Descargar</a>', url_de_descarga(adjunto))

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.archivo_view)
        return [path("<path:object_id>/archivo/", vista, name="tramites_adjunto_archivo"), *super().get_urls()]

    def archivo_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The file, to whom may see it and has said why; each time is a line that the person can read."""
        puerta = self._pedir_motivo(request, object_id)
        if puerta is not None:
            return puerta
        adjunto = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if adjunto is None:
            raise Http404
        if not adjunto.disponible:
            return redirect(pagina_de(adjunto))
        with transaction.atomic():
            anotar(
                actor=request.user.get_username(),
                accion="adjunto.abierto",
                persona_id=adjunto.persona_id,
                objeto=f"adjunto:{adjunto.numero}",
                por=VENTANILLA,
                datos={
                    "oficina": oficina_de(request),
                    "motivo": expedientes_abiertos(request).get(str(adjunto.persona_id), ""),
                    "nombre": adjunto.nombre,
                },
            )
        return descarga(adjunto)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        adjunto = kwargs["obj"]
        anotar_vista(request, f"adjunto:{adjunto.numero}", adjunto.persona_id)
        return super().render_change_form(request, context, *args, **kwargs)
