"""The pages of files of notices: one to send them, at each kind of notice, and those of a file that was sent."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion, Por
from cuentas.atencion import anotar_lectura
from empleadores.lotes import descargas, services
from empleadores.lotes.formatos import FORMATOS, Formato
from empleadores.lotes.lectura import ArchivoIlegible
from empleadores.lotes.recibo import recibo_de
from empleadores.lotes.selectors import A_LA_VISTA, lote_de, lotes_de
from empleadores.models import LineaConError, Lote
from empleadores.novedades.normas import Normas
from nucleo import throttle
from nucleo.escritura import fecha, hora
from nucleo.formularios import ArchivoField, RespuestaRechazada
from nucleo.paginas import pagina_de
from tramites.procedimientos import Procedimiento
from tramites.procedimientos.vistas import View
from tramites.selectors import ficha

if TYPE_CHECKING:
    _Procedimiento = Procedimiento
else:
    _Procedimiento = object

POR_PAGINA = 50
HORA = timedelta(hours=1)
MISMO = "Es el mismo archivo que se recibió el {} a las {}. Nada se registra dos veces."
DEMASIADOS = "Subió muchos archivos en la última hora. Podrá subir más a las {}."
SIN_ARCHIVO = "El archivo ya no está."


class ArchivoForm(forms.Form):
    archivo = ArchivoField(
        label="Archivo",
        tope=settings.LOTE_TOPE,
        tipos=".txt,.dat,.csv,.xlsx",
        help_text=f"En .txt o .dat del instituto, .csv o .xlsx, de {filesizeformat(settings.LOTE_TOPE)} como máximo.",
    )


class ConLotes(_Procedimiento):
    """Lets an act on one worker be done for many, in a file: stands before the kind among the bases of the class."""

    tipo_de_lote: ClassVar[str]

    @property
    def formato(self) -> Formato:
        return FORMATOS[self.tipo_de_lote]

    @property
    def url_archivo(self) -> str:
        return self.url_de("archivo")

    def urls(self) -> list[URLPattern]:
        return [
            *super().urls(),
            path(f"{self.slug}/archivo/", pagina_de_archivo(self), name=f"{self.slug}-archivo"),
            path(f"{self.slug}/plantilla.<str:clase>", plantilla(self), name=f"{self.slug}-plantilla"),
        ]


def pagina_de_archivo(procedimiento: ConLotes) -> View:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion) -> HttpResponse:
        form = ArchivoForm()
        if request.method == "POST":
            form = ArchivoForm(request.POST, request.FILES)
            if form.is_valid() and (recibido := _recibir(request, procedimiento, form)):
                return redirect(recibido)
        else:
            anotar_lectura(request.actuacion, f"tramite:{procedimiento.slug}")
        norma = Normas.leer().del_dia(timezone.localdate())
        contexto = {
            "tramite": ficha(procedimiento.slug),
            "procedimiento": procedimiento,
            "form": form,
            "columnas": [(columna, descargas.codigos_de(columna, norma)) for columna in procedimiento.formato.columnas],
            "clases": [(clase, procedimiento.url_de("plantilla", clase)) for clase in descargas.EXTENSIONES],
            "lotes": lotes_de(request.actuacion, procedimiento.tipo_de_lote)[:A_LA_VISTA],
        }
        return render(request, "empleadores/lotes-archivo.html", contexto)

    view.tope_de_archivo = settings.LOTE_TOPE  # type: ignore[attr-defined] # nucleo.uploads asks for it
    return view


def _recibir(request: Peticion, procedimiento: ConLotes, form: ArchivoForm) -> Lote | None:
    """The file that was sent, or None: the form says why it can't be taken."""
    try:
        _exigir_turno(request)
        lote, nuevo = services.recibir(
            actuacion=request.actuacion,
            tramite=ficha(procedimiento.slug),
            tipo=procedimiento.tipo_de_lote,
            archivo=form.cleaned_data["archivo"],
        )
    except RespuestaRechazada as rechazo:
        form.add_error("archivo", rechazo.mensaje)
        return None
    if not nuevo:
        messages.info(request, MISMO.format(fecha(lote.subido_en), hora(lote.subido_en)))
    return lote


def _exigir_turno(request: Peticion) -> None:
    if request.actuacion.por is Por.VENTANILLA:
        return
    cuantos, hasta = throttle.hit("lote", request.actuacion.nombre_actor, HORA)
    if cuantos > settings.ADJUNTOS_POR_HORA:
        raise RespuestaRechazada(DEMASIADOS.format(hora(hasta)))


def plantilla(procedimiento: ConLotes) -> View:
    @never_cache
    @require_safe
    def view(request: Peticion, clase: str) -> HttpResponseBase:
        if clase not in descargas.EXTENSIONES:
            raise Http404
        hoy = timezone.localdate()
        ruc, norma = request.actuacion.empleador.ruc, Normas.leer().del_dia(hoy)
        return descargas.plantilla(procedimiento.formato, clase, ruc, norma, hoy)

    return view


def _suyo(request: Peticion, numero: uuid.UUID) -> Lote:
    suyo = lote_de(request.actuacion, numero)
    if suyo is None:
        raise Http404
    return suyo


@never_cache
@require_safe
def pagina_de_lote(request: Peticion, lote: uuid.UUID) -> HttpResponse:
    suyo = _suyo(request, lote)
    anotar_lectura(request.actuacion, f"lote:{suyo.numero}")
    errores = LineaConError.objects.filter(lote=suyo)
    contexto = {
        "lote": suyo,
        "formato": FORMATOS[suyo.tipo],
        "url_archivo": reverse(f"empleadores:{suyo.tramite.slug}-archivo"),
        "pagina": pagina_de(errores, request.GET.get("pagina"), POR_PAGINA),
        "recibo": recibo_de(suyo),
    }
    return render(request, "empleadores/lote.html", contexto)


@require_POST
def confirmar_lote(request: Peticion, lote: uuid.UUID) -> HttpResponse:
    suyo = _suyo(request, lote)
    try:
        services.confirmar(
            actuacion=request.actuacion, lote_id=suyo.pk, solo_buenas=request.POST.get("cuales") == "buenas"
        )
    except RespuestaRechazada as rechazo:
        messages.error(request, rechazo.mensaje)
    return redirect(suyo)


@require_POST
def reintentar_lote(request: Peticion, lote: uuid.UUID) -> HttpResponse:
    suyo = _suyo(request, lote)
    try:
        services.reintentar(actuacion=request.actuacion, lote_id=suyo.pk)
    except RespuestaRechazada as rechazo:
        messages.error(request, rechazo.mensaje)
    return redirect(suyo)


@require_POST
def cancelar_lote(request: Peticion, lote: uuid.UUID) -> HttpResponse:
    suyo = _suyo(request, lote)
    try:
        services.cancelar(actuacion=request.actuacion, lote_id=suyo.pk)
    except RespuestaRechazada as rechazo:
        messages.error(request, rechazo.mensaje)
    return redirect(suyo)


@never_cache
@require_safe
def anotado(request: Peticion, lote: uuid.UUID) -> HttpResponseBase:
    suyo = _suyo(request, lote)
    try:
        respuesta = descargas.anotado(suyo)
    except (FileNotFoundError, ArchivoIlegible):
        messages.error(request, SIN_ARCHIVO)
        return redirect(suyo)
    anotar_lectura(request.actuacion, f"lote:{suyo.numero}")
    return respuesta


urlpatterns = [
    path("archivos/<uuid:lote>/", pagina_de_lote, name="lote"),
    path("archivos/<uuid:lote>/confirmar/", confirmar_lote, name="lote_confirmar"),
    path("archivos/<uuid:lote>/reintentar/", reintentar_lote, name="lote_reintentar"),
    path("archivos/<uuid:lote>/cancelar/", cancelar_lote, name="lote_cancelar"),
    path("archivos/<uuid:lote>/con-motivos/", anotado, name="lote_anotado"),
]
