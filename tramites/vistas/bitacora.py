"""The signed heads of the bitácora, for whoever wants to keep them: they tell nothing but that nothing was changed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nucleo.models import CabezaDiaria
from nucleo.paginas import pagina_de

POR_PAGINA = 31


@require_safe
def cabezas(request: HttpRequest) -> HttpResponse:
    pagina = pagina_de(CabezaDiaria.objects.order_by("-dia").defer("firma"), request.GET.get("pagina"), POR_PAGINA)
    return render(request, "tramites/bitacora.html", {"pagina": pagina})


@require_safe
def contenido(request: HttpRequest, dia: str) -> HttpResponse:
    return _archivo(dia, "json", "application/json")


@require_safe
def firma(request: HttpRequest, dia: str) -> HttpResponse:
    return _archivo(dia, "p7s", "application/pkcs7-signature")


def _archivo(dia: str, tipo: str, content_type: str) -> HttpResponse:
    """The very bytes that were signed, or the signature over them."""
    try:
        cabeza = CabezaDiaria.objects.get(dia=date.fromisoformat(dia))
    except (ValueError, CabezaDiaria.DoesNotExist) as error:
        raise Http404 from error
    cuerpo = cabeza.contenido.encode() if tipo == "json" else bytes(cabeza.firma)
    nombre = f'attachment; filename="bitacora-{cabeza.dia}.{tipo}"'
    return HttpResponse(cuerpo, content_type=content_type, headers={"Content-Disposition": nombre})
