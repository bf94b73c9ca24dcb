from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from nucleo.administracion import (
    MOMENTO_EN_UN_CAMPO,
    Acto,
    MotivoForm,
    NoProcede,
    PortalAdmin,
    SinMotivoForm,
    momento,
)
from nucleo.feriados import Feriado
from nucleo.historia import Historia
from nucleo.mantenimiento.models import TOPE, TOPE_ESCRITO, Mantenimiento
from nucleo.mantenimiento.services import SinMantenimiento, activar, terminar
from nucleo.models import Asiento, Outbox
from nucleo.outbox.models import MAIL
from nucleo.outbox.selectors import OPEN_STATES, late
from nucleo.outbox.services import reintentar
from nucleo.services import guardar_feriado

# Of what a task carries, only this is shown: a mail's text may hold a link that opens an account.
A_LA_VISTA = frozenset({"para", "asunto"})
PERMISO_REINTENTAR = "nucleo.change_outbox"


class AtrasoFilter(admin.SimpleListFilter):
    title = "atraso"
    parameter_name = "atraso"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("si", "Espera más de lo debido")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "si":
            return queryset
        return queryset.filter(late())


class CorreosFilter(admin.SimpleListFilter):
    title = "contenido"
    parameter_name = "que"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("correos", "Correos"), ("tareas", "Documentos y otras tareas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "correos":
                return queryset.filter(kind=MAIL)
            case "tareas":
                return queryset.exclude(kind=MAIL)
        return queryset


def _reintentar_uno(request: HttpRequest, row: Outbox, datos: dict[str, Any]) -> Outbox:
    if not reintentar(actor=request.user.get_username(), row_ids=[row.pk], **datos):
        raise NoProcede("Solo se vuelve a intentar lo que está abandonado o rechazado.")
    return row


@admin.register(Outbox)
class OutboxAdmin(PortalAdmin):
    list_display = ["kind", "key", "state", "attempts", "proximo", "error"]
    list_display_links = ["kind", "key"]
    list_filter = ["state", CorreosFilter, AtrasoFilter]
    search_fields = ["=kind", "^key"]
    search_help_text = "El tipo exacto (correo, certificado.firmar) o el comienzo de la clave."
    actions = ["volver_a_intentar"]
    historia = Historia(lambda row: f"outbox:{row.pk}", {"outbox.reintentado": "Se volvió a intentar"})
    fieldsets = [
        (None, {"fields": ["kind", "key", "contenido"]}),
        ("Entrega", {"fields": ["state", "attempts", "created_at", "due_at", "done_at", "ultimo_error"]}),
    ]
    readonly_fields = ["contenido", "ultimo_error"]

    @admin.display(description="próximo intento")
    def proximo(self, row: Outbox) -> str:
        return momento(row.due_at) if row.state in OPEN_STATES else "—"

    @admin.display(description="último error")
    def error(self, row: Outbox) -> str:
        return row.last_error.strip().rpartition("\n")[2][:120] or "—"

    @admin.display(description="último error")
    def ultimo_error(self, row: Outbox) -> str:
        return row.last_error or "—"

    @admin.display(description="contenido")
    def contenido(self, row: Outbox) -> str:
        visible = {k: v for k, v in row.payload.items() if k in A_LA_VISTA or k.endswith("_id")}
        return "; ".join(f"{k}: {v}" for k, v in visible.items()) or "—"

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="reintentar",
                titulo="Volver a intentar",
                boton="Volver a intentar",
                explicacion="Vuelve a la cola y se intenta una vez más, enseguida. Lo que ya se entregó no se repite.",
                hecho="Está otra vez en la cola.",
                permiso=PERMISO_REINTENTAR,
                procede=lambda row: row.retriable,
                hacer=_reintentar_uno,
            ),
        )

    def has_reintentar_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISO_REINTENTAR)

    @admin.action(description="Volver a intentar lo abandonado o rechazado", permissions=["reintentar"])
    def volver_a_intentar(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Asks why first, on a page of its own."""
        elegidas = set(queryset.values_list("pk", flat=True))
        form = MotivoForm(request.POST if "confirmado" in request.POST else None)
        if not form.is_valid():
            return self._por_que(request, form)
        hechas = reintentar(actor=request.user.get_username(), row_ids=elegidas, **form.cleaned_data)
        nivel = messages.SUCCESS if hechas else messages.WARNING
        resto = "" if hechas == len(elegidas) else " Lo demás no estaba abandonado ni rechazado y queda como está."
        self.message_user(request, f"Vuelven a la cola: {hechas}.{resto}", nivel)
        return None

    def _por_que(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        contexto = {
            **self.admin_site.each_context(request),
            "title": "Volver a intentar",
            "opts": self.opts,
            "form": form,
            "accion": "volver_a_intentar",
            "elegidas": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "todas": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/nucleo/outbox/reintentar.html", contexto)


@admin.register(Asiento)
class AsientoAdmin(PortalAdmin):
    list_display = ["cuando", "actor", "accion", "objeto", "por"]
    list_filter = [("momento", admin.DateFieldListFilter)]
    search_fields = ["^accion"]
    search_help_text = "El comienzo de la acción, por ejemplo «certificado»."
    fields = ["momento", "actor", "accion", "objeto", "por", "persona_id", "datos", "firma"]

    @admin.display(description="momento")
    def cuando(self, asiento: Asiento) -> str:
        return momento(asiento.momento)


@admin.register(Feriado)
class FeriadoAdmin(PortalAdmin):
    editable = frozenset({"add", "change"})
    historia = Historia(
        lambda feriado: f"feriado:{feriado.pk}", {"feriado.creado": "Agregado", "feriado.cambiado": "Cambiado"}
    )
    list_display = ["fecha", "nombre", "efecto", "canton", "base_legal"]
    list_filter = ["efecto"]
    sortable_by = None
    search_fields = ["nombre", "canton"]
    fields = ["fecha", "nombre", "efecto", "canton", "base_legal", "fuente"]
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.URLField: {"assume_scheme": "https"},
    }

    def save_model(self, request: HttpRequest, obj: Feriado, form: Any, change: bool) -> None:
        guardar_feriado(actor=request.user.get_username(), feriado=obj)


class MantenimientoForm(forms.ModelForm):
    def clean_hasta(self) -> datetime:
        """Here as well as in the verb, so that it is told beside the field."""
        hasta, ahora = self.cleaned_data["hasta"], timezone.now()
        if hasta <= ahora:
            raise forms.ValidationError("Escriba un momento que no haya pasado.")
        if hasta - (self.instance.desde or ahora) > TOPE:
            raise forms.ValidationError(f"Un mantenimiento dura {TOPE_ESCRITO} como mucho.")
        return hasta


def _terminar(request: HttpRequest, fila: Mantenimiento, datos: dict[str, Any]) -> Mantenimiento:
    try:
        return terminar(actor=request.user.get_username())
    except SinMantenimiento as razon:
        raise NoProcede("Ya había terminado.") from razon


@admin.register(Mantenimiento)
class MantenimientoAdmin(PortalAdmin):
    editable = frozenset({"add", "change"})
    historia = Historia(
        lambda fila: f"mantenimiento:{fila.pk}",
        {
            "mantenimiento.activado": "Activado",
            "mantenimiento.cambiado": "Cambiado",
            "mantenimiento.terminado": "Terminado antes de su hora",
        },
    )
    form = MantenimientoForm
    list_display = ["motivo", "empezo", "fin", "ahora"]
    list_display_links = ["motivo"]
    fields = ["hasta", "motivo"]
    formfield_overrides = MOMENTO_EN_UN_CAMPO

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        campo = super().formfield_for_dbfield(db_field, request, **kwargs)
        if campo is not None and db_field.name in AYUDAS_DE_MANTENIMIENTO:
            campo.help_text = AYUDAS_DE_MANTENIMIENTO[db_field.name]
        return campo

    @admin.display(description="desde")
    def empezo(self, fila: Mantenimiento) -> str:
        return momento(fila.desde)

    @admin.display(description="hasta")
    def fin(self, fila: Mantenimiento) -> str:
        return momento(fila.terminado_en or fila.hasta)

    @admin.display(description="ahora")
    def ahora(self, fila: Mantenimiento) -> str:
        return "En curso" if fila.rige(timezone.now()) else "Terminó"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that is over stays as it was."""
        return super().has_change_permission(request, obj) and (obj is None or obj.rige(timezone.now()))

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="terminar",
                titulo="Terminar el mantenimiento",
                boton="Terminar el mantenimiento",
                explicacion="El portal vuelve a recibir todo en unos segundos.",
                hecho="El portal vuelve a recibir todo.",
                permiso="nucleo.change_mantenimiento",
                procede=lambda fila: fila.rige(timezone.now()),
                hacer=_terminar,
                form=SinMotivoForm,
            ),
        )

    def save_model(self, request: HttpRequest, obj: Mantenimiento, form: Any, change: bool) -> None:
        """The verb says which row it is: the one that already holds, when there is one."""
        try:
            fila = activar(actor=request.user.get_username(), hasta=obj.hasta, motivo=obj.motivo)
        except ValidationError as razon:
            raise PermissionDenied(" ".join(razon.messages)) from razon
        obj.pk, obj.desde = fila.pk, fila.desde


AYUDAS_DE_MANTENIMIENTO = {
    "hasta": "Hora del Ecuador continental. A esa hora termina solo. Empieza al guardar.",
    "motivo": "Lo leen todos, en todas las páginas: «Actualizamos el registro de aportes».",
}
