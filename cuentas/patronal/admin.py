"""The counter's part: the link for an employer whose representative or e-mail the register doesn't know yet."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from cuentas.clave.admin import _actuacion
from cuentas.models import EnlacePatronal
from cuentas.patronal import services
from cuentas.patronal.forms import VentanillaForm
from nucleo.administracion import PortalAdmin, enlazar, momento, pagina_de
from nucleo.escritura import hora
from nucleo.texto import correo_enmascarado
from registro.models import Empleador

enlazar(Empleador, "Enlaces de clave patronal", EnlacePatronal, "empleador__id__exact")


@admin.register(EnlacePatronal)
class EnlacePatronalAdmin(PortalAdmin):
    """Who had a link sent, where to and why. The link itself is in the mail and nowhere else."""

    editable = frozenset({"add"})
    list_display = ["empleador", "envio", "vencimiento", "estado", "actor"]
    list_select_related = ["empleador", "actor"]
    search_fields = ["=empleador__ruc"]
    search_help_text = "El RUC del empleador."
    fields = ["empleador", "al_correo", "envio", "vencimiento", "estado", "actor", "motivo"]
    readonly_fields = ["al_correo", "envio", "vencimiento", "estado"]

    @admin.display(description="correo")
    def al_correo(self, enlace: EnlacePatronal) -> str:
        return correo_enmascarado(enlace.correo)

    @admin.display(description="enviado")
    def envio(self, enlace: EnlacePatronal) -> str:
        return momento(enlace.enviado_en)

    @admin.display(description="vence")
    def vencimiento(self, enlace: EnlacePatronal) -> str:
        return momento(enlace.vence_en)

    @admin.display(description="usado")
    def estado(self, enlace: EnlacePatronal) -> str:
        return momento(enlace.usado_en)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied("Su papel no permite enviar enlaces de clave patronal.")
        form = VentanillaForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                enlace = services.enviar_por_ventanilla(actuacion=_actuacion(request), **form.cleaned_data)
            except services.ClavePatronalRechazada as razon:
                form.add_error(razon.campo or "ruc", razon.mensaje)
            else:
                velado, hasta = correo_enmascarado(enlace.correo), hora(enlace.vence_en)
                self.message_user(request, f"El enlace va a {velado} y vence a las {hasta}.")
                return redirect(pagina_de(enlace))
        contexto = {
            **self.admin_site.each_context(request),
            "title": "Enviar el enlace de la clave patronal",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/cuentas/enlacepatronal/enviar.html", contexto)
