"""What every page of the admin shares: read-only unless it says otherwise, and lists that never count a whole table."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import DateTimeField, Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property

from nucleo.bitacora import anotar
from nucleo.escritura import SIN_DATO, fecha_corta, hora
from nucleo.historia import A_LA_VISTA, Historia, renglones_de

VENTANILLA = "ventanilla"
EXPEDIENTES = "expedientes"  # in the session of a member of staff: person → reason
# For `formfield_overrides`: a moment in one field of the browser's, in Ecuador's time.
MOMENTO_EN_UN_CAMPO: dict[type[Field], dict[str, Any]] = {
    DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    }
}


class PaginadorAcotado(Paginator):
    """Counts no further than `tope`: on a table of millions an exact count costs more than the page itself.

    From `lejos` on a page is found by its keys, in an index, and only its own rows are read whole.
    """

    tope = 10_000
    lejos = 500

    def page(self, number: int | str) -> Page:
        numero = self.validate_number(number)
        desde = (numero - 1) * self.per_page
        if desde < self.lejos:
            return super().page(numero)
        filas = cast("QuerySet[Any]", self.object_list)
        return Page(filas.filter(pk__in=filas.values("pk")[desde : desde + self.per_page]), numero, self)

    @cached_property
    def _contadas(self) -> int:
        filas = cast("QuerySet[Any]", self.object_list)
        return filas.order_by()[: self.tope + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._contadas, self.tope)

    @property
    def hay_mas(self) -> bool:
        return self._contadas > self.tope


@dataclass(frozen=True)
class Enlace:
    """From the page of one row to the list of another model, filtered by it."""

    texto: str
    modelo: type[Model]
    filtro: str

    def url(self, pk: Any) -> str:
        return f"{lista_de(self.modelo)}?{self.filtro}={pk}"

    def visible_para(self, user: Any) -> bool:
        opts = self.modelo._meta
        return user.has_perm(f"{opts.app_label}.view_{opts.model_name}")


@dataclass(frozen=True)
class Boton:
    """From the page of a row to a page outside the admin; `envia`: by a POST, for it does something at once."""

    texto: str
    vista: str
    permiso: str
    envia: bool

    def url(self, pk: Any) -> str:
        return reverse(self.vista, args=[pk])


_botones: dict[type[Model], list[Boton]] = defaultdict(list)
_enlaces: dict[type[Model], list[Enlace]] = defaultdict(list)


def enlazar(desde: type[Model], texto: str, modelo: type[Model], filtro: str) -> None:
    """Adds a link to the page of `desde`. An upper floor adds its own: the page of a person knows no certificates."""
    _enlaces[desde].append(Enlace(texto, modelo, filtro))


@dataclass(frozen=True)
class Anexo:
    """A table on the page of a row and on those of its acts; its rows are None where the role may not look."""

    titulo: str
    columnas: tuple[str, ...]
    filas: Callable[[HttpRequest, Any], list[tuple[Any, ...]] | None]
    vacio: str


_anexos: dict[type[Model], list[Anexo]] = defaultdict(list)


def anexar(desde: type[Model], anexo: Anexo) -> None:
    """Adds a table to the page of `desde`; as with `enlazar`, an upper floor adds its own."""
    _anexos[desde].append(anexo)


def anexos_de(request: HttpRequest, obj: Model) -> list[tuple[Anexo, list[tuple[Any, ...]]]]:
    """The tables of a row, each with what it holds."""
    leidos = [(anexo, anexo.filas(request, obj)) for anexo in _anexos[type(obj)]]
    return [(anexo, filas) for anexo, filas in leidos if filas is not None]


def agregar_boton(desde: type[Model], texto: str, vista: str, *, permiso: str, envia: bool) -> None:
    """Adds a button to the page of `desde`, as `enlazar` adds a link."""
    _botones[desde].append(Boton(texto, vista, permiso, envia))


def lista_de(modelo: type[Model]) -> str:
    """The address of a model's list."""
    return reverse(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_changelist")


def pagina_de(obj: Model) -> str:
    """The address of a row's page."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def momento(valor: datetime | None) -> str:
    """21-nov-2026 14:32."""
    return f"{fecha_corta(valor)} {hora(valor)}" if valor else SIN_DATO


def si_no(valor: bool) -> str:
    """In words: the picture that Django draws speaks English."""
    return "Sí" if valor else "No"


def expedientes_abiertos(request: HttpRequest) -> dict[str, str]:
    """The people whose file was opened in this session, by number, and why."""
    return request.session.get(EXPEDIENTES, {})


def oficina_de(request: HttpRequest) -> str:
    return getattr(request.user, "oficina", "")


def anotar_vista(request: HttpRequest, objeto: str, persona_id: int | None, motivo: str = "") -> None:
    """Who of the staff looked at whose data is a line of the bitácora: the person has a right to know, and why.

    `motivo`: the reason, where the page itself is one; otherwise the one for which the file was opened.
    """
    motivo = motivo or expedientes_abiertos(request).get(str(persona_id), "")
    anotar(
        actor=request.user.get_username(),
        accion="consulta.personal",
        persona_id=persona_id,
        objeto=objeto,
        por=VENTANILLA,
        datos={"oficina": oficina_de(request), "motivo": motivo},
    )


class MotivoForm(forms.Form):
    """The reason of an act that somebody else will read."""

    motivo = forms.CharField(
        label="Motivo",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Escriba el motivo."},
    )


class SinMotivoForm(forms.Form):
    """An act that asks nothing."""


class NoProcede(Exception):
    """An act that can't be done now; the message says why, in words for the person at the desk.

    `campo`: beside which field of the form; the first one where it isn't said.
    """

    def __init__(self, mensaje: str, campo: str = "") -> None:
        super().__init__(mensaje)
        self.campo = campo


@dataclass(frozen=True)
class Acto:
    """An act on one row with its own page: a GET shows what will happen and asks why, a POST calls the verb.

    `hacer(request, obj, answers)` calls the verb and returns the row to show next; it raises NoProcede to refuse.
    `nombre` is the last part of its address and of its view name.
    """

    nombre: str
    titulo: str
    boton: str
    explicacion: str
    hecho: str
    permiso: str
    procede: Callable[[Any], bool]
    hacer: Callable[[Any, Any, dict[str, Any]], Model]
    form: type[forms.Form] = MotivoForm
    form_de: Callable[[Any, Any], forms.Form] | None = None
    """Where the form depends on the row: it gets the row and what was sent."""
    contexto: Callable[[Any, Any], dict[str, Any]] = field(default=lambda request, obj: {})


_actos: dict[type[Model], list[Acto]] = defaultdict(list)


def agregar_acto(desde: type[Model], acto: Acto) -> None:
    """Adds an act to the page of `desde`; as with `enlazar`, an upper floor adds its own."""
    _actos[desde].append(acto)


class PortalAdmin(admin.ModelAdmin):
    """Nobody deletes, and nobody adds or changes but what `editable` names: writes are verbs, and most have a page."""

    editable: ClassVar[frozenset[str]] = frozenset()
    """Of "add" and "change"; the permission of the model is asked besides."""
    historia: ClassVar[Historia | None] = None
    """What the staff change here, as the bitácora keeps it."""
    actions: Any = None
    paginator = PaginadorAcotado
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = list_max_show_all = 50
    # Sorting millions of rows by a column without an index is refused by not offering it.
    sortable_by: ClassVar[Any] = ()
    view_on_site = False
    save_on_top = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return "add" in self.editable and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "change" in self.editable and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def actos(self) -> tuple[Acto, ...]:
        """The acts that have a page of their own, besides those that other floors added."""
        return ()

    def _todos_los_actos(self) -> tuple[Acto, ...]:
        return (*self.actos(), *_actos[self.model])

    def get_urls(self) -> list[URLPattern]:
        opts = self.opts
        propias = [
            path(
                f"<path:object_id>/{acto.nombre}/",
                self.admin_site.admin_view(self._vista_de(acto)),
                name=f"{opts.app_label}_{opts.model_name}_{acto.nombre}",
            )
            for acto in self._todos_los_actos()
        ]
        return propias + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        titulo = {"title": str(self.opts.verbose_name_plural).capitalize()}
        return super().changelist_view(request, titulo | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = unquote(object_id)
        enlaces = [
            (enlace.texto, enlace.url(pk)) for enlace in _enlaces[self.model] if enlace.visible_para(request.user)
        ]
        contexto = {"enlaces": enlaces, "con_historia": self.historia is not None}
        return super().change_view(request, object_id, form_url, contexto | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """From the bitácora: Django's own log tells neither what a field said before nor can it be trusted as much."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        contexto = {
            **self.admin_site.each_context(request),
            "title": f"Historia: {obj}",
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": obj,
            "renglones": renglones_de(obj, self.historia) if self.historia else [],
            "tope": A_LA_VISTA,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", contexto)

    # The verb wrote its line of the bitácora; Django would write another one here, unsigned.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context.update(title=str(obj), subtitle="")
        context["actos"] = [] if obj is None else self._actos_posibles(request, obj)
        context["anexos"] = [] if obj is None else anexos_de(request, obj)
        context["botones"] = [
            (boton, boton.url(obj.pk))
            for boton in _botones[self.model]
            if obj is not None and request.user.has_perm(boton.permiso)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _actos_posibles(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        opts = self.opts
        return [
            (acto.boton, reverse(f"admin:{opts.app_label}_{opts.model_name}_{acto.nombre}", args=[obj.pk]))
            for acto in self._todos_los_actos()
            if acto.procede(obj) and request.user.has_perm(acto.permiso)
        ]

    def _vista_de(self, acto: Acto) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            if not request.user.has_perm(acto.permiso):
                raise PermissionDenied("Su papel no permite este acto.")
            obj = self.get_object(request, unquote(object_id))
            if obj is None or not self.has_view_permission(request, obj):
                raise Http404
            return self._atender(request, obj, acto)

        return view

    def _atender(self, request: HttpRequest, obj: Any, acto: Acto) -> HttpResponse:
        enviado = request.POST if request.method == "POST" else None
        form = acto.form_de(obj, enviado) if acto.form_de else acto.form(enviado, request.FILES or None)
        if form.is_valid():
            try:
                siguiente = acto.hacer(request, obj, form.cleaned_data)
            except NoProcede as razon:
                form.add_error(razon.campo or next(iter(form.fields), None), str(razon))
            else:
                self.message_user(request, acto.hecho, messages.SUCCESS)
                return redirect(pagina_de(siguiente))
        contexto = {
            **self.admin_site.each_context(request),
            "title": acto.titulo,
            "opts": self.opts,
            "original": obj,
            "url_original": pagina_de(obj),
            "acto": acto,
            "procede": acto.procede(obj),
            "form": form,
            "anexos": anexos_de(request, obj),
            **acto.contexto(request, obj),
        }
        return TemplateResponse(request, "admin/acto.html", contexto)


def ninguno(queryset: QuerySet) -> tuple[QuerySet, bool]:
    """The answer of `get_search_results` to words that can't name anything."""
    return queryset.none(), False
