"""The doors of the counter: from the file of a person or an employer to their pages of the portal, and back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cuentas import atencion
from cuentas.actuacion import Peticion
from nucleo.administracion import pagina_de
from registro.admin.expediente import ExpedienteForm
from registro.models import Empleador, Persona


class AtencionForm(ExpedienteForm):
    """An employer's file is open to the staff; why they act for it is asked here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo"].label = "¿Para qué le atiende?"
        self.fields[
            "motivo"
        ].help_text = "El número del trámite, o el motivo en una frase. El empleador lo verá en «Mis accesos»."


@require_POST
def atender_persona(request: Peticion, numero: int) -> HttpResponse:
    """Their file has to be open in this session: its page asks for the reason when it isn't."""
    _exigir_permiso(request)
    persona = get_object_or_404(Persona, pk=numero)
    try:
        atencion.empezar(request=request, titular=persona)
    except atencion.AtencionRechazada as razon:
        messages.warning(request, str(razon))
        return redirect(pagina_de(persona))
    return redirect("inicio")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def atender_empleador(request: Peticion, numero: int) -> HttpResponse:
    _exigir_permiso(request)
    empleador = get_object_or_404(Empleador, pk=numero)
    form = AtencionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        atencion.empezar(request=request, titular=empleador, motivo=form.cleaned_data["motivo"])
        return redirect("inicio")
    contexto = {"form": form, "empleador": empleador, "volver": pagina_de(empleador)}
    return render(request, "cuentas/atender-empleador.html", contexto)


@require_POST
def terminar(request: Peticion) -> HttpResponse:
    atendido = request.actuacion.sujeto
    atencion.terminar(request=request)
    messages.success(request, f"Terminó la atención a {atendido}.")
    return redirect("admin:index")


def _exigir_permiso(request: Peticion) -> None:
    if not request.user.has_perm(atencion.PERMISO):
        raise Http404
