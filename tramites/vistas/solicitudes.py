"""A person's cases: where each stands, what is expected of whom and by when, and what the person may do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.formularios import CampoArchivos, RespuestaRechazada, sin_juzgar
from nucleo.paginas import pagina_de
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.adjuntos.formularios import Cargas, recibir_archivos
from tramites.casos import plazos, services
from tramites.casos.estados import Estado, Resultado
from tramites.casos.models import Pedido, Solicitud
from tramites.casos.selectors import (
    LO_PESADO,
    camino_de,
    pasos_de,
    puede_la_persona,
    solicitud_de,
    solicitudes_de,
    tiempos_de,
)
from tramites.certificados.models import Certificado
from tramites.pagos.models import OrdenPago
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de, por_slug

PER_PAGE = 20


class MensajeForm(forms.Form):
    texto = forms.CharField(
        label="Escriba su mensaje",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Escriba el mensaje."},
    )


class ImpugnacionForm(forms.Form):
    motivo = forms.CharField(
        label="¿Por qué no está de acuerdo?",
        help_text="Con sus palabras. Si hay un dato equivocado, diga cuál y cuál es el correcto.",
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "Escriba por qué no está de acuerdo."},
    )


class RespuestaForm(forms.Form):
    """For each thing that was asked for: words, documents, or both."""

    def __init__(self, *args: Any, pedidos: list[Pedido], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pedidos = pedidos
        for pedido in pedidos:
            self.fields[texto_de(pedido)] = forms.CharField(
                label=pedido.texto,
                help_text="Responda aquí, con documentos, o de las dos formas. Si no lo tiene, escriba por qué.",
                required=False,
                max_length=4000,
                widget=forms.Textarea({"rows": 4}),
            )
            self.fields[archivos_de(pedido)] = CampoArchivos(
                label="Documentos", clase="respuesta-a-pedido", required=False
            )

    def clean(self) -> dict[str, Any]:
        for pedido in self.pedidos:
            if self.errors.keys().isdisjoint({texto_de(pedido), archivos_de(pedido)}) and not self.respuesta(pedido):
                self.add_error(texto_de(pedido), "Responda también esto. Si no lo tiene, escriba por qué.")
        return self.cleaned_data

    def respuesta(self, pedido: Pedido) -> services.Respuesta:
        return services.Respuesta(self.cleaned_data[texto_de(pedido)], self.cleaned_data[archivos_de(pedido)])

    def respuestas(self) -> dict[int, services.Respuesta]:
        return {pedido.pk: self.respuesta(pedido) for pedido in self.pedidos}


def texto_de(pedido: Pedido) -> str:
    return f"pedido_{pedido.pk}"


def archivos_de(pedido: Pedido) -> str:
    return f"archivos_{pedido.pk}"


@never_cache
@require_safe
def lista(request: Peticion) -> HttpResponse:
    pagina = pagina_de(solicitudes_de(request.actuacion).defer(*LO_PESADO), request.GET.get("pagina"), PER_PAGE)
    filas = [(s, _url_de(s)) for s in pagina]
    return render(request, "tramites/casos/lista.html", {"pagina": pagina, "filas": filas})


def _url_de(solicitud: Solicitud) -> str:
    """A draft goes on where its procedure begins."""
    if solicitud.estado != Estado.BORRADOR:
        return solicitud.get_absolute_url()
    procedimiento = por_slug(solicitud.tramite.slug)
    return procedimiento.url if procedimiento else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def una(request: Peticion, numero: str) -> HttpResponse:
    """The page of a case. Its POST is a message to the staff."""
    solicitud = _mia(request, numero)
    anotar_lectura(request.actuacion, f"solicitud:{solicitud.numero}")
    form = MensajeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.escribir(actuacion=request.actuacion, solicitud=solicitud, texto=form.cleaned_data["texto"])
        except services.NoProcede as razon:
            form.add_error(None, str(razon))
        else:
            messages.success(request, "Su mensaje llegó a quien atiende la solicitud.")
            return redirect(solicitud)
    hoy = timezone.localdate()
    procedimiento = caso_de(solicitud.tramite.slug)
    dictamen = Dictamen.de_json(solicitud.dictamen) if solicitud.dictamen else None
    concedida = solicitud.decidida and solicitud.resultado == Resultado.CONCEDIDA
    contexto = {
        "solicitud": solicitud,
        "concedida": concedida,
        "cifras": _cifras(procedimiento, dictamen) if concedida and dictamen else [],
        "significado": solicitud.significado,
        "camino": camino_de(solicitud),
        "pasos": pasos_de(solicitud),
        "resumen": procedimiento.resumen(solicitud.datos),
        "dictamen": dictamen,
        "pedidos": list(solicitud.pedidos.prefetch_related("entregas__adjunto")),
        "entregas": list(solicitud.entregas.filter(pedido=None).select_related("adjunto")),
        "confirmaciones": list(solicitud.confirmaciones.select_related("persona")),
        "mensajes": list(solicitud.mensajes.select_related("autor")),
        "documentos": _documentos(solicitud),
        "pagos": list(solicitud.ordenes_de_pago.exclude(estado=OrdenPago.Estado.ANULADA).select_related("cuenta")),
        "puede": puede_la_persona(solicitud, hoy),
        "atrasada": solicitud.atrasada(hoy),
        "silencio_el": _silencio(solicitud) if solicitud.atrasada(hoy) else None,
        "tiempos": None if solicitud.decidida or solicitud.terminada else tiempos_de(solicitud.tramite, hoy),
        "form": form,
    }
    return render(request, "tramites/casos/solicitud.html", contexto)


def _cifras(procedimiento: ProcedimientoConCaso, dictamen: Dictamen) -> list[tuple[str, str, Any]]:
    """What was granted: name, words and value of each figure."""
    datos = dictamen.datos
    return [(nombre, palabras, datos[nombre]) for nombre, palabras in procedimiento.cifras if nombre in datos]


def _documentos(solicitud: Solicitud) -> list[Certificado]:
    return list(solicitud.documentos.defer("datos").order_by("-pk"))


def _silencio(solicitud: Solicitud) -> Any:
    """From which day on silence is a yes (COA art. 207)."""
    if solicitud.reloj_desde is None:
        return None
    parametros = Parametros.al(solicitud.reloj_desde)
    return plazos.SILENCIO.vence(
        solicitud.reloj_desde, parametros, plazos.DiasHabiles.nacionales(), solicitud.habiles_en_pausa
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def responder(request: Peticion, numero: str) -> HttpResponse:
    """Everything that was asked for, on one page."""
    solicitud = _mia(request, numero)
    pedidos = list(solicitud.pedidos.filter(estado=Pedido.Estado.PENDIENTE))
    accion = puede_la_persona(solicitud, timezone.localdate()).get("responder")
    if accion is None or not pedidos:
        return redirect(solicitud)
    form, cargas = RespuestaForm(pedidos=pedidos), Cargas()
    if request.method == "POST":
        campos = {nombre: campo for nombre, campo in form.fields.items() if isinstance(campo, CampoArchivos)}
        cargas = recibir_archivos(request, solicitud.tramite, campos)
        form = RespuestaForm(request.POST, pedidos=pedidos)
    cargas.conectar(form, request.actuacion)
    if cargas.se_quito:
        sin_juzgar(form)
    elif form.is_valid():
        try:
            services.responder(actuacion=request.actuacion, solicitud=solicitud, respuestas=form.respuestas())
        except (services.NoProcede, RespuestaRechazada) as razon:
            form.add_error(None, str(razon))
        else:
            messages.success(request, accion.hecho)
            return redirect(solicitud)
    return render(request, "tramites/casos/responder.html", {"solicitud": solicitud, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desistir(request: Peticion, numero: str) -> HttpResponse:
    """Asks once more before a case is withdrawn."""
    solicitud = _mia(request, numero)
    accion = puede_la_persona(solicitud, timezone.localdate()).get("desistir")
    if accion is None:
        return redirect(solicitud)
    if request.method == "POST":
        try:
            services.desistir(actuacion=request.actuacion, solicitud=solicitud)
            messages.success(request, accion.hecho)
        except services.NoProcede as razon:
            messages.error(request, str(razon))
        return redirect(solicitud)
    return render(request, "tramites/casos/desistir.html", {"solicitud": solicitud})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def impugnar(request: Peticion, numero: str) -> HttpResponse:
    solicitud = _mia(request, numero)
    accion = puede_la_persona(solicitud, timezone.localdate()).get("impugnar")
    if accion is None:
        return redirect(solicitud)
    form = ImpugnacionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.impugnar(actuacion=request.actuacion, solicitud=solicitud, motivo=form.cleaned_data["motivo"])
        except services.NoProcede as razon:
            form.add_error(None, str(razon))
        else:
            messages.success(request, accion.hecho)
            return redirect(solicitud)
    return render(request, "tramites/casos/impugnar.html", {"solicitud": solicitud, "form": form})


def _mia(request: Peticion, numero: str) -> Solicitud:
    solicitud = solicitud_de(request.actuacion, numero)
    if solicitud is None:
        raise Http404
    return solicitud
