"""The queue of the complaints and the page of one. It names nobody: who filed it is read with a reason, and told."""

import uuid
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.models import Cuenta
from nucleo.administracion import (
    VENTANILLA,
    Acto,
    Anexo,
    MotivoForm,
    NoProcede,
    anexar,
    anotar_vista,
    enlazar,
    momento,
    ninguno,
    oficina_de,
    pagina_de,
)
from nucleo.bitacora import anotar
from nucleo.escritura import SIN_DATO, fecha
from nucleo.feriados import DiasHabiles
from nucleo.jornada import HoyFilter
from registro.models import Persona
from registro.parametros import Parametros
from tramites.adjuntos.models import Adjunto
from tramites.admin.actos_de_solicitud import ResponsableForm
from tramites.admin.bandejas import BandejaFilter, ColaAdmin
from tramites.casos.flujo import Pide
from tramites.casos.models import Solicitud
from tramites.jornada import DE_QUEJAS
from tramites.quejas import services
from tramites.quejas.estados import Tema
from tramites.quejas.forms import texto_largo
from tramites.quejas.models import A_LA_AUTORIDAD, Queja
from tramites.quejas.pruebas import documento_de, pruebas_de
from tramites.quejas.selectors import BANDEJAS, pasos_de, que_atiende
from tramites.quejas.tabla import Transicion, del_personal, desde
from tramites.vistas.adjuntos import descarga

enlazar(Solicitud, "Quejas abiertas sobre la solicitud", Queja, "solicitud__id__exact")

VER = "tramites.view_queja"


def _documentos(request: HttpRequest, queja: Queja) -> list[tuple[Any, ...]]:
    return [
        (_enlace(queja, p.adjunto), filesizeformat(p.adjunto.tamano), momento(p.entregada_en))
        for p in pruebas_de(queja)
    ]


def _enlace(queja: Queja, adjunto: Adjunto) -> SafeString | str:
    """The name, as the way to the file; what waits for the antivirus, and what it refused, is not opened."""
    if not adjunto.disponible:
        return f"{adjunto.nombre} ({adjunto.get_estado_display()})"
    url = reverse("admin:tramites_queja_documento", args=[queja.pk, adjunto.numero])
    return format_html('<a href="{}">{}</a>', url, adjunto.nombre)


anexar(
    Queja,
    Anexo("Documentos que entregó", ("Documento", "Tamaño", "Entregado"), _documentos, "Ninguno."),
)
IDENTIDADES = "quejas_identidad"
"""In the session of a member of staff: of which complaints they read who filed them, and why."""


class RespuestaForm(forms.Form):
    texto = texto_largo(
        "Respuesta", "Escriba la respuesta.", "La leerá la persona. Diga qué halló, qué se hizo y qué puede hacer ella."
    )


def _procede(accion: str, queja: Queja) -> bool:
    transicion = desde(queja.estado, accion)
    return transicion is not None and not (transicion.una_vez and queja.reabierta)


def _hacer(transicion: Transicion, request: Peticion, queja: Queja, datos: dict[str, Any]) -> Queja:
    actuacion = Actuacion(actor=request.actuacion.actor, sujeto=queja.titular, por=Por.VENTANILLA)
    try:
        return services.atender(
            actuacion=actuacion,
            queja=queja,
            accion=transicion.accion,
            texto=datos.get("texto") or datos.get("motivo", ""),
            responsable=datos.get("responsable"),
        )
    except services.NoProcede as razon:
        raise NoProcede(str(razon)) from razon


def _ver_identidad(request: Peticion, queja: Queja, datos: dict[str, Any]) -> Queja:
    """From here on this session reads who filed it; they learn who did, and why."""
    motivo = datos["motivo"].strip()
    with transaction.atomic():
        anotar(
            actor=request.actuacion.nombre_actor,
            accion="queja.identidad",
            persona_id=queja.persona_id,
            objeto=f"queja:{queja.numero}",
            por=VENTANILLA,
            datos={"oficina": oficina_de(request), "motivo": motivo},
        )
    request.session[IDENTIDADES] = request.session.get(IDENTIDADES, {}) | {str(queja.pk): motivo}
    return queja


FORMAS: dict[Pide, type[forms.Form]] = {Pide.MOTIVO: MotivoForm, Pide.RESPUESTA: RespuestaForm, Pide.NADA: forms.Form}


def _acto_de(transicion: Transicion) -> Acto:
    reparte = transicion.pide is Pide.RESPONSABLE
    return Acto(
        nombre=transicion.accion,
        titulo=transicion.boton,
        boton=transicion.boton,
        explicacion=transicion.explicacion,
        hecho=transicion.hecho,
        permiso=VER,
        procede=partial(_procede, transicion.accion),
        hacer=partial(_hacer, transicion),
        form=ResponsableForm if reparte else FORMAS[transicion.pide],
        form_de=_form_de_responsable if reparte else None,
    )


def _form_de_responsable(queja: Queja, enviado: Any) -> ResponsableForm:
    return ResponsableForm(enviado, permiso=queja.permiso)


ACTOS: tuple[Acto, ...] = (
    *map(_acto_de, del_personal()),
    Acto(
        nombre="identidad",
        titulo="Ver quién la presentó",
        boton="Ver quién la presentó",
        explicacion="Hágalo solo si hace falta para responder. La persona verá que usted lo hizo, y el motivo.",
        hecho="Ahora esta página dice quién la presentó.",
        permiso=VER,
        procede=lambda queja: True,
        hacer=_ver_identidad,
    ),
)


@admin.register(Queja)
class QuejaAdmin(ColaAdmin):
    """The queue, the latest first. Those of a leak of personal data are seen by their own role alone."""

    list_filter = [BandejaFilter.con(BANDEJAS), "tema", HoyFilter.con(*DE_QUEJAS)]
    list_select_related = ["tramite", "solicitud__tramite", "responsable__persona", "responsable__empleador"]
    search_fields = ["=numero"]
    search_help_text = "El número de la queja."
    readonly_fields = ["asunto", "lo_escrito", "plazo", "autoridad", "a_cargo", "presentada", "quien"]

    @admin.display(description="sobre")
    def asunto(self, queja: Queja) -> SafeString | str:
        destino = queja.solicitud or queja.tramite
        if destino is None:
            return f"El servicio: {queja.sobre}" if queja.servicio else queja.sobre
        return format_html('<a href="{}">{}</a>', pagina_de(destino), queja.sobre)

    @admin.display(description="queja")
    def lo_escrito(self, queja: Queja) -> SafeString:
        return format_html('<div dir="auto">{}</div>', linebreaksbr(queja.texto, autoescape=True))

    @admin.display(description="aviso a la autoridad")
    def autoridad(self, queja: Queja) -> str:
        """A leak is told to the authority within its own term (LOPDP art. 43)."""
        assert queja.fecha is not None
        parametros = Parametros.al(queja.fecha)
        vence = A_LA_AUTORIDAD.vence(queja.fecha, parametros, DiasHabiles.nacionales())
        return f"Si se confirma la fuga, hasta el {fecha(vence)} (LOPDP, art. 43)"

    @admin.display(description="presentada")
    def presentada(self, queja: Queja) -> str:
        return momento(queja.ingresada_en)

    @admin.display(description="quién la presentó")
    def quien(self, queja: Queja) -> SafeString | str:
        titular = queja.titular
        if titular is None:
            return f"{queja.nombre or 'Sin nombre'}, {queja.correo} (sin ingresar)"
        if not isinstance(titular, Persona):
            return str(titular)
        url = reverse("admin:registro_persona_change", args=[titular.pk])
        return format_html('{} · <a href="{}">Ver su expediente</a>', titular, url)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        campos = ["asunto", "lo_escrito", "estado", "plazo", "a_cargo", "presentada", "desde_pagina"]
        if obj is not None and obj.tema == Tema.DATOS:
            campos.insert(4, "autoridad")
        sabe = obj is not None and str(obj.pk) in request.session.get(IDENTIDADES, {})
        return [(None, {"fields": [*campos, *(["quien", "por"] if sabe else [])]})]

    @admin.display(description="sobre")
    def materia(self, queja: Queja) -> str:
        return queja.sobre

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["numero", "materia", "estado", self.reloj(), "a_cargo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Queja]:
        cuenta = request.user
        return que_atiende(cuenta).defer("nombre", "correo") if isinstance(cuenta, Cuenta) else Queja.objects.none()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Queja], search_term: str
    ) -> tuple[QuerySet[Queja], bool]:
        limpio = search_term.strip().upper()
        if not limpio:
            return queryset, False
        return (queryset.filter(numero=limpio), False) if limpio.isascii() and len(limpio) < 20 else ninguno(queryset)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        queja = kwargs["obj"]
        anotar_vista(request, f"queja:{queja.numero}", queja.persona_id, f"Queja {queja.numero}")
        context["columnas_pasos"] = ("Momento", "Qué", "Quién", "Lo que dice")
        context["pasos"] = [
            (momento(p.paso.momento), p.que, p.quien, p.paso.texto or SIN_DATO)
            for p in pasos_de(queja, del_personal=True)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.documento_view)
        ruta = path("<int:queja>/documentos/<uuid:numero>/", vista, name="tramites_queja_documento")
        return [ruta, *super().get_urls()]

    def documento_view(self, request: HttpRequest, queja: int, numero: uuid.UUID) -> HttpResponseBase:
        """A file, to whom may read its complaint; each time is a line that the person can read."""
        suya = self.get_queryset(request).filter(pk=queja).first() if self.has_view_permission(request) else None
        adjunto = documento_de(suya, numero) if suya is not None else None
        if suya is None or adjunto is None or not adjunto.disponible:
            raise Http404
        with transaction.atomic():
            anotar(
                actor=request.user.get_username(),
                accion="adjunto.abierto",
                persona_id=suya.persona_id,
                objeto=f"adjunto:{adjunto.numero}",
                por=VENTANILLA,
                datos={"oficina": oficina_de(request), "motivo": f"Queja {suya.numero}", "nombre": adjunto.nombre},
            )
        return descarga(adjunto)

    def actos(self) -> tuple[Acto, ...]:
        return ACTOS
