from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from cuentas.actuacion import Actuacion, Peticion, Por
from empleadores.models import Generacion, MesReabierto
from empleadores.planillas import services
from empleadores.planillas.meses import CON_COBRO, Cierre, mes_de
from nucleo.administracion import Acto, MotivoForm, NoProcede, PortalAdmin, agregar_acto, enlazar, momento, si_no
from nucleo.escritura import fecha_corta, mes_corto
from registro.models import Empleador, Planilla

PERMISO_ANULAR = "registro.change_planilla"
PERMISO_REABRIR = "empleadores.add_mesreabierto"
PERMISO_CERRAR = "empleadores.change_mesreabierto"

enlazar(Empleador, "Meses reabiertos", MesReabierto, "empleador__id__exact")
enlazar(Empleador, "Planillas que pidió generar", Generacion, "empleador__id__exact")


class ReabrirForm(MotivoForm):
    hasta = forms.DateField(
        label="Abierto hasta",
        help_text="El último día en que el empleador podrá cambiar ese mes.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Escriba hasta qué día.", "invalid": "Escriba una fecha que exista."},
    )
    field_order = ("hasta", "motivo")


def _por(request: Peticion, empleador: Empleador) -> Actuacion:
    """The act of the staff member, about that employer."""
    return Actuacion(actor=request.actuacion.actor, sujeto=empleador, por=Por.VENTANILLA)


def _anular(request: Peticion, planilla: Planilla, datos: dict[str, Any]) -> Planilla:
    quien = _por(request, planilla.empleador)
    try:
        return services.anular_planilla(actuacion=quien, planilla_id=planilla.pk, motivo=datos["motivo"])
    except services.NoProcede as razon:
        raise NoProcede(razon.mensaje) from razon


def _reabrir(request: Peticion, planilla: Planilla, datos: dict[str, Any]) -> MesReabierto:
    empleador = planilla.empleador
    try:
        return services.reabrir_mes(
            actuacion=_por(request, empleador), empleador=empleador, periodo=planilla.periodo, **datos
        )
    except services.NoProcede as razon:
        raise NoProcede(razon.mensaje) from razon


def _cerrar(request: Peticion, reabierto: MesReabierto, datos: dict[str, Any]) -> MesReabierto:
    quien = _por(request, reabierto.empleador)
    try:
        return services.cerrar_mes(actuacion=quien, reabierto_id=reabierto.pk, motivo=datos["motivo"])
    except services.NoProcede as razon:
        raise NoProcede(razon.mensaje) from razon


def _de_quien(request: HttpRequest, planilla: Planilla) -> dict[str, Any]:
    return {"detalles": [("Empleador", planilla.empleador)]}


def _anulable(planilla: Planilla) -> bool:
    sin_cobro = Planilla.objects.exclude(CON_COBRO).filter(generada_en__isnull=False, anulada_en=None)
    return sin_cobro.filter(pk=planilla.pk).exists()


agregar_acto(
    Planilla,
    Acto(
        nombre="anular",
        titulo="Anular la planilla",
        boton="Anular la planilla",
        explicacion=(
            "La planilla queda anulada y sin trabajadores: nadie debe nada por ella. Si el mes sigue abierto, o se "
            "reabre, se puede generar otra vez."
        ),
        hecho="La planilla quedó anulada.",
        permiso=PERMISO_ANULAR,
        procede=_anulable,
        hacer=_anular,
        contexto=_de_quien,
    ),
)
agregar_acto(
    Planilla,
    Acto(
        nombre="reabrir",
        titulo="Reabrir el mes",
        boton="Reabrir su mes",
        explicacion=(
            "El empleador podrá deshacer avisos de ese mes y generar otra vez sus planillas, las de todas sus "
            "sucursales, hasta el día que usted escriba."
        ),
        hecho="El mes está abierto otra vez.",
        permiso=PERMISO_REABRIR,
        procede=lambda planilla: mes_de(planilla.empleador, planilla.periodo).por_que == Cierre.VENCIDO,
        hacer=_reabrir,
        form=ReabrirForm,
        contexto=_de_quien,
    ),
)


@admin.register(MesReabierto)
class MesReabiertoAdmin(PortalAdmin):
    list_display = ["mes", "empleador", "dia", "abierto", "reabierto_por", "motivo"]
    list_select_related = ["empleador"]
    search_fields = ["=empleador__ruc"]
    search_help_text = "El RUC del empleador."
    ordering = ["-pk"]

    @admin.display(description="mes")
    def mes(self, reabierto: MesReabierto) -> str:
        return mes_corto(reabierto.periodo)

    @admin.display(description="hasta")
    def dia(self, reabierto: MesReabierto) -> str:
        return fecha_corta(reabierto.hasta)

    @admin.display(description="abierto")
    def abierto(self, reabierto: MesReabierto) -> str:
        return si_no(_sigue(reabierto))

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="cerrar",
                titulo="Cerrar el mes otra vez",
                boton="Cerrar otra vez",
                explicacion="El empleador ya no podrá cambiar ese mes. Lo que generó mientras estuvo abierto queda.",
                hecho="El mes está cerrado.",
                permiso=PERMISO_CERRAR,
                procede=_sigue,
                hacer=_cerrar,
            ),
        )


def _sigue(reabierto: MesReabierto) -> bool:
    return reabierto.cerrado_en is None and reabierto.hasta >= timezone.localdate()


@admin.register(Generacion)
class GeneracionAdmin(PortalAdmin):
    list_display = ["mes", "empleador", "clase", "pedida", "pedida_por", "terminada"]
    list_select_related = ["empleador"]
    list_filter = ["clase"]
    search_fields = ["=empleador__ruc"]
    search_help_text = "El RUC del empleador."
    ordering = ["-pk"]

    @admin.display(description="mes")
    def mes(self, generacion: Generacion) -> str:
        return mes_corto(generacion.periodo)

    @admin.display(description="pedida")
    def pedida(self, generacion: Generacion) -> str:
        return momento(generacion.pedida_en)

    @admin.display(description="terminada")
    def terminada(self, generacion: Generacion) -> str:
        return momento(generacion.terminada_en)
