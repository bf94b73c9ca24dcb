"""Pensioners at the desk: who lives abroad, their proofs of life, and the pensions that a person suspends."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cuentas.actuacion import Actuacion, Peticion
from nucleo.administracion import Acto, MotivoForm, NoProcede, agregar_acto, anotar_vista, enlazar, momento
from nucleo.dinero import CERO, formato
from nucleo.escritura import fecha_corta, mes_corto
from nucleo.formularios import ArchivoField, RespuestaRechazada
from pensionistas.exterior import supervivencia
from pensionistas.exterior.selectors import pensionistas_exterior, primer_aviso
from pensionistas.models import AvisoPais, PensionistaExterior, Supervivencia, Suspension
from pensionistas.suspension import services as suspension
from pensionistas.suspension.selectors import lo_atrasado, mes_sin_rol
from registro.admin.expediente import ConExpediente
from registro.admin.personas import DePersonaAdmin, condicion_de_persona
from registro.models import Pension, Persona
from tramites.adjuntos.services import recibir
from tramites.selectors import ficha

TRAMITE = "movimiento-pais"

enlazar(Persona, "Avisos de salida y entrada", AvisoPais, "persona__id__exact")
enlazar(Persona, "Constancias de supervivencia", Supervivencia, "persona__id__exact")
enlazar(PensionistaExterior, "Avisos de salida y entrada", AvisoPais, "persona__id__exact")
enlazar(PensionistaExterior, "Constancias de supervivencia", Supervivencia, "persona__id__exact")
enlazar(PensionistaExterior, "Pensiones", Pension, "persona__id__exact")
enlazar(Pension, "Suspensiones", Suspension, "pension__id__exact")


class MotivoCortoForm(MotivoForm):
    motivo = forms.CharField(
        label="Motivo",
        help_text="La persona lo leerá.",
        max_length=250,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Escriba el motivo."},
    )


class SupervivenciaForm(MotivoCortoForm):
    fecha = forms.DateField(
        label="Fecha de la constancia",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Escriba la fecha.", "invalid": "Escriba una fecha que exista."},
    )
    medio = forms.ChoiceField(
        label="Cómo se comprobó",
        choices=[("", "Elija uno"), *((valor, texto.capitalize()) for valor, texto in Supervivencia.Medio.choices)],
        error_messages={"required": "Elija cómo se comprobó.", "invalid_choice": "Elija uno de la lista."},
    )
    documento = ArchivoField(
        label="Documento",
        help_text="La constancia o el formulario, en PDF, JPEG o PNG. En persona y por video no hace falta.",
        tope=settings.ADJUNTO_TOPE,
        tipos=".pdf,.jpg,.jpeg,.png",
        required=False,
    )
    field_order = ("fecha", "medio", "documento", "motivo")

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        con_papel = {Supervivencia.Medio.CONSULADO, Supervivencia.Medio.FORMULARIO}
        if datos.get("medio") in con_papel and "documento" in datos and not datos["documento"]:
            self.add_error("documento", f"Suba el documento, de {filesizeformat(settings.ADJUNTO_TOPE)} como máximo.")
        return datos


def _registrar(request: Peticion, persona: Persona, datos: dict[str, Any]) -> Persona:
    """The file and what it proves, or neither."""
    actuacion, documento = request.actuacion, datos["documento"]
    de_ella = Actuacion(actuacion.actor, Persona.objects.get(pk=persona.pk), actuacion.por)
    try:
        with transaction.atomic():
            adjunto = documento and recibir(
                actuacion=de_ella, tramite=ficha(TRAMITE), clase="supervivencia", archivo=documento
            )
            supervivencia.registrar_supervivencia(
                actuacion=de_ella,
                persona=persona,
                fecha=datos["fecha"],
                medio=datos["medio"],
                motivo=datos["motivo"],
                adjunto=adjunto or None,
            )
    except (supervivencia.NoProcede, RespuestaRechazada) as razon:
        raise NoProcede(str(razon)) from razon
    return persona


REGISTRAR = Acto(
    nombre="supervivencia",
    titulo="Registrar la supervivencia",
    boton="Registrar la supervivencia",
    explicacion="La persona verá hasta cuándo vale, y recibirá un correo.",
    hecho="La constancia quedó registrada.",
    permiso="pensionistas.add_supervivencia",
    procede=lambda persona: persona.fecha_fallecimiento is None and persona.pensiones.exists(),
    hacer=_registrar,
    form=SupervivenciaForm,
)
agregar_acto(Persona, REGISTRAR)


class VigenciaFilter(admin.SimpleListFilter):
    title = "supervivencia"
    parameter_name = "supervivencia"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("vencida", "Vencida"),
            ("pronto", "Por vencer"),
            ("falta", "Sin ninguna registrada"),
            ("suspendida", "Con una pensión suspendida"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        hoy = timezone.localdate()
        match self.value():
            case "vencida":
                return queryset.filter(vence__lt=hoy)
            case "pronto":
                return queryset.filter(vence__range=(hoy, hoy + timedelta(primer_aviso(hoy))))
            case "falta":
                return queryset.filter(vence=None)
            case "suspendida":
                suyas = Pension.objects.filter(persona=OuterRef("pk"), suspendida_desde__isnull=False)
                return queryset.filter(Exists(suyas))
        return queryset


@admin.register(PensionistaExterior)
class PensionistaExteriorAdmin(ConExpediente):
    """Who is late with the proof of life first: nothing happens to them until a person decides it."""

    campo_persona = "pk"
    lista_abierta = True
    list_display = ["nombre", "vence_el", "estado"]
    list_filter = [VigenciaFilter]
    search_fields = ["cedula"]
    search_help_text = "La cédula, o los apellidos y nombres con o sin tildes."
    fields = ["cedula", "apellidos", "nombres", "vence_el", "estado", "correo", "telefono", "direccion"]
    readonly_fields = ["vence_el", "estado"]

    def actos(self) -> tuple[Acto, ...]:
        return (REGISTRAR,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return pensionistas_exterior()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("vence").asc(nulls_last=True), "busqueda"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.filter(condicion_de_persona(search_term.strip())), False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        anotar_vista(request, f"persona:{kwargs['obj'].cedula}", kwargs["obj"].pk)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="apellidos y nombres")
    def nombre(self, persona: PensionistaExterior) -> str:
        return persona.nombre_completo

    @admin.display(description="la supervivencia vale hasta")
    def vence_el(self, persona: Any) -> str:
        return fecha_corta(persona.vence)

    @admin.display(description="estado")
    def estado(self, persona: Any) -> str:
        if persona.vence is None:
            return "Sin ninguna registrada"
        dias = (persona.vence - timezone.localdate()).days
        return f"Vencida hace {-dias} días" if dias < 0 else f"Le quedan {dias} días"


@admin.register(AvisoPais)
class AvisoPaisAdmin(DePersonaAdmin):
    """Given and annulled on the portal's own pages, by the person or by the counter for them."""

    list_display = ["numero", "persona", "tipo", "dia", "pais_en_palabras", "vigente"]
    list_filter = ["tipo", ("anulado_en", admin.EmptyFieldListFilter)]
    readonly_fields = ["pais_en_palabras"]

    @admin.display(description="número")
    def numero(self, aviso: AvisoPais) -> str:
        return aviso.numero

    @admin.display(description="fecha, en Ecuador")
    def dia(self, aviso: AvisoPais) -> str:
        return fecha_corta(aviso.fecha)

    @admin.display(description="nombre del país")
    def pais_en_palabras(self, aviso: AvisoPais) -> str:
        return aviso.nombre_del_pais

    @admin.display(description="vigente", boolean=True)
    def vigente(self, aviso: AvisoPais) -> bool:
        return aviso.anulado_en is None


def _anular(request: Peticion, constancia: Supervivencia, datos: dict[str, Any]) -> Supervivencia:
    try:
        return supervivencia.anular_supervivencia(
            actuacion=request.actuacion, constancia=constancia, motivo=datos["motivo"]
        )
    except supervivencia.NoProcede as razon:
        raise NoProcede(str(razon)) from razon


@admin.register(Supervivencia)
class SupervivenciaAdmin(DePersonaAdmin):
    list_display = ["persona", "dia", "medio", "vale_hasta", "vigente"]
    list_filter = ["medio", ("anulada_en", admin.EmptyFieldListFilter)]

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="anular",
                titulo="Anular la constancia",
                boton="Anular",
                explicacion="Deja de valer, y queda con el motivo. La persona recibirá un correo.",
                hecho="La constancia quedó anulada.",
                permiso="pensionistas.change_supervivencia",
                procede=lambda constancia: constancia.anulada_en is None,
                hacer=_anular,
                form=MotivoCortoForm,
            ),
        )

    @admin.display(description="fecha")
    def dia(self, constancia: Supervivencia) -> str:
        return fecha_corta(constancia.fecha)

    @admin.display(description="vale hasta")
    def vale_hasta(self, constancia: Supervivencia) -> str:
        return fecha_corta(constancia.vence)

    @admin.display(description="vigente", boolean=True)
    def vigente(self, constancia: Supervivencia) -> bool:
        return constancia.anulada_en is None


def _suspender(request: Peticion, pension: Pension, datos: dict[str, Any]) -> Pension:
    try:
        suspension.suspender(actuacion=request.actuacion, pension=pension, motivo=datos["motivo"])
    except suspension.NoProcede as razon:
        raise NoProcede(str(razon)) from razon
    return pension


def _levantar(request: Peticion, una: Suspension, datos: dict[str, Any]) -> Suspension:
    try:
        return suspension.levantar(actuacion=request.actuacion, suspension=una, motivo=datos["motivo"])
    except suspension.NoProcede as razon:
        raise NoProcede(str(razon)) from razon


def _desde_cuando(request: HttpRequest, pension: Pension) -> dict[str, Any]:
    mes = mes_sin_rol(pension.persona, timezone.localdate())
    return {"detalles": [("No se pagará desde", mes_corto(mes)), ("Pensión mensual", formato(pension.monto))]}


def _cuanto(request: HttpRequest, una: Suspension) -> dict[str, Any]:
    if una.levantada_en:
        return {}
    reanuda = max(mes_sin_rol(una.persona, timezone.localdate()), una.desde)
    meses = lo_atrasado(una, reanuda)
    return {
        "detalles": [
            ("Se paga otra vez desde", mes_corto(reanuda)),
            *((mes_corto(mes.periodo), formato(mes.total)) for mes in meses),
            (
                "Con ese pago, por los meses suspendidos (valor referencial)",
                formato(sum((mes.total for mes in meses), CERO)),
            ),
        ]
    }


agregar_acto(
    Pension,
    Acto(
        nombre="suspender",
        titulo="Suspender la pensión",
        boton="Suspender el pago",
        explicacion="Los roles que ya están hechos se pagan. La persona recibirá un correo con el motivo y qué hacer.",
        hecho="La pensión quedó suspendida.",
        permiso="pensionistas.add_suspension",
        procede=lambda pension: pension.suspendida_desde is None,
        hacer=_suspender,
        form=MotivoCortoForm,
        contexto=_desde_cuando,
    ),
)


@admin.register(Suspension)
class SuspensionAdmin(DePersonaAdmin):
    list_display = ["persona", "pension", "primer_mes", "levantada"]
    list_filter = [("levantada_en", admin.EmptyFieldListFilter)]
    list_select_related = ["persona", "pension"]
    exclude = ["detalle", "pagos"]
    readonly_fields = ["atrasado_legible"]

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="levantar",
                titulo="Levantar la suspensión",
                boton="Levantar la suspensión",
                explicacion="La pensión se paga otra vez desde el próximo rol, con los meses suspendidos.",
                hecho="La pensión se paga otra vez.",
                permiso="pensionistas.change_suspension",
                procede=lambda una: una.levantada_en is None,
                hacer=_levantar,
                form=MotivoCortoForm,
                contexto=_cuanto,
            ),
        )

    @admin.display(description="desde")
    def primer_mes(self, una: Suspension) -> str:
        return mes_corto(una.desde)

    @admin.display(description="levantada")
    def levantada(self, una: Suspension) -> str:
        return momento(una.levantada_en) if una.levantada_en else "Sigue suspendida"

    @admin.display(description="por los meses suspendidos")
    def atrasado_legible(self, una: Suspension) -> str:
        return formato(una.atrasado)
