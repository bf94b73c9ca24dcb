from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cuentas import atencion, dispositivos, segundo_factor, services
from cuentas.actuacion import Peticion
from cuentas.clave.admin import CodigoEnPapelAdmin  # noqa: F401 (registers itself)
from cuentas.models import Cuenta
from cuentas.patronal.admin import EnlacePatronalAdmin  # noqa: F401 (registers itself)
from nucleo.administracion import Acto, MotivoForm, NoProcede, PortalAdmin, agregar_boton, enlazar, si_no
from nucleo.historia import Historia
from nucleo.texto import en_parte, iniciales
from registro.admin.expediente import ConExpediente, expediente_abierto
from registro.models import Empleador, Persona

PERMISO = "cuentas.change_cuenta"

enlazar(Persona, "Cuenta del portal", Cuenta, "persona__id__exact")
enlazar(Empleador, "Cuenta del portal", Cuenta, "empleador__id__exact")
agregar_boton(Persona, "Atender a esta persona", "cuentas:atender_persona", permiso=atencion.PERMISO, envia=True)
agregar_boton(Empleador, "Atender a este empleador", "cuentas:atender_empleador", permiso=atencion.PERMISO, envia=False)
expediente_abierto.connect(atencion.al_abrir_expediente)


class TitularFilter(admin.SimpleListFilter):
    title = "titular"
    parameter_name = "titular"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("persona", "Personas"), ("empleador", "Empleadores"), ("personal", "Personal del instituto")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Cuenta]) -> QuerySet[Cuenta]:
        condiciones: dict[str | None, dict[str, Any]] = {
            "persona": {"persona__isnull": False},
            "empleador": {"empleador__isnull": False},
            "personal": {"is_staff": True},
        }
        return queryset.filter(**condiciones.get(self.value(), {}))


def _cambiar(request: Peticion, cuenta: Cuenta, datos: dict[str, Any], *, activa: bool) -> Cuenta:
    verbo = services.activar if activa else services.desactivar
    try:
        return verbo(actuacion=request.actuacion, cuenta=cuenta, motivo=datos["motivo"])
    except services.CambioRechazado as razon:
        raise NoProcede(str(razon)) from razon


def _reiniciar_factor(request: Peticion, cuenta: Cuenta, datos: dict[str, Any]) -> Cuenta:
    try:
        return segundo_factor.reiniciar(actuacion=request.actuacion, cuenta=cuenta, motivo=datos["motivo"])
    except segundo_factor.CambioImposible as razon:
        raise NoProcede(str(razon)) from razon


class CorreoDelPersonalForm(MotivoForm):
    correo = forms.EmailField(
        label="Correo del instituto",
        required=False,
        max_length=254,
        help_text="Vacío: no recibe avisos, y los plazos de sus casos llegan a quien reparte.",
        error_messages={"invalid": "Escriba un correo como nombre@ejemplo.gob.ec."},
    )
    field_order = ("correo", "motivo")


def _cambiar_correo(request: Peticion, cuenta: Cuenta, datos: dict[str, Any]) -> Cuenta:
    try:
        return services.cambiar_correo_del_personal(actuacion=request.actuacion, cuenta=cuenta, **datos)
    except services.CambioRechazado as razon:
        raise NoProcede(str(razon)) from razon


for modelo in dispositivos.MODELOS:
    admin.site.unregister(modelo)


@admin.register(Cuenta)
class CuentaAdmin(ConExpediente):
    """Accounts are opened by whom they belong to. Here they are looked up, closed, and opened again."""

    lista_abierta = True
    historia = Historia(
        lambda cuenta: f"cuenta:{cuenta.identificador}",
        {
            "cuenta.personal": "Se abrió la cuenta",
            "cuenta.activada": "Se activó la cuenta",
            "cuenta.desactivada": "Se desactivó la cuenta",
            "cuenta.correo_del_personal": "Se cambió el correo",
            "segundo_factor.reiniciado": "Se quitó el segundo factor",
        },
    )
    list_display = ["numero", "de_quien", "tipo", "activa"]
    list_filter = [TitularFilter, "is_active"]
    list_select_related = ["persona", "empleador"]
    search_fields = ["^identificador"]
    search_help_text = "La cédula, el RUC o el nombre de usuario, desde su comienzo."
    fieldsets = [
        (None, {"fields": ["identificador", "nombre_de_titular", "tipo", "papeles", "oficina"]}),
        ("Correo", {"fields": ["correo", "correo_confirmado_en"]}),
        ("Acceso", {"fields": ["activa", "segundo_factor_desde", "creada_en", "last_login"]}),
    ]
    readonly_fields = ["nombre_de_titular", "tipo", "papeles", "activa", "segundo_factor_desde"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cuenta]:
        return super().get_queryset(request).defer("password")

    @admin.display(description="identificador")
    def numero(self, cuenta: Cuenta) -> str:
        return en_parte(cuenta.identificador) if cuenta.persona_id else cuenta.identificador

    @admin.display(description="nombre")
    def nombre_de_titular(self, cuenta: Cuenta) -> str:
        return cuenta.nombre_visible

    @admin.display(description="nombre")
    def de_quien(self, cuenta: Cuenta) -> str:
        """An account is found by its number; whose name goes with it takes a reason."""
        return iniciales(cuenta.nombre_visible) if cuenta.persona_id else cuenta.nombre_visible

    @admin.display(description="es de")
    def tipo(self, cuenta: Cuenta) -> str:
        if cuenta.is_staff:
            return "Personal del instituto"
        return "Persona" if cuenta.persona_id else "Empleador"

    @admin.display(description="activa")
    def activa(self, cuenta: Cuenta) -> str:
        return si_no(cuenta.is_active)

    @admin.display(description="papel")
    def papeles(self, cuenta: Cuenta) -> str:
        return ", ".join(grupo.name for grupo in cuenta.groups.all()) or "—"

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="desactivar",
                titulo="Desactivar la cuenta",
                boton="Desactivar",
                explicacion="Quien la usa deja de poder ingresar, y la sesión que tenga abierta se cierra.",
                hecho="La cuenta quedó desactivada.",
                permiso=PERMISO,
                procede=lambda cuenta: cuenta.is_active,
                hacer=lambda request, cuenta, datos: _cambiar(request, cuenta, datos, activa=False),
            ),
            Acto(
                nombre="activar",
                titulo="Activar la cuenta",
                boton="Activar",
                explicacion="Podrá ingresar otra vez con la misma clave.",
                hecho="La cuenta quedó activa.",
                permiso=PERMISO,
                procede=lambda cuenta: not cuenta.is_active,
                hacer=lambda request, cuenta, datos: _cambiar(request, cuenta, datos, activa=True),
            ),
            Acto(
                nombre="segundo-factor",
                titulo="Quitar el segundo factor",
                boton="Quitar el segundo factor",
                explicacion="Para quien perdió su teléfono y sus códigos de recuperación. Compruebe antes quién es. Se "
                "cierran sus sesiones y podrá ingresar solo con la clave; el personal tendrá que activarlo otra vez.",
                hecho="La cuenta quedó sin segundo factor.",
                permiso=PERMISO,
                procede=lambda cuenta: cuenta.segundo_factor_desde is not None,
                hacer=_reiniciar_factor,
            ),
            Acto(
                nombre="correo",
                titulo="Cambiar el correo del personal",
                boton="Cambiar el correo",
                explicacion="Es el buzón que le da el instituto. Cada día hábil recibe allí los plazos de sus casos.",
                hecho="El correo quedó cambiado.",
                permiso=PERMISO,
                procede=lambda cuenta: cuenta.is_staff,
                hacer=_cambiar_correo,
                form=CorreoDelPersonalForm,
                form_de=lambda cuenta, enviado: CorreoDelPersonalForm(enviado, initial={"correo": cuenta.correo}),
            ),
        )


VERBOS = {"view": "Ver", "add": "Agregar", "change": "Cambiar", "delete": "Borrar"}


def _en_palabras(permiso: Permission) -> str:
    """Django writes the names of its own permissions in English."""
    verbo = VERBOS.get(permiso.codename.partition("_")[0])
    return f"{verbo}: {permiso.content_type.name}" if verbo else permiso.name


admin.site.unregister(Group)


@admin.register(Group)
class PapelAdmin(PortalAdmin):
    """What each role may do is written in the project (iess_portal/roles.py), where a change is reviewed."""

    list_display = ["name"]
    fields = ["name", "permisos"]
    readonly_fields = ["permisos"]

    @admin.display(description="permisos")
    def permisos(self, papel: Group) -> SafeString:
        permisos = papel.permissions.select_related("content_type").order_by("content_type__app_label", "codename")
        return format_html_join("", "<div>{}</div>", ((_en_palabras(permiso),) for permiso in permisos))


# Django looks for the pages of an app here.
from cuentas.cambios import admin as _cambios  # noqa: E402, F401
