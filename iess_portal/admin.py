from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.http import url_has_allowed_host_and_scheme

from cuentas.models import Cuenta
from cuentas.views import salir_view
from iess_portal.mesa import mesa_de

SIN_PAPEL = "Su cuenta todavía no tiene un papel asignado. Pida a la administración del portal que se lo asigne."

# What the bar on top offers, in this order, to whoever may open it.
BARRA = {
    "solicitud": "Solicitudes",
    "queja": "Quejas",
    "persona": "Personas",
    "empleador": "Empleadores",
    "certificado": "Certificados",
    "tramite": "Trámites",
    "conteo": "Cifras",
    "outbox": "Avisos y tareas",
}
CUARTOS = {
    "registro": "Registro",
    "empleadores": "Avisos, planillas y cobranza",
    "tramites": "Trámites y documentos",
    "nucleo": "Avisos, bitácora y calendario",
    "cuentas": "Cuentas y accesos",
    "auth": "Papeles del personal",
}
# A clave is changed where every account changes it, with its line in the bitácora; nothing is redirected by row number.
SIN_USO = frozenset({"password_change", "password_change_done", "view_on_site"})


class PortalAdminSite(admin.AdminSite):
    """The counter and the desk of the staff, on Django's own admin: one login, no deleting, and a desk in front."""

    site_header = "Portal IESS"
    site_title = "Portal IESS"
    index_title = "Su mesa de trabajo"
    site_url = "/"
    empty_value_display = "—"
    # The bar on top and the desk do its work, without JavaScript.
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in SIN_USO]

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff with a second factor and a role: an account without permissions has nothing to do here."""
        if not super().has_permission(request) or cast("Cuenta", request.user).segundo_factor_desde is None:
            return False
        return bool(request.user.get_all_permissions())

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login for everybody. Whoever is in already and still sent here lacks a role."""
        siguiente = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(siguiente, {request.get_host()}, require_https=request.is_secure()):
            siguiente = resolve_url("admin:index")
        if not request.user.is_authenticated:
            return redirect(f"{resolve_url('cuentas:ingresar')}?{urlencode({'next': siguiente})}")
        if not self.has_permission(request):
            raise PermissionDenied(SIN_PAPEL)
        return redirect(siguiente)

    def logout(  # type: ignore[override]  # Django's shows a page of its own; ours goes back to the portal
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """By POST, and through the portal's own verb: a session that ends leaves its line."""
        return salir_view(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        contexto = super().each_context(request)
        modelos = {
            modelo["object_name"].lower(): modelo for app in contexto["available_apps"] for modelo in app["models"]
        }
        barra = [(texto, modelos[nombre]["admin_url"]) for nombre, texto in BARRA.items() if nombre in modelos]
        return {**contexto, "barra": barra, "is_popup": False, "title": "", "subtitle": ""}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        return [{**apps[cuarto], "name": nombre} for cuarto, nombre in CUARTOS.items() if cuarto in apps]

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        titulo = {"title": CUARTOS.get(app_label, "")}
        return super().app_index(request, app_label, titulo | (extra_context or {}))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"mesa": mesa_de(cast("Cuenta", request.user)), **(extra_context or {})})
