"""A person's file is opened with a reason: asked once, kept for that person and that session, and told to the person.

Whatever the desk shows of one person hangs on this: pages, acts, and lists. `ConExpediente` is the base of those pages.
"""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from nucleo.administracion import (
    EXPEDIENTES,
    VENTANILLA,
    Acto,
    PortalAdmin,
    expedientes_abiertos,
    oficina_de,
    pagina_de,
)
from nucleo.bitacora import anotar
from registro.models import Persona

expediente_abierto = Signal()  # request, persona: an upper floor may have been turned to somebody else
SOLO_ABIERTOS = "Se muestran solo las personas cuyo expediente abrió en esta sesión. Búsquela y abra su expediente."


class ExpedienteForm(forms.Form):
    motivo = forms.CharField(
        label="¿Para qué lo abre?",
        help_text="El número del trámite, o el motivo en una frase. La persona lo verá en «Mis accesos».",
        min_length=8,
        max_length=200,
        error_messages={
            "required": "Escriba el número del trámite o el motivo.",
            "min_length": "Escriba un motivo que la persona entienda: 8 letras o números por lo menos.",
        },
    )

    def clean_motivo(self) -> str:
        motivo = " ".join(self.cleaned_data["motivo"].split())
        if len(set(motivo.casefold()) - set(" .,-_")) < 3:
            raise ValidationError("Escriba un motivo que la persona entienda.")
        return motivo


def abrir_expediente(*, request: HttpRequest, persona: Persona, motivo: str) -> None:
    """Opens a person's file for this session, with its line in the bitácora."""
    with transaction.atomic():
        anotar(
            actor=request.user.get_username(),
            accion="expediente.abierto",
            persona_id=persona.pk,
            objeto=f"persona:{persona.cedula}",
            por=VENTANILLA,
            datos={"motivo": motivo, "oficina": oficina_de(request)},
        )
        request.session[EXPEDIENTES] = {**expedientes_abiertos(request), str(persona.pk): motivo}
        expediente_abierto.send(sender=Persona, request=request, persona=persona)


def vista_de_apertura(modelo_admin: PortalAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page that asks for the reason. It shows whose file it is, and nothing that is in it."""
    persona = Persona.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if not request.user.has_perm("registro.view_persona") or persona is None:
        raise Http404
    form = ExpedienteForm(request.POST if request.method == "POST" else None)
    siguiente = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(siguiente, {request.get_host()}, require_https=request.is_secure()):
        siguiente = pagina_de(persona)
    if form.is_valid():
        abrir_expediente(request=request, persona=persona, motivo=form.cleaned_data["motivo"])
        return redirect(siguiente)
    contexto = {
        **modelo_admin.admin_site.each_context(request),
        "title": "Abrir un expediente",
        "opts": modelo_admin.opts,
        "persona": persona,
        "siguiente": siguiente,
        "form": form,
    }
    return TemplateResponse(request, "admin/expediente.html", contexto)


class ConExpediente(PortalAdmin):
    """Rows that are of a person, named by `campo_persona`; rows of nobody (of an employer, of the staff) are open."""

    campo_persona: ClassVar[str] = "persona"
    lista_abierta: ClassVar[bool] = False
    """Whether its list shows everybody's rows, because one chooses there; it then tells no more than that takes."""

    def nombra_a_todos(self, request: HttpRequest) -> bool:
        return self.lista_abierta

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._pedir_motivo(request, object_id) or super().change_view(
            request, object_id, form_url, extra_context
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._pedir_motivo(request, object_id) or super().history_view(request, object_id, extra_context)

    def _atender(self, request: HttpRequest, obj: Any, acto: Acto) -> HttpResponse:
        return self._pedir_motivo(request, str(obj.pk)) or super()._atender(request, obj, acto)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        de_una = {str(valor) for campo, valor in request.GET.items() if campo.startswith(self.campo_persona)}
        if de_una and self.has_view_permission(request):
            puertas = (self._puerta(request, valor) for valor in de_una if valor.isdecimal())
            if (puerta := next(filter(None, puertas), None)) is not None:
                return puerta
        elif not self.nombra_a_todos(request) and not expedientes_abiertos(request):
            self.message_user(request, SOLO_ABIERTOS)
        return super().changelist_view(request, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        filas = super().get_queryset(request)
        if self.nombra_a_todos(request):
            return filas
        return filas.filter(Q(**{f"{self.campo_persona}__in": [int(pk) for pk in expedientes_abiertos(request)]}))

    def _pedir_motivo(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The way to the page of the reason, or None where it was given. Who may not look at all is refused later."""
        if not self.has_view_permission(request):
            return None
        try:
            fila = self.model._base_manager.filter(pk=object_id).values_list(self.campo_persona, flat=True)
            persona_id = fila.first()
        except (FieldError, ValueError, ValidationError):
            return None
        return None if persona_id is None else self._puerta(request, str(persona_id))

    def _puerta(self, request: HttpRequest, persona_id: str) -> HttpResponse | None:
        if persona_id in expedientes_abiertos(request) or not Persona.objects.filter(pk=persona_id).exists():
            return None
        url = reverse("admin:registro_persona_expediente", args=[persona_id])
        return redirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
