"""Certificates that anybody may ask for, without a login: by a number, and their file by its code for a day."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.limites import red_de
from nucleo import throttle
from nucleo.escritura import cuando
from registro.models import Empleador, Persona
from tramites.certificados import codigo as codigos
from tramites.certificados.enlaces import url_de_verificacion
from tramites.certificados.forms import ConsultaForm
from tramites.certificados.models import Certificado
from tramites.certificados.selectors import descarga_hasta, publico
from tramites.certificados.services import solicitar_emision
from tramites.certificados.verificacion import Vigencia, vigencia_de
from tramites.procedimientos.base import CertificadoPublico
from tramites.procedimientos.lista import por_slug
from tramites.procedimientos.vistas import esperar_archivo, leer_peticion
from tramites.selectors import ficha

WINDOW = timedelta(minutes=10)
MISSES_PER_NETWORK = 60
DEMORA = timedelta(minutes=5)

DEMASIADAS = "Hubo demasiadas consultas. Podrá volver a intentarlo {cuando}."
CODIGO_INCOMPLETO = "El código tiene 16 letras y números, en grupos de cuatro. Revise que esté completo."
CODIGO_DESCONOCIDO = "Ningún certificado de esta consulta tiene ese código. Revise que esté bien copiado, o pida otro."


def _de(slug: str) -> CertificadoPublico:
    procedimiento = por_slug(slug)
    if not isinstance(procedimiento, CertificadoPublico):
        raise Http404(slug)
    return procedimiento


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def una(request: Peticion, slug: str) -> HttpResponse:
    procedimiento = _de(slug)
    if request.method == "POST":
        return _pedir(request, procedimiento)
    texto = request.GET.get("codigo", "").strip()
    if "codigo" not in request.GET:
        return _pagina(request, procedimiento)
    leido = codigos.leer(texto)
    if leido is None:
        return _pagina(request, procedimiento, codigo=texto, error_codigo=CODIGO_INCOMPLETO)
    return redirect("tramites:consulta_documento", slug, leido)


def _pedir(request: Peticion, procedimiento: CertificadoPublico) -> HttpResponse:
    """A number that can't be one is told for nothing; any other counts, whether or not it is somebody's."""
    form = ConsultaForm(request.POST)
    if not form.is_valid():
        return _pagina(request, procedimiento, form=form)
    hasta = throttle.count_in_all(
        {
            ("consulta-publica", red_de(request)): (settings.PUBLIC_CONSULTS_PER_NETWORK, WINDOW),
            ("consulta-publica-todas", ""): (settings.PUBLIC_CONSULTS_IN_TOTAL, WINDOW),
        }
    )
    if hasta:
        form.add_error("identificacion", DEMASIADAS.format(cuando=cuando(hasta)))
        return _pagina(request, procedimiento, form=form, status=429)
    identificacion = form.cleaned_data["identificacion"]
    titular = procedimiento.buscar(identificacion)
    if titular is None:
        return _pagina(request, procedimiento, form=form, sin_datos=identificacion)
    return redirect("tramites:consulta_documento", procedimiento.slug, _emitir(request, procedimiento, titular).codigo)


def _emitir(request: Peticion, procedimiento: CertificadoPublico, titular: Persona | Empleador) -> Certificado:
    """Nobody asks, even where somebody has logged in: the public consult is the same for all, and of no account."""
    actuacion = Actuacion(actor=None, sujeto=titular, por=Por.PUBLICO)
    emitido = solicitar_emision(
        actuacion=actuacion,
        tramite=ficha(procedimiento.slug),
        contenido=procedimiento.contenido(actuacion, timezone.localdate()),
        peticion=leer_peticion(request),
    )
    esperar_archivo(emitido.pk)
    return emitido


@never_cache
@require_safe
def documento(request: Peticion, slug: str, codigo: str) -> HttpResponse:
    emitido = publico(_de(slug).slug, codigo)
    return _uno(request, emitido) if emitido else _desconocido(request, slug, codigo)


@never_cache
@require_safe
def archivo(request: Peticion, slug: str, codigo: str) -> HttpResponseBase:
    """The very bytes that were signed, as an attachment; in their place, the page that says why there are none."""
    emitido = publico(_de(slug).slug, codigo)
    if emitido is None:
        return _desconocido(request, slug, codigo)
    if not _se_descarga(emitido):
        return _uno(request, emitido)
    contenido = default_storage.open(emitido.archivo)
    return FileResponse(contenido, as_attachment=True, filename=emitido.nombre_archivo, content_type="application/pdf")


def _se_descarga(emitido: Certificado) -> bool:
    vigente = vigencia_de(emitido, timezone.localdate()) is Vigencia.VALIDO
    return vigente and timezone.now() <= descarga_hasta(emitido)


def _uno(request: Peticion, emitido: Certificado) -> HttpResponse:
    """A day later the code still verifies the document, and no longer gives it."""
    ahora, hasta = timezone.now(), descarga_hasta(emitido)
    terminada = ahora > hasta
    contexto = {
        "certificado": emitido,
        "hasta": hasta,
        "terminada": terminada,
        "vigente": vigencia_de(emitido, timezone.localdate()) is Vigencia.VALIDO,
        "demorado": ahora - emitido.emitido_en > DEMORA,
        "url_verificacion": url_de_verificacion(emitido.codigo),
    }
    status = 410 if terminada and emitido.listo else 200
    return render(request, "tramites/consulta_documento.html", contexto, status=status)


def _desconocido(request: Peticion, slug: str, codigo: str) -> HttpResponse:
    """Counted, so that codes are not guessed."""
    intentos, hasta = throttle.hit("consulta-publica-codigo", red_de(request), WINDOW)
    if intentos > MISSES_PER_NETWORK:
        error = DEMASIADAS.format(cuando=cuando(hasta))
        return _pagina(request, _de(slug), codigo=codigo, error_codigo=error, status=429)
    return _pagina(request, _de(slug), codigo=codigo, error_codigo=CODIGO_DESCONOCIDO, status=404)


def _pagina(request: Peticion, procedimiento: CertificadoPublico, *, status: int = 200, **dicho: Any) -> HttpResponse:
    base = {
        "tramite": ficha(procedimiento.slug),
        "url_propia": procedimiento.url,
        "form": ConsultaForm(),
        "peticion": uuid.uuid4(),
        "sin_datos": "",
        "codigo": "",
        "error_codigo": "",
    }
    return render(request, "tramites/consulta_publica.html", base | dicho, status=status)
