"""The desk of the cases. Each act is a row of the table of tramites/casos/flujo.py; nothing here writes a state."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.models import Cuenta
from nucleo.administracion import (
    Acto,
    MotivoForm,
    NoProcede,
    PortalAdmin,
    SinMotivoForm,
    anotar_vista,
    enlazar,
    momento,
    ninguno,
    pagina_de,
)
from nucleo.escritura import SIN_DATO, fecha, fecha_corta
from nucleo.feriados import DiasHabiles
from registro.models import Persona
from registro.reglas.dictamen import Dictamen
from tramites.adjuntos.models import Adjunto
from tramites.casos import plazos, services
from tramites.casos.estados import DEL_PERSONAL, Estado
from tramites.casos.flujo import ATENDER, Pide, Quien, Transicion
from tramites.casos.models import Solicitud
from tramites.casos.selectors import LO_PESADO, habiles_que_faltan, pasos_de
from tramites.casos.tabla import acciones_del_personal
from tramites.casos.vigilancia import cerca
from tramites.catalogo.models import Tramite
from tramites.certificados.models import Certificado
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de, inscritos

enlazar(Solicitud, "Documentos de la solicitud", Certificado, "solicitud__id__exact")


class BandejaFilter(admin.SimpleListFilter):
    """Which of the cases. Without a choice, those that are open."""

    title = "bandeja"
    parameter_name = "bandeja"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mias", "A mi cargo"),
            ("sin-asignar", "Sin asignar"),
            ("atrasadas", "Atrasadas"),
            ("aprobar", "Por aprobar"),
            ("terminadas", "Decididas o terminadas"),
            ("todas", "Todas"),
        ]

    def choices(self, changelist: Any) -> Any:
        primera, *resto = super().choices(changelist)
        yield {**primera, "display": "Abiertas"}
        yield from resto

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        abiertas = Q(estado__in=DEL_PERSONAL)
        condiciones = {
            "mias": abiertas & Q(responsable_id=request.user.pk),
            "sin-asignar": abiertas & Q(responsable__isnull=True),
            "atrasadas": abiertas & Q(vence_el__lt=timezone.localdate()),
            "aprobar": Q(estado=Estado.EN_APROBACION),
            "terminadas": ~abiertas,
            "todas": Q(),
        }
        return queryset.filter(condiciones.get(self.value() or "", abiertas))


class TramiteFilter(admin.SimpleListFilter):
    """By procedure, of those that open cases."""

    title = "trámite"
    parameter_name = "tramite"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        con_casos = [slug for slug, p in inscritos().items() if isinstance(p, ProcedimientoConCaso)]
        return list(Tramite.objects.filter(slug__in=con_casos).values_list("slug", "nombre"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        return queryset.filter(tramite__slug=self.value()) if self.value() else queryset


class PedidoForm(forms.Form):
    """What procedures ask for most, each with its text to edit, and whatever else, one thing per line."""

    otros = forms.CharField(
        label="Otra cosa",
        help_text="Una por línea. Escriba como le hablaría a la persona: qué falta y para qué.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, frecuentes: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, texto in enumerate(frecuentes, start=1):
            self.fields[f"pedir_{n}"] = forms.BooleanField(label=f"Pedir: {texto}", required=False)
            self.fields[f"texto_{n}"] = forms.CharField(
                label=f"Con estas palabras ({n})",
                initial=texto,
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
            )
        self.order_fields([nombre for nombre in self.fields if nombre != "otros"])

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        elegidos = [
            datos.get(f"texto_{nombre.removeprefix('pedir_')}", "").strip()
            for nombre, valor in datos.items()
            if nombre.startswith("pedir_") and valor
        ]
        otros = [linea.strip() for linea in datos.get("otros", "").splitlines()]
        datos["textos"] = [texto for texto in [*elegidos, *otros] if texto]
        if not datos["textos"]:
            self.add_error("otros", "Escriba qué le pide a la persona.")
        return datos


class ResponsableField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.nombre_visible


class ResponsableForm(forms.Form):
    responsable = ResponsableField(
        label="Quién la atenderá",
        queryset=Cuenta.objects.none(),
        error_messages={"required": "Elija a una persona.", "invalid_choice": "Elija a una persona de la lista."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["responsable"]
        assert isinstance(campo, ResponsableField)
        campo.queryset = quienes_atienden()


class MensajeForm(forms.Form):
    texto = forms.CharField(
        label="Mensaje",
        help_text="Lo leerá la persona, y le llegará un correo que dice que lo hay.",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Escriba el mensaje."},
    )


def quienes_atienden() -> QuerySet[Cuenta]:
    """The staff whose role lets them attend cases."""
    app, codigo = ATENDER.split(".")
    permiso = Permission.objects.filter(content_type__app_label=app, codename=codigo)
    return Cuenta.objects.filter(is_staff=True, is_active=True, groups__permissions__in=permiso).distinct()


def actuacion_de(request: Peticion, solicitud: Solicitud) -> Actuacion:
    """The act of the member of staff, about whose case it is."""
    return Actuacion(actor=request.actuacion.actor, sujeto=solicitud.titular, por=Por.VENTANILLA)


def _hacer(transicion: Transicion, request: Peticion, solicitud: Solicitud, datos: dict[str, Any]) -> Solicitud:
    quien = actuacion_de(request, solicitud)
    try:
        match transicion:
            case Transicion(pide=Pide.DOCUMENTOS):
                return services.pedir(actuacion=quien, solicitud=solicitud, textos=datos["textos"])
            case Transicion(pide=Pide.RESPONSABLE):
                return services.reasignar(actuacion=quien, solicitud=solicitud, responsable=datos["responsable"])
            case Transicion(accion="retirar_pedido"):
                return services.retirar_pedido(actuacion=quien, solicitud=solicitud, motivo=datos["motivo"])
            case _:
                return services.actuar(
                    actuacion=quien, solicitud=solicitud, accion=transicion.accion, motivo=datos.get("motivo", "")
                )
    except services.NoProcede as razon:
        raise NoProcede(str(razon)) from razon


def _escribir(request: Peticion, solicitud: Solicitud, datos: dict[str, Any]) -> Solicitud:
    try:
        services.escribir(actuacion=actuacion_de(request, solicitud), solicitud=solicitud, texto=datos["texto"])
    except services.NoProcede as razon:
        raise NoProcede(str(razon)) from razon
    return solicitud


def procede(accion: str, solicitud: Solicitud) -> bool:
    """Whether the table has a row for this action where the case stands; who may do it is asked besides."""
    transicion = caso_de(solicitud.tramite.slug).flujo.desde(solicitud.estado, accion)
    if transicion is None or transicion.quien is not Quien.PERSONAL:
        return False
    if transicion.exige and transicion.exige not in {solicitud.propuesta, solicitud.resultado}:
        return False
    match accion:
        case "retomar":
            return solicitud.responsable_id is None
        case "soltar":
            return solicitud.responsable_id is not None
        case _:
            return True


def plazo_de(solicitud: Solicitud, dias: DiasHabiles, pronto: int) -> SafeString | str:
    """The institute's clock in words and colour; with `pronto` days left it is urgent."""
    if solicitud.pausada_desde:
        return f"Detenido: la persona responde hasta el {fecha_corta(solicitud.responde_hasta)}"
    faltan = habiles_que_faltan(solicitud, timezone.localdate(), dias)
    if faltan is None:
        return SIN_DATO
    tono = "error" if faltan < 0 else "atencion" if faltan <= pronto else "neutro"
    return format_html('<span class="etiqueta {}">{}</span>', tono, plazos.en_palabras(faltan).capitalize())


def enlaces_a(adjuntos: Iterable[Adjunto]) -> SafeString | str:
    """The documents by name, each leading to its page, where it is opened."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((pagina_de(a), a.nombre) for a in adjuntos)) or SIN_DATO


def _acto_de(transicion: Transicion) -> Acto:
    formas: dict[Pide, type[forms.Form]] = {
        Pide.NADA: SinMotivoForm,
        Pide.MOTIVO: MotivoForm,
        Pide.DOCUMENTOS: PedidoForm,
        Pide.RESPONSABLE: ResponsableForm,
    }
    return Acto(
        nombre=transicion.accion,
        titulo=transicion.boton,
        boton=transicion.boton,
        explicacion=transicion.explicacion,
        hecho=transicion.hecho,
        permiso=transicion.permiso,
        procede=partial(procede, transicion.accion),
        hacer=partial(_hacer, transicion),
        form=formas[transicion.pide],
        form_de=_form_de_pedido if transicion.pide is Pide.DOCUMENTOS else None,
    )


def _form_de_pedido(solicitud: Solicitud, enviado: Any) -> PedidoForm:
    return PedidoForm(enviado, frecuentes=caso_de(solicitud.tramite.slug).pedidos_frecuentes)


ACTOS: tuple[Acto, ...] = (
    *map(_acto_de, acciones_del_personal()),
    Acto(
        nombre="mensaje",
        titulo="Escribir a la persona",
        boton="Escribir a la persona",
        explicacion="El mensaje queda en la página de la solicitud.",
        hecho="El mensaje está enviado.",
        permiso=ATENDER,
        procede=lambda solicitud: solicitud.estado in DEL_PERSONAL,
        hacer=_escribir,
        form=MensajeForm,
    ),
)


@admin.register(Solicitud)
class SolicitudAdmin(PortalAdmin):
    """The queue, the most urgent first. It names nobody; a case names its person, and opening it is told to them."""

    list_filter = [BandejaFilter, TramiteFilter]
    list_select_related = ["tramite", "responsable"]
    search_fields = ["=numero"]
    search_help_text = "El número de la solicitud, o la cédula o el RUC de quien la presentó."
    readonly_fields = ["titular", "plazo", "a_cargo", "ingreso", "decision"]

    @admin.display(description="titular")
    def titular(self, solicitud: Solicitud) -> SafeString | str:
        if not isinstance(solicitud.titular, Persona):
            return str(solicitud.titular)
        url = reverse("admin:registro_persona_change", args=[solicitud.persona_id])
        return format_html('{} · <a href="{}">Ver su expediente</a>', solicitud.titular, url)

    @admin.display(description="plazo")
    def plazo(self, solicitud: Solicitud) -> SafeString | str:
        return plazo_de(solicitud, DiasHabiles.nacionales(), cerca(timezone.localdate()))

    @admin.display(description="a cargo de")
    def a_cargo(self, solicitud: Solicitud) -> str:
        return solicitud.responsable.nombre_visible if solicitud.responsable else "Nadie todavía"

    @admin.display(description="ingreso")
    def ingreso(self, solicitud: Solicitud) -> str:
        return momento(solicitud.ingresada_en)

    @admin.display(description="decidida")
    def decision(self, solicitud: Solicitud) -> str:
        return momento(solicitud.decidida_en)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        ingreso = ["titular", "estado", "plazo", "a_cargo", "ingreso", "actor", "por"]
        propuesta = ["propuesta", "propuesta_por", "motivo"]
        decision = ["resultado", "decidida_por", "decision", *([] if obj and obj.propuesta else ["motivo"])]
        return [
            (None, {"fields": ingreso}),
            *([("Propuesta", {"fields": propuesta})] if obj and obj.propuesta else []),
            *([("Decisión", {"fields": decision})] if obj and obj.resultado else []),
        ]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The calendar is read once for the whole list."""
        dias, pronto = DiasHabiles.nacionales(), cerca(timezone.localdate())

        @admin.display(description="plazo")
        def plazo(solicitud: Solicitud) -> SafeString | str:
            return plazo_de(solicitud, dias, pronto)

        return ["numero", "tramite", "estado", plazo, "a_cargo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Solicitud]:
        return super().get_queryset(request).exclude(estado=Estado.BORRADOR)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        lista = super().get_changelist_instance(request)
        lista.queryset = lista.queryset.defer(*LO_PESADO)
        return lista

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Solicitud], search_term: str
    ) -> tuple[QuerySet[Solicitud], bool]:
        limpio = search_term.strip()
        if not limpio:
            return queryset, False
        if "-" in limpio:
            return queryset.filter(numero=limpio), False
        if limpio.isdigit() and len(limpio) in {10, 13}:
            return queryset.filter(Q(persona__cedula=limpio) | Q(empleador__ruc=limpio)), False
        return ninguno(queryset)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        solicitud = kwargs["obj"]
        anotar_vista(request, f"solicitud:{solicitud.numero}", solicitud.persona_id, f"Solicitud {solicitud.numero}")
        context["dictamen"] = Dictamen.de_json(solicitud.dictamen) if solicitud.dictamen else None
        resumen = caso_de(solicitud.tramite.slug).resumen(solicitud.datos)
        context["columnas_respuestas"] = ("Dato", "Consta", "Lo que pide")
        context["respuestas"] = [(linea.termino, linea.antes or SIN_DATO, linea.ahora) for linea in resumen]
        context["columnas_pedidos"] = ("Pedido", "Cuándo", "Respuesta", "Documentos")
        context["pedidos"] = [
            (
                pedido.texto,
                fecha(pedido.pedido_en),
                pedido.contestacion or pedido.get_estado_display(),
                enlaces_a(entrega.adjunto for entrega in pedido.entregas.all()),
            )
            for pedido in solicitud.pedidos.prefetch_related("entregas__adjunto")
        ]
        con_ella = solicitud.entregas.filter(pedido=None).select_related("adjunto")
        context["columnas_entregas"] = ("Documento", "Entregado")
        context["entregas"] = [(enlaces_a([e.adjunto]), momento(e.entregado_en)) for e in con_ella]
        context["columnas_mensajes"] = ("Quién", "Cuándo", "Mensaje")
        context["mensajes"] = [
            (mensaje.autor.nombre_visible, momento(mensaje.momento), mensaje.texto)
            for mensaje in solicitud.mensajes.select_related("autor__persona", "autor__empleador")
        ]
        context["columnas_pasos"] = ("Momento", "Qué", "Quién", "Por qué")
        context["pasos"] = [
            (momento(paso.evento.momento), paso.texto, paso.quien, paso.motivo or SIN_DATO)
            for paso in pasos_de(solicitud, del_personal=True)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def actos(self) -> tuple[Acto, ...]:
        return ACTOS
