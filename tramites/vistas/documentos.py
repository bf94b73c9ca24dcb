"""A person's documents: those issued to them, and those that they handed in."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.paginas import pagina_de
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.selectors import entregados_por, sin_uso
from tramites.certificados.enlaces import url_de_verificacion
from tramites.certificados.models import Certificado
from tramites.certificados.selectors import documento_de, documentos_de
from tramites.certificados.verificacion import vigencia_de

PER_PAGE = 20
# From here on the page no longer says that it takes seconds.
DEMORA = timedelta(minutes=5)


@never_cache
@require_safe
def lista(request: Peticion) -> HttpResponse:
    pagina = pagina_de(documentos_de(request.actuacion), request.GET.get("pagina"), PER_PAGE)
    hoy = timezone.localdate()
    filas = [(certificado, vigencia_de(certificado, hoy)) for certificado in pagina]
    presentados = pagina_de(entregados_por(request.actuacion), request.GET.get("presentados"), PER_PAGE)
    contexto = {
        "pagina": pagina,
        "filas": filas,
        "presentados": presentados,
        "se_pueden_quitar": set(sin_uso(Adjunto.objects.filter(pk__in=[a.pk for a in presentados]))),
    }
    return render(request, "tramites/documentos.html", contexto)


@never_cache
@require_safe
def uno(request: Peticion, codigo: str) -> HttpResponse:
    certificado = _mio(request, codigo)
    contexto = {
        "certificado": certificado,
        "vigencia": vigencia_de(certificado, timezone.localdate()),
        "url_verificacion": url_de_verificacion(certificado.codigo),
        "demorado": timezone.now() - certificado.emitido_en > DEMORA,
    }
    return render(request, "tramites/documento.html", contexto)


@never_cache
@require_safe
def archivo(request: Peticion, codigo: str) -> FileResponse:
    """The very bytes that were signed, as an attachment."""
    certificado = _mio(request, codigo)
    if not certificado.listo:
        raise Http404
    anotar_lectura(request.actuacion, f"certificado:{certificado.codigo}")
    contenido = default_storage.open(certificado.archivo)
    return FileResponse(
        contenido, as_attachment=True, filename=certificado.nombre_archivo, content_type="application/pdf"
    )


def _mio(request: Peticion, codigo: str) -> Certificado:
    certificado = documento_de(request.actuacion, codigo)
    if certificado is None:
        raise Http404
    return certificado
