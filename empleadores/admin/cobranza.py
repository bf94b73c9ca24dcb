"""Payments at the desk: by hand, with what is in favour, money that waits, the bank's file; and agreements."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cuentas.actuacion import Peticion
from empleadores.cobranza import services
from empleadores.cobranza.archivo import MAXIMO_BYTES
from empleadores.cobranza.carga import cargar
from empleadores.cobranza.ingresos import PagoRechazado
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.models import Convenio, Cuota, PagoCuota, PagoPorAplicar, PlanillaDeConvenio
from nucleo.administracion import Acto, MotivoForm, NoProcede, PortalAdmin, agregar_acto, enlazar, momento
from nucleo.dinero import formato
from nucleo.escritura import fecha_corta
from registro.models import Empleador, Pago, Planilla
from registro.planillas.deuda import Mora

PERMISO = "registro.add_pago"

enlazar(Empleador, "Convenios de pago", Convenio, "empleador__id__exact")
enlazar(Convenio, "Cuotas", Cuota, "convenio__id__exact")
enlazar(Convenio, "Planillas que paga", PlanillaDeConvenio, "convenio__id__exact")
enlazar(Cuota, "Pagos recibidos", PagoCuota, "cuota__id__exact")


class PagoForm(MotivoForm):
    valor = forms.DecimalField(
        label="Valor",
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text="Con punto y dos decimales, como 1234.56.",
        error_messages={"required": "Escriba el valor.", "invalid": "Escriba el valor como 1234.56."},
    )
    fecha = forms.DateField(
        label="Fecha del pago",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Escriba la fecha.", "invalid": "Escriba una fecha que exista."},
    )
    transaccion = forms.CharField(
        label="Número de la transacción",
        max_length=60,
        help_text="El del papel del banco. Con el mismo número no se registra dos veces.",
        error_messages={"required": "Escriba el número de la transacción."},
    )
    canal = forms.CharField(label="Dónde se pagó", max_length=60, error_messages={"required": "Escriba dónde se pagó."})
    motivo = forms.CharField(
        label="Por qué se registra a mano",
        max_length=250,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Escriba por qué se registra a mano."},
    )
    field_order = ("valor", "fecha", "transaccion", "canal", "motivo")


class MotivoCortoForm(MotivoForm):
    motivo = forms.CharField(
        label="Motivo",
        max_length=250,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Escriba el motivo."},
    )


class AplicarForm(MotivoCortoForm):
    referencia = forms.CharField(
        label="Referencia de la planilla o de la cuota",
        max_length=20,
        help_text="Los dígitos del comprobante. Están también en la página de la planilla y en la de la cuota.",
        error_messages={"required": "Escriba la referencia."},
    )
    field_order = ("referencia", "motivo")


def _registrar(request: Peticion, planilla: Planilla, datos: dict[str, Any]) -> Planilla:
    try:
        services.registrar_pago(
            planilla_id=planilla.pk,
            valor=datos["valor"],
            fecha=datos["fecha"],
            referencia=datos["transaccion"],
            canal=datos["canal"],
            origen=Pago.Origen.VENTANILLA,
            actor=request.actuacion.nombre_actor,
            motivo=datos["motivo"],
        )
    except PagoRechazado as razon:
        raise NoProcede(razon.mensaje, "transaccion" if razon.campo == "referencia" else razon.campo) from razon
    return planilla


def _usar_saldo(request: Peticion, planilla: Planilla, datos: dict[str, Any]) -> Planilla:
    try:
        services.usar_saldo_a_favor(
            planilla_id=planilla.pk, actor=request.actuacion.nombre_actor, motivo=datos["motivo"]
        )
    except PagoRechazado as razon:
        raise NoProcede(razon.mensaje) from razon
    return planilla


def _aplicar(request: Peticion, pendiente: PagoPorAplicar, datos: dict[str, Any]) -> PagoPorAplicar:
    try:
        return services.aplicar_pendiente(pendiente_id=pendiente.pk, actor=request.actuacion.nombre_actor, **datos)
    except PagoRechazado as razon:
        raise NoProcede(razon.mensaje) from razon


def _lo_que_debe(request: HttpRequest, planilla: Planilla) -> dict[str, Any]:
    hoy: date = timezone.localdate()
    deuda = Mora.vigente(hoy).deuda(planilla, hoy)
    return {
        "detalles": [
            ("Empleador", planilla.empleador),
            ("Capital que debe", formato(deuda.capital)),
            ("Interés de mora hasta hoy", formato(deuda.interes)),
            ("A favor del empleador", formato(saldo_a_favor(planilla.empleador))),
        ]
    }


def _lo_que_espera(request: HttpRequest, pendiente: PagoPorAplicar) -> dict[str, Any]:
    return {
        "detalles": [
            ("Valor", formato(pendiente.valor)),
            ("Fecha en que se pagó", fecha_corta(pendiente.fecha)),
            ("Referencia que vino", pendiente.referencia or "Ninguna"),
            ("Por qué no se aplicó", pendiente.problema),
        ]
    }


agregar_acto(
    Planilla,
    Acto(
        nombre="pago",
        titulo="Registrar un pago",
        boton="Registrar un pago",
        explicacion=(
            "El pago cubre primero el interés de mora hasta su fecha, y después el capital. Lo que sobre queda a "
            "favor. Si ya se registró otro de una fecha posterior, el interés que ese pagó no se cuenta otra vez."
        ),
        hecho="El pago está registrado.",
        permiso=PERMISO,
        procede=lambda planilla: planilla.anulada_en is None and not planilla.convenio,
        hacer=_registrar,
        form=PagoForm,
        contexto=_lo_que_debe,
    ),
)
agregar_acto(
    Planilla,
    Acto(
        nombre="saldo",
        titulo="Pagar con el saldo a favor",
        boton="Pagar con el saldo a favor",
        explicacion="Se paga lo que la planilla debe hoy, hasta donde alcance lo que el empleador tiene a favor.",
        hecho="El saldo a favor pagó esta planilla, hasta donde alcanza.",
        permiso=PERMISO,
        procede=lambda planilla: (
            planilla.aportes_impagos > 0 and not planilla.convenio and saldo_a_favor(planilla.empleador) > 0
        ),
        hacer=_usar_saldo,
        form=MotivoCortoForm,
        contexto=_lo_que_debe,
    ),
)


class ArchivoForm(forms.Form):
    archivo = forms.FileField(
        label="Archivo del banco",
        help_text="CSV en UTF-8: referencia,fecha,valor,canal y, si el banco la da, transaccion.",
        error_messages={
            "required": "Elija el archivo.",
            "empty": "El archivo está vacío.",
            "missing": "Elija el archivo.",
        },
    )

    def clean_archivo(self) -> Any:
        archivo = self.cleaned_data["archivo"]
        if archivo.size > MAXIMO_BYTES:
            raise forms.ValidationError("El archivo pesa más de 50 MB: pártalo en varios.")
        return archivo


class EnEsperaFilter(admin.SimpleListFilter):
    title = "estado"
    parameter_name = "estado"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("espera", "Por aplicar"), ("aplicado", "Aplicado")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PagoPorAplicar]) -> QuerySet[PagoPorAplicar]:
        if self.value() not in {"espera", "aplicado"}:
            return queryset
        return queryset.filter(aplicado_en__isnull=self.value() == "espera")


@admin.register(PagoPorAplicar)
class PagoPorAplicarAdmin(PortalAdmin):
    change_list_template = "admin/empleadores/pagos_por_aplicar.html"
    list_display = ["clave", "referencia", "dia", "dinero", "problema", "aplicado"]
    list_filter = [EnEsperaFilter]
    search_fields = ["=clave", "=referencia"]
    search_help_text = "La transacción, o la referencia que vino."
    ordering = ["-pk"]

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="aplicar",
                titulo="Aplicar este pago",
                boton="Aplicar este pago",
                explicacion="El dinero va a la planilla o a la cuota que usted diga, con la fecha en que se pagó.",
                hecho="El pago está aplicado.",
                permiso=PERMISO,
                procede=lambda pendiente: pendiente.aplicado_en is None,
                hacer=_aplicar,
                form=AplicarForm,
                contexto=_lo_que_espera,
            ),
        )

    def get_urls(self) -> list[URLPattern]:
        carga = path("archivo/", self.admin_site.admin_view(self.cargar_archivo), name="empleadores_pagos_archivo")
        return [carga, *super().get_urls()]

    def cargar_archivo(self, request: Peticion) -> HttpResponse:
        """The same as the command, for whoever has the file and no shell."""
        if not request.user.has_perm(PERMISO):
            raise PermissionDenied("Su papel no permite este acto.")
        enviado = request.method == "POST"
        form = ArchivoForm(request.POST, request.FILES) if enviado else ArchivoForm()
        informe = None
        if enviado and form.is_valid():
            archivo = form.cleaned_data["archivo"]
            informe = cargar(nombre=archivo.name, contenido=archivo.read(), actor=request.actuacion.nombre_actor)
            form = ArchivoForm()
            self.message_user(request, f"Pagos aplicados: {informe.aplicados}.", messages.SUCCESS)
        contexto = {
            **self.admin_site.each_context(request),
            "title": "Cargar el archivo del banco",
            "opts": self.opts,
            "form": form,
            "informe": informe,
        }
        return TemplateResponse(request, "admin/empleadores/pagos_archivo.html", contexto)

    @admin.display(description="fecha")
    def dia(self, pendiente: PagoPorAplicar) -> str:
        return fecha_corta(pendiente.fecha)

    @admin.display(description="valor")
    def dinero(self, pendiente: PagoPorAplicar) -> str:
        return formato(pendiente.valor)

    @admin.display(description="aplicado")
    def aplicado(self, pendiente: PagoPorAplicar) -> str:
        return f"{momento(pendiente.aplicado_en)}, a {pendiente.aplicado_a}" if pendiente.aplicado_en else "Todavía no"


@admin.register(Convenio)
class ConvenioAdmin(PortalAdmin):
    list_display = ["numero", "empleador", "estado", "plazo", "dinero", "inicio"]
    list_filter = ["estado"]
    list_select_related = ["empleador"]
    search_fields = ["=numero", "=empleador__ruc"]
    search_help_text = "El número de la solicitud o el RUC del empleador."
    ordering = ["-pk"]

    @admin.display(description="total")
    def dinero(self, convenio: Convenio) -> str:
        return formato(convenio.total)

    @admin.display(description="desde")
    def inicio(self, convenio: Convenio) -> str:
        return fecha_corta(convenio.desde)


@admin.register(Cuota)
class CuotaAdmin(PortalAdmin):
    list_display = ["convenio", "numero", "fin", "dinero", "referencia", "abonado"]
    list_select_related = ["convenio"]
    search_fields = ["=convenio__numero"]
    readonly_fields = ["referencia"]
    search_help_text = "El número del convenio."

    @admin.display(description="hasta")
    def fin(self, cuota: Cuota) -> str:
        return fecha_corta(cuota.vence)

    @admin.display(description="valor")
    def dinero(self, cuota: Cuota) -> str:
        return formato(cuota.valor)

    @admin.display(description="pagado")
    def abonado(self, cuota: Cuota) -> str:
        return formato(cuota.pagado)


@admin.register(PlanillaDeConvenio)
class PlanillaDeConvenioAdmin(PortalAdmin):
    list_display = ["convenio", "planilla", "capital", "interes"]
    list_select_related = ["convenio", "planilla"]


@admin.register(PagoCuota)
class PagoCuotaAdmin(PortalAdmin):
    list_display = ["referencia", "cuota", "dia", "dinero", "origen"]
    list_select_related = ["cuota__convenio"]
    search_fields = ["=referencia"]
    search_help_text = "La transacción."

    @admin.display(description="fecha")
    def dia(self, pago: PagoCuota) -> str:
        return fecha_corta(pago.fecha)

    @admin.display(description="valor")
    def dinero(self, pago: PagoCuota) -> str:
        return formato(pago.valor)
