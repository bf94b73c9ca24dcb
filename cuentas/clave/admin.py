"""The counter's part: a code on paper for somebody who stands there with their document."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from cuentas.actuacion import Peticion
from cuentas.clave import services
from cuentas.clave.forms import NumeroForm
from cuentas.models import CodigoEnPapel
from nucleo.administracion import enlazar, momento
from registro.admin.personas import DePersonaAdmin
from registro.models import Persona

enlazar(Persona, "Códigos en papel", CodigoEnPapel, "persona__id__exact")


class EmitirForm(NumeroForm):
    motivo = forms.CharField(
        label="Documento que presentó y motivo",
        help_text="Por ejemplo: cédula original, perdió su correo.",
        max_length=200,
        error_messages={"required": "Escriba qué documento vio y por qué hace falta el código."},
    )


@admin.register(CodigoEnPapel)
class CodigoEnPapelAdmin(DePersonaAdmin):
    """Who gave a code to whom. The code itself is on the paper and nowhere else."""

    editable = frozenset({"add"})
    list_display = ["persona", "emision", "vencimiento", "emitido_por"]
    list_select_related = ["persona", "emitido_por"]
    fields = ["persona", "motivo", "emision", "vencimiento", "emitido_por"]
    readonly_fields = ["emision", "vencimiento"]

    @admin.display(description="emitido")
    def emision(self, papel: CodigoEnPapel) -> str:
        return momento(papel.emitido_en)

    @admin.display(description="vence")
    def vencimiento(self, papel: CodigoEnPapel) -> str:
        return momento(papel.vence_en)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Shows the code once, as the answer to the form: it is printed from there, or another one is issued."""
        if not self.has_add_permission(request):
            raise PermissionDenied("Su papel no permite emitir códigos.")
        form = EmitirForm(request.POST if request.method == "POST" else None)
        contexto = {**self.admin_site.each_context(request), "title": "Emitir un código en papel", "opts": self.opts}
        if form.is_valid():
            try:
                papel, codigo = services.emitir_papel(actuacion=_actuacion(request), **form.cleaned_data)
            except services.ClaveRechazada as razon:
                form.add_error("cedula", str(razon))
            else:
                contexto |= {"title": "Código para generar la clave", "papel": papel, "codigo": codigo}
                return TemplateResponse(request, "admin/cuentas/codigoenpapel/papel.html", contexto)
        return TemplateResponse(request, "admin/cuentas/codigoenpapel/emitir.html", {**contexto, "form": form})


def _actuacion(request: HttpRequest) -> Any:
    """Behind `ActuacionMiddleware` every request says who acts; Django's signature doesn't know."""
    peticion: Peticion = request  # type: ignore[assignment]
    return peticion.actuacion
