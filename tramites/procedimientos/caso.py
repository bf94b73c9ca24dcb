"""The pages that lead to a case: what to know before, one page for each form, "revise sus respuestas", and sending.

What is typed is kept in a draft after every step, as it was typed: whoever leaves finds it again, on any device.
"""

import json
from collections.abc import (
    Callable,
    Iterator,
)
from dataclasses import (
    dataclass,
    field,
    replace,
)
from typing import Any

from django import forms
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from cuentas.avisos.selectors import correo_para_codigos
from cuentas.cambios.forms import CodigoForm
from cuentas.codigos import CodigoRechazado
from nucleo.escritura import hora
from nucleo.formularios import CampoArchivos, RespuestaRechazada, donde_se_rechaza, sin_juzgar
from registro.parametros import Parametros
from tramites.adjuntos.formularios import Cargas, recibir_archivos
from tramites.adjuntos.models import Adjunto
from tramites.casos import confirmacion, services
from tramites.casos.estados import DEL_PERSONAL, Estado
from tramites.casos.models import Solicitud
from tramites.casos.selectors import LO_PESADO, borrador_de, solicitudes_de, tiempos_de
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.vistas import View
from tramites.selectors import ficha

GUARDAR = "guardar"
EN_LA_PAGINA = 5


@dataclass(frozen=True)
class Expediente:
    """A draft on its way to be sent: its forms, filled with what is kept."""

    procedimiento: ProcedimientoConCaso
    request: Peticion
    borrador: Solicitud
    cargas: Cargas = field(default_factory=Cargas)
    _llenos: dict[int, forms.Form] = field(default_factory=dict)

    def formulario(self, paso: int) -> forms.Form:
        """The form of a step: empty before its first visit, and later with its errors, if it has any."""
        escrito = self.borrador.respuestas.get(str(paso))
        form = self.procedimiento.formulario_tras(
            self.request.actuacion,
            paso,
            self.anteriores(paso) if self.procedimiento.en_orden else {},
            data=None if escrito is None else _como_enviado(escrito),
            initial=self.procedimiento.inicial(self.request.actuacion),
        )
        self.cargas.conectar(form, self.request.actuacion)
        return form

    def formularios(self, hasta: int | None = None) -> Iterator[forms.Form]:
        """Of all steps, or of those before `hasta`, in order: each is filled once, until something is kept."""
        for paso in range(len(self.procedimiento.pasos) if hasta is None else hasta):
            if paso not in self._llenos:
                self._llenos[paso] = self.formulario(paso)
            yield self._llenos[paso]

    def anteriores(self, paso: int) -> dict[str, Any]:
        """The answers to the forms before this one, as far as they are good."""
        buenos = [form for form in self.formularios(paso) if form.is_valid()]
        return {nombre: valor for form in buenos for nombre, valor in form.cleaned_data.items()}

    def incompleto(self, hasta: int | None = None) -> int | None:
        """The first step, of all or of those before `hasta`, that is not answered soundly; or None."""
        return next((paso for paso, form in enumerate(self.formularios(hasta)) if not form.is_valid()), None)

    def datos(self) -> tuple[dict[str, Any], list[Adjunto]]:
        """The validated answers of all steps, as plain JSON, and the documents that they name."""
        limpios: dict[str, Any] = {}
        adjuntos: list[Adjunto] = []
        for form in self.formularios():
            form.is_valid()
            for nombre, valor in form.cleaned_data.items():
                if isinstance(form.fields.get(nombre), CampoArchivos):
                    adjuntos += valor
                    limpios[nombre] = [adjunto.nombre for adjunto in valor]
                else:
                    limpios[nombre] = valor
        return json.loads(json.dumps(limpios, cls=DjangoJSONEncoder)), adjuntos

    def guardar(self, paso: int) -> None:
        """Keeps what this form asks for; what else was sent is no answer."""
        nombres = tuple(self.formulario(paso).fields)
        escrito = {
            # PostgreSQL keeps no NUL; in its place stands what no field takes for it.
            nombre: [valor.replace("\0", "\ufffd") for valor in valores]
            for nombre, valores in self.request.POST.lists()
            if nombre in nombres or nombre.rpartition("_")[0] in nombres
        }
        services.guardar_paso(borrador=self.borrador, paso=paso, escrito=escrito)
        self._llenos.clear()


def _como_enviado(escrito: dict[str, list[str]]) -> QueryDict:
    enviado = QueryDict(mutable=True)
    for nombre, valores in escrito.items():
        enviado.setlist(nombre, valores)
    return enviado


def urls_de_caso(procedimiento: ProcedimientoConCaso) -> list[URLPattern]:
    slug = procedimiento.slug
    urls = [
        path(f"{slug}/", pagina_de_inicio(procedimiento), name=slug),
        path(f"{slug}/paso/<int:paso>/", pagina_de_paso(procedimiento), name=f"{slug}-paso"),
        path(f"{slug}/revisar/", pagina_de_revision(procedimiento), name=f"{slug}-revisar"),
        path(f"{slug}/descartar/", descarte(procedimiento), name=f"{slug}-descartar"),
    ]
    if procedimiento.confirma_por_correo:
        urls.append(path(f"{slug}/confirmar/", pagina_de_confirmacion(procedimiento), name=f"{slug}-confirmar"))
    return urls


def pagina_de_inicio(procedimiento: ProcedimientoConCaso) -> View:
    """What to know before one begins, and what one has begun already. Its POST opens the draft."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion) -> HttpResponse:
        tramite, actuacion = ficha(procedimiento.slug), request.actuacion
        if request.method == "POST":
            services.abrir(actuacion=actuacion, tramite=tramite)
            return redirect(procedimiento.url_de("paso", 1))
        anotar_lectura(actuacion, f"tramite:{procedimiento.slug}")
        hoy = timezone.localdate()
        mias = list(solicitudes_de(actuacion).filter(tramite=tramite).defer(*LO_PESADO)[:EN_LA_PAGINA])
        contexto = {
            "tramite": tramite,
            "borrador": next((s for s in mias if s.estado == Estado.BORRADOR), None),
            "en_tramite": next((s for s in mias if s.estado in DEL_PERSONAL), None),
            "solicitudes": [s for s in mias if s.estado != Estado.BORRADOR],
            "pasos": len(procedimiento.pasos),
            "tiempos": tiempos_de(tramite, hoy),
            "plazo": procedimiento.plazo.en_palabras(Parametros.al(hoy)),
            "decide_la_regla": procedimiento.decide_la_regla,
            "url_paso": procedimiento.url_de("paso", 1),
            "url_descartar": procedimiento.url_de("descartar"),
            "sin_correo": procedimiento.confirma_por_correo and not correo_para_codigos(actuacion),
        }
        return render(request, procedimiento.plantillas, contexto | procedimiento.contexto(actuacion))

    return view


def pagina_de_paso(procedimiento: ProcedimientoConCaso) -> View:
    """One form. Its POST keeps what was typed, sound or not, and goes on only when it is."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion, paso: int) -> HttpResponse:
        indice = paso - 1
        if not 0 <= indice < len(procedimiento.pasos):
            raise Http404
        borrador = borrador_de(request.actuacion, procedimiento.slug)
        if borrador is None:
            return redirect(procedimiento.url)
        expediente = Expediente(procedimiento, request, borrador)
        falta = expediente.incompleto(indice) if procedimiento.en_orden else None
        if falta is not None:
            return redirect(procedimiento.url_de("paso", falta + 1))
        if request.method == "POST":
            return _recibido(expediente, indice)
        return _pagina(expediente, indice, expediente.formulario(indice))

    return view


def _recibido(expediente: Expediente, indice: int) -> HttpResponse:
    """The page that answers a form: the next one, or the same with what is wrong."""
    procedimiento, request = expediente.procedimiento, expediente.request
    campos = procedimiento.pasos[indice].base_fields.items()
    de_archivos = {nombre: campo for nombre, campo in campos if isinstance(campo, CampoArchivos)}
    expediente = replace(expediente, cargas=recibir_archivos(request, ficha(procedimiento.slug), de_archivos))
    try:
        expediente.guardar(indice)
    except services.NoProcede as razon:
        messages.info(request, str(razon))
        return redirect(procedimiento.url)
    if expediente.cargas.se_quito:
        return _pagina(expediente, indice, sin_juzgar(expediente.formulario(indice)))
    if request.POST.get("accion") == GUARDAR:
        messages.success(request, "Guardamos lo que escribió. Puede seguir cuando quiera.")
        return redirect("tramites:solicitudes")
    form = expediente.formulario(indice)
    if not form.is_valid():
        return _pagina(expediente, indice, form)
    ultimo = indice + 1 == len(procedimiento.pasos)
    return redirect(procedimiento.url_de("revisar") if ultimo else procedimiento.url_de("paso", indice + 2))


def _pagina(expediente: Expediente, indice: int, form: forms.Form) -> HttpResponse:
    procedimiento = expediente.procedimiento
    contexto = {
        "tramite": ficha(procedimiento.slug),
        "form": form,
        "paso": indice + 1,
        "pasos": len(procedimiento.pasos),
        "url": procedimiento.url,
        "url_paso": procedimiento.url_de("paso", indice + 1),
        "anterior": procedimiento.url_de("paso", indice) if indice else procedimiento.url,
        "guardada_en": expediente.borrador.guardada_en if expediente.borrador.respuestas else None,
    }
    return render(expediente.request, "tramites/casos/paso.html", contexto)


@dataclass(frozen=True)
class Completo:
    """A draft with every answer, as it would be sent."""

    expediente: Expediente
    datos: dict[str, Any]
    adjuntos: list[Adjunto]

    @property
    def lo_enviado(self) -> dict[str, Any]:
        """What the verbs that send it take."""
        return {
            "actuacion": self.expediente.request.actuacion,
            "borrador": self.expediente.borrador,
            "datos": self.datos,
            "adjuntos": self.adjuntos,
        }


def con_el_borrador(
    procedimiento: ProcedimientoConCaso, responder: Callable[[Peticion, Completo], HttpResponse]
) -> View:
    """A page for a draft that could be sent; an incomplete one goes back to the form that lacks something."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion) -> HttpResponse:
        borrador = borrador_de(request.actuacion, procedimiento.slug)
        if borrador is None:
            return _ya_enviada(request, procedimiento)
        expediente = Expediente(procedimiento, request, borrador)
        falta = expediente.incompleto()
        if falta is not None:
            return redirect(procedimiento.url_de("paso", falta + 1))
        try:
            escritos, adjuntos = expediente.datos()
            datos = procedimiento.completar(request.actuacion, escritos)
            return responder(request, Completo(expediente, datos, adjuntos))
        except RespuestaRechazada as rechazo:
            return _rechazada(expediente, rechazo)

    return view


def pagina_de_revision(procedimiento: ProcedimientoConCaso) -> View:
    """Everything that was answered, before it is sent. Sending twice is sending once."""

    def responder(request: Peticion, completo: Completo) -> HttpResponse:
        if request.method == "POST":
            if procedimiento.confirma_por_correo:
                return _enviar_codigo(procedimiento, completo)
            return _enviada(request, services.ingresar(**completo.lo_enviado))
        contexto = {
            "tramite": ficha(procedimiento.slug),
            "url": procedimiento.url,
            "resumen": procedimiento.resumen(completo.datos),
            "advertencias": procedimiento.advertencias(request.actuacion, completo.datos),
            "pasos": [(n + 1, procedimiento.url_de("paso", n + 1)) for n in range(len(procedimiento.pasos))],
            "plazo": procedimiento.plazo.en_palabras(Parametros.al(timezone.localdate())),
            "por_correo": procedimiento.confirma_por_correo,
            "decide_la_regla": procedimiento.puede_la_regla(completo.datos),
        }
        if procedimiento.confirma_por_correo:
            contexto["correo"] = correo_para_codigos(request.actuacion)
        return render(request, "tramites/casos/revision.html", contexto)

    return con_el_borrador(procedimiento, responder)


def pagina_de_confirmacion(procedimiento: ProcedimientoConCaso) -> View:
    """Where the code that came by mail is typed: the right one sends the case."""

    def responder(request: Peticion, completo: Completo) -> HttpResponse:
        form = CodigoForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                codigo = form.cleaned_data["codigo"]
                return _enviada(request, confirmacion.confirmar(**completo.lo_enviado, codigo=codigo))
            except CodigoRechazado as razon:
                form.add_error("codigo", str(razon))
            except services.NoProcede as razon:
                messages.error(request, str(razon))
                return redirect(procedimiento.url_de("revisar"))
        contexto = {
            "tramite": ficha(procedimiento.slug),
            "form": form,
            "url": procedimiento.url,
            "url_revisar": procedimiento.url_de("revisar"),
            "correo": correo_para_codigos(request.actuacion),
            "vence": confirmacion.vencimiento_del_codigo(
                completo.expediente.borrador, completo.datos, completo.adjuntos
            ),
            "resumen": procedimiento.resumen(completo.datos),
        }
        return render(request, "tramites/casos/confirmar.html", contexto)

    return con_el_borrador(procedimiento, responder)


def _enviar_codigo(procedimiento: ProcedimientoConCaso, completo: Completo) -> HttpResponse:
    request = completo.expediente.request
    try:
        vence = confirmacion.enviar_codigo(**completo.lo_enviado)
    except services.NoProcede as razon:
        messages.error(request, str(razon))
        return redirect(procedimiento.url_de("revisar"))
    messages.success(request, f"Le enviamos un código. Vence a las {hora(vence)}; si pidió otro antes, ya no sirve.")
    return redirect(procedimiento.url_de("confirmar"))


def _enviada(request: Peticion, solicitud: Solicitud) -> HttpResponse:
    que = "Se concedió lo que pidió" if solicitud.decidida else "Recibimos su solicitud"
    messages.success(request, f"{que}. Su número es {solicitud.numero}.")
    return redirect(solicitud)


def _rechazada(expediente: Expediente, rechazo: RespuestaRechazada) -> HttpResponse:
    """Back to the form of the answer that can't be taken, with the reason beside it."""
    llenos = list(expediente.formularios())
    indice = donde_se_rechaza(llenos, rechazo)
    return _pagina(expediente, indice, llenos[indice])


def _ya_enviada(request: Peticion, procedimiento: ProcedimientoConCaso) -> HttpResponse:
    """The draft is gone: from a second tab, or by "back". Whoever sends again is led to the case that there is."""
    ultima = solicitudes_de(request.actuacion).filter(tramite__slug=procedimiento.slug).first()
    if request.method == "POST" and ultima is not None:
        messages.info(request, f"Esta solicitud ya se envió. Su número es {ultima.numero}.")
        return redirect(ultima)
    return redirect(procedimiento.url)


def descarte(procedimiento: ProcedimientoConCaso) -> View:
    @require_POST
    def view(request: Peticion) -> HttpResponse:
        borrador = borrador_de(request.actuacion, procedimiento.slug)
        if borrador is not None:
            services.descartar(borrador=borrador)
            messages.success(request, "Borramos lo que había escrito.")
        return redirect(procedimiento.url)

    return view
