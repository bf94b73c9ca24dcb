"""The documents that a person handed in: downloaded, or why not; and taken back."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cuentas.actuacion import Peticion
from nucleo.formularios import RespuestaRechazada
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.selectors import adjunto_de
from tramites.adjuntos.services import retirar

# From here on the page no longer says that it takes seconds.
DEMORA = timedelta(minutes=5)


def descarga(adjunto: Adjunto) -> FileResponse:
    """The file as an attachment, which no browser opens in our name and no cache keeps."""
    respuesta = FileResponse(
        default_storage.open(adjunto.archivo), as_attachment=True, filename=adjunto.nombre, content_type=adjunto.tipo
    )
    respuesta.headers["Cache-Control"] = "private, no-store"
    respuesta.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    respuesta.headers["X-Content-Type-Options"] = "nosniff"
    return respuesta


@require_safe
def uno(request: Peticion, adjunto: uuid.UUID) -> HttpResponseBase:
    """The file; or, while it can't be had, the page that says so."""
    mio = adjunto_de(request.actuacion, adjunto)
    if mio is None:
        raise Http404
    return descarga(mio) if mio.disponible else _pagina(request, mio)


@never_cache
def _pagina(request: Peticion, adjunto: Adjunto) -> HttpResponse:
    demorado = timezone.now() - adjunto.subido_en > DEMORA
    return render(request, "tramites/adjunto.html", {"adjunto": adjunto, "demorado": demorado})


@require_POST
def quitar(request: Peticion, adjunto: uuid.UUID) -> HttpResponse:
    try:
        retirar(actuacion=request.actuacion, numero=adjunto)
    except Adjunto.DoesNotExist:
        raise Http404 from None
    except RespuestaRechazada as rechazo:
        messages.error(request, rechazo.mensaje)
    else:
        messages.success(request, "El documento se quitó.")
    return redirect("tramites:documentos")
