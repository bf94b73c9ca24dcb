"""What somebody asks this person to go along with: what it is, what they accept by it, and their answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cuentas.actuacion import Peticion
from registro.reglas.dictamen import Dictamen
from tramites.casos import con_otra_persona
from tramites.casos.paso import NoProcede
from tramites.ofertas import olvidar_oferta
from tramites.procedimientos.lista import caso_de

VERBOS = {
    "confirmar": (con_otra_persona.confirmar, "Confirmó la solicitud. Avisamos a quien la hizo."),
    "rechazar": (con_otra_persona.rechazar, "No aceptó la solicitud. Avisamos a quien la hizo."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def una(request: Peticion, numero: int) -> HttpResponse:
    persona = request.actuacion.persona
    suya = con_otra_persona.recibidas_por(persona).filter(pk=numero).first()
    if suya is None:
        raise Http404
    solicitud = suya.solicitud
    procedimiento = caso_de(solicitud.tramite.slug)
    if request.method == "POST":
        if (accion := request.POST.get("accion", "")) not in VERBOS:
            return redirect(suya)
        verbo, hecho = VERBOS[accion]
        try:
            verbo(actuacion=request.actuacion, confirmacion_id=suya.pk)
            olvidar_oferta(request, solicitud.tramite.slug)
            messages.success(request, hecho)
        except NoProcede as razon:
            messages.error(request, str(razon))
        return redirect(suya)
    datos = Dictamen.de_json(solicitud.dictamen).datos if solicitud.dictamen else {}
    contexto = {
        "confirmacion": suya,
        "solicitud": solicitud,
        "pide": procedimiento.por_confirmar(solicitud.datos),
        "cifras": [(nombre, palabras, datos[nombre]) for nombre, palabras in procedimiento.cifras if nombre in datos],
    }
    return render(request, "tramites/casos/confirmacion.html", contexto)
