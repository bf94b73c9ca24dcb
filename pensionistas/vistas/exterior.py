"""One notice of a trip; its POST annuls it, with a reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from pensionistas.exterior.services import NoSeAnula, anular_aviso
from pensionistas.formularios import AnularForm
from pensionistas.models import AvisoPais
from tramites.adjuntos.selectors import respaldos_de
from tramites.procedimientos import por_slug

SLUG = "movimiento-pais"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def aviso(request: Peticion, numero: int) -> HttpResponse:
    suyo = AvisoPais.objects.filter(persona=request.actuacion.persona, pk=min(numero, 2**63 - 1)).first()
    procedimiento = por_slug(SLUG)
    if suyo is None or procedimiento is None:
        raise Http404
    form = AnularForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        anotar_lectura(request.actuacion, f"aviso_pais:{suyo.pk}")
    elif form.is_valid():
        try:
            anular_aviso(actuacion=request.actuacion, aviso_id=suyo.pk, motivo=form.cleaned_data["motivo"])
            messages.success(request, f"El aviso {suyo.numero} está anulado.")
            return redirect(procedimiento.url_de("aviso", suyo.pk))
        except NoSeAnula as razon:
            form.add_error(None, str(razon))
    contexto = {
        "aviso": suyo,
        "form": form,
        "documentos": list(respaldos_de(f"aviso_pais:{suyo.pk}")),
        "url": procedimiento.url,
    }
    return render(request, "pensionistas/movimiento-pais-aviso.html", contexto)
