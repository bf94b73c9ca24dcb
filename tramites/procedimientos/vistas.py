"""The pages that a kind of procedure has. A procedure says what is in them; here is how they are answered."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo import throttle
from nucleo.csv import Csv, respuesta_csv
from nucleo.formularios import RespuestaRechazada
from nucleo.xlsx import respuesta_xlsx
from tramites.certificados.contenido import Contenido
from tramites.certificados.selectors import esta_listo
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos.base import Certificado, Consulta, Procedimiento
from tramites.selectors import ficha
from tramites.transparencia.services import contar_consulta

View = Callable[..., HttpResponseBase]

# How long a POST waits for its file before it shows the page that says so.
WAIT = timedelta(seconds=2)
# Seconds between looks: often at first, for most files are there at once.
FIRST_LOOK, LAST_LOOK = 0.02, 0.25
WINDOW = timedelta(hours=1)
DEMASIADOS = "Pidió muchos documentos en la última hora. Los que ya pidió están en «Mis documentos»; espere un momento."


def pagina_de_consulta(consulta: Consulta) -> View:
    @never_cache
    @require_safe
    def view(request: Peticion) -> HttpResponse:
        tramite = ficha(consulta.slug)
        contexto = consulta.contexto(request.actuacion, request.GET)
        contar_consulta(tramite=tramite, actuacion=request.actuacion)
        anotar_lectura(request.actuacion, f"tramite:{consulta.slug}")
        base = {
            "tramite": tramite,
            "peticion": uuid.uuid4(),
            "url_csv": _con_filtros(request, consulta.url_de("csv")) if consulta.da("csv") else "",
            "url_xlsx": _con_filtros(request, consulta.url_de("xlsx")) if consulta.hoja else "",
            "url_documento": _url_de_documento(request, consulta) if consulta.da("documento") else "",
        }
        return render(request, consulta.plantillas, base | contexto)

    return view


def _con_filtros(request: Peticion, url: str) -> str:
    """One downloads what one sees."""
    filtros = request.GET.urlencode()
    return f"{url}?{filtros}" if filtros else url


def _url_de_documento(request: Peticion, consulta: Consulta) -> str:
    url = consulta.url_de("documento")
    return _con_filtros(request, url) if consulta.da("documento_visto") else url


def csv_de_consulta(consulta: Consulta) -> View:
    return _archivo_de_consulta(consulta, respuesta_csv)


def hoja_de_consulta(consulta: Consulta) -> View:
    return _archivo_de_consulta(consulta, respuesta_xlsx)


def _archivo_de_consulta(consulta: Consulta, respuesta: Callable[[Csv], HttpResponseBase]) -> View:
    @never_cache
    @require_safe
    def view(request: Peticion) -> HttpResponseBase:
        try:
            contenido = consulta.csv(request.actuacion, request.GET)
        except RespuestaRechazada:
            return redirect(_con_filtros(request, consulta.url))
        anotar_lectura(request.actuacion, f"tramite:{consulta.slug}")
        return respuesta(contenido)

    return view


def documento_de_consulta(consulta: Consulta) -> View:
    @require_POST
    def view(request: Peticion) -> HttpResponse:
        try:
            contenido = consulta.documento_visto(request.actuacion, timezone.localdate(), request.GET)
        except RespuestaRechazada as razon:
            messages.error(request, razon.mensaje)
            return redirect(_con_filtros(request, consulta.url))
        return emitir_y_mostrar(request, consulta, contenido)

    return view


def pagina_de_certificado(certificado: Certificado) -> View:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion) -> HttpResponse:
        contenido = certificado.contenido(request.actuacion, timezone.localdate())
        if request.method == "POST":
            return emitir_y_mostrar(request, certificado, contenido)
        anotar_lectura(request.actuacion, f"tramite:{certificado.slug}")
        base = {"tramite": ficha(certificado.slug), "contenido": contenido, "peticion": uuid.uuid4()}
        return render(request, certificado.plantillas, base | certificado.contexto(request.actuacion, contenido))

    return view


def emitir_y_mostrar(request: Peticion, procedimiento: Procedimiento, contenido: Contenido) -> HttpResponse:
    """Asks for the document, waits briefly for its file, and goes to its page, which is honest about either."""
    intentos, _ = throttle.hit("emision", request.actuacion.quien_pide, WINDOW)
    if intentos > settings.DOCUMENTS_PER_HOUR:
        messages.error(request, DEMASIADOS)
        return redirect(procedimiento.url)
    emitido = solicitar_emision(
        actuacion=request.actuacion,
        tramite=ficha(procedimiento.slug),
        contenido=contenido,
        peticion=leer_peticion(request),
    )
    esperar_archivo(emitido.pk)
    return redirect(emitido)


def esperar_archivo(emitido_id: int) -> None:
    """Returns when the file of a promised document is there, or when one has waited long enough for it."""
    limit, pause = time.monotonic() + WAIT.total_seconds(), FIRST_LOOK
    while not esta_listo(emitido_id) and time.monotonic() < limit:
        time.sleep(pause)
        pause = min(pause * 1.3, LAST_LOOK)


def leer_peticion(request: Peticion) -> uuid.UUID:
    """The form's own number, so that a double click is one document; a form that lost it gets a fresh one."""
    try:
        return uuid.UUID(request.POST.get("peticion", ""))
    except ValueError:
        return uuid.uuid4()
