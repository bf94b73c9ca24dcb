"""The public verification of documents: by code, by the SHA-256 that the browser computes, or by the file itself."""

import re
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.limites import red_de
from nucleo import throttle
from nucleo.escritura import cuando
from nucleo.uploads import CappedMemoryUploadHandler
from tramites.certificados import codigo as codigos
from tramites.certificados.verificacion import Verificacion, Vigencia, por_archivo, por_codigo, por_huella

MAX_FILE = 20 * 1024 * 1024
WINDOW = timedelta(minutes=10)
MISSES_PER_NETWORK = 60
FILES_PER_NETWORK = 60
SHA256 = re.compile(r"[0-9a-fA-F]{64}")

DEMASIADOS = "Hubo demasiadas consultas desde su red. Podrá volver a intentarlo {cuando}."
SIN_CODIGO = "Escriba el código del documento o elija el archivo PDF."
CODIGO_INCOMPLETO = "El código tiene 16 letras y números, en grupos de cuatro. Revise que esté completo."
MUY_GRANDE = "El archivo pesa más de 20 MB. Los documentos de este portal pesan mucho menos: revise cuál eligió."


@csrf_exempt  # only until the upload handler is set; _verificar checks the token
def verificar(request: HttpRequest) -> HttpResponse:
    subida = CappedMemoryUploadHandler(MAX_FILE)
    request.upload_handlers = [subida]
    return _verificar(request, subida)


@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _verificar(request: HttpRequest, subida: CappedMemoryUploadHandler) -> HttpResponse:
    if request.method == "POST":
        return _verificar_archivo(request, subida)
    if "codigo" not in request.GET:
        return _formulario(request)
    texto = request.GET["codigo"].strip()
    leido = codigos.leer(texto)
    if leido is None:
        return _formulario(request, codigo=texto, error_codigo=CODIGO_INCOMPLETO if texto else SIN_CODIGO)
    return redirect("tramites:verificacion", leido)


@never_cache
@require_safe
def por_codigo_view(request: HttpRequest, codigo: str) -> HttpResponse:
    verificacion = por_codigo(codigo, timezone.localdate())
    if verificacion.vigencia is Vigencia.NO_EMITIDO:
        hasta = _sobran("verificacion", request, MISSES_PER_NETWORK)
        if hasta:
            return hasta
    return _respuesta(request, verificacion, codigo)


def _verificar_archivo(request: HttpRequest, subida: CappedMemoryUploadHandler) -> HttpResponse:
    sha256 = request.POST.get("sha256", "")
    archivo = request.FILES.get("archivo")
    if subida.too_large:
        return _formulario(request, error_archivo=MUY_GRANDE, status=413)
    if archivo is None and not SHA256.fullmatch(sha256):
        return _formulario(request, error_archivo=SIN_CODIGO)
    demasiados = _sobran("verificacion-archivo", request, FILES_PER_NETWORK)
    if demasiados:
        return demasiados
    hoy = timezone.localdate()
    verificacion = por_archivo(archivo.read(), hoy) if archivo is not None else por_huella(sha256, hoy)
    codigo = verificacion.certificado.codigo if verificacion.certificado else ""
    return _respuesta(request, verificacion, codigo, solo_huella=archivo is None)


def _sobran(scope: str, request: HttpRequest, limit: int) -> HttpResponse | None:
    """Counts one try of this network; the answer to one too many, or None."""
    count, hasta = throttle.hit(scope, red_de(request), WINDOW)
    if count <= limit:
        return None
    error = DEMASIADOS.format(cuando=cuando(hasta))
    return _formulario(request, error_codigo=error, status=429)


def _formulario(
    request: HttpRequest, *, codigo: str = "", error_codigo: str = "", error_archivo: str = "", status: int = 200
) -> HttpResponse:
    contexto = {"codigo": codigo, "error_codigo": error_codigo, "error_archivo": error_archivo}
    return render(request, "tramites/verificar.html", contexto, status=status)


def _respuesta(
    request: HttpRequest, verificacion: Verificacion, codigo: str, *, solo_huella: bool = False
) -> HttpResponse:
    """An unknown document is an answer, not an error. With `solo_huella` the file itself never came here."""
    leido = codigos.leer(codigo)
    contexto = {
        "v": verificacion,
        "codigo": codigos.en_grupos(leido) if leido else codigo,
        "hoy": timezone.localtime(),
        "solo_huella": solo_huella,
    }
    return render(request, "tramites/verificacion.html", contexto)
