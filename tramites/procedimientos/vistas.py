"""The pages that a kind of procedure has. A procedure says what is in them; here is how they are answered."""

import csv
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tramites.certificados.selectors import esta_listo
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos.base import Certificado, Consulta, Contenido, Csv, Procedimiento
from tramites.selectors import ficha
from tramites.transparencia.services import contar_consulta

View = Callable[..., HttpResponse]

# How long a POST waits for its file before it shows the page that says so.
WAIT = timedelta(seconds=2)
LOOK_EVERY = 0.02

# A cell that starts with one of these would run as a formula in a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def urls_de_consulta(consulta: Consulta) -> list[URLPattern]:
    slug = consulta.slug
    return [
        path(f"{slug}/", pagina_de_consulta(consulta), name=slug),
        path(f"{slug}/datos.csv", csv_de_consulta(consulta), name=f"{slug}-csv"),
        path(f"{slug}/documento/", documento_de_consulta(consulta), name=f"{slug}-documento"),
    ]


def urls_de_certificado(certificado: Certificado) -> list[URLPattern]:
    return [path(f"{certificado.slug}/", pagina_de_certificado(certificado), name=certificado.slug)]


def pagina_de_consulta(consulta: Consulta) -> View:
    @never_cache
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        tramite = ficha(consulta.slug)
        contexto = consulta.contexto(request.actuacion, request.GET)
        contar_consulta(tramite=tramite, actuacion=request.actuacion)
        base = {"tramite": tramite, "peticion": uuid.uuid4()}
        return render(request, consulta.plantilla, base | contexto)

    return view


def csv_de_consulta(consulta: Consulta) -> View:
    @never_cache
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        contenido = consulta.csv(request.actuacion, request.GET)
        if contenido is None:
            raise Http404
        return respuesta_csv(contenido)

    return view


def documento_de_consulta(consulta: Consulta) -> View:
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        contenido = consulta.documento(request.actuacion, timezone.localdate())
        if contenido is None:
            raise Http404
        return emitir_y_mostrar(request, consulta, contenido)

    return view


def pagina_de_certificado(certificado: Certificado) -> View:
    @never_cache
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        contenido = certificado.contenido(request.actuacion, timezone.localdate())
        if request.method == "POST":
            return emitir_y_mostrar(request, certificado, contenido)
        base = {"tramite": ficha(certificado.slug), "contenido": contenido, "peticion": uuid.uuid4()}
        return render(request, certificado.plantilla, base | certificado.contexto(request.actuacion, contenido))

    return view


def emitir_y_mostrar(request: HttpRequest, procedimiento: Procedimiento, contenido: Contenido) -> HttpResponse:
    """Asks for the document, waits briefly for its file, and goes to its page, which is honest about either."""
    emitido = solicitar_emision(
        actuacion=request.actuacion,
        tramite=ficha(procedimiento.slug),
        contenido=contenido,
        peticion=leer_peticion(request),
    )
    limit = time.monotonic() + WAIT.total_seconds()
    while not esta_listo(emitido.pk) and time.monotonic() < limit:
        time.sleep(LOOK_EVERY)
    return redirect(emitido)


def leer_peticion(request: HttpRequest) -> uuid.UUID:
    """The form's own number, so that a double click is one document; a form that lost it gets a fresh one."""
    try:
        return uuid.UUID(request.POST.get("peticion", ""))
    except ValueError:
        return uuid.uuid4()


class _Echo:
    def write(self, value: str) -> str:
        return value


def respuesta_csv(contenido: Csv) -> StreamingHttpResponse:
    """UTF-8 with BOM, so that spreadsheets read the accents; cells that look like formulas are quoted as text."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow(contenido.columnas)
        for fila in contenido.filas:
            yield writer.writerow([_celda(valor) for valor in fila])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{contenido.nombre}"'
    return response


def _celda(valor: object) -> object:
    return f"'{valor}" if isinstance(valor, str) and valor.startswith(FORMULA_STARTS) else valor
