"""Giving a power, accepting one, and acting by it: the pages. What a power is stands in cuentas/poderes/."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion, Por
from cuentas.delegaciones import sesion as delegaciones
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.models import Poder
from cuentas.poderes import selectors, services, sesion
from nucleo.formularios import FechaField
from registro.parametros import Parametros
from tramites.procedimientos import inscritos
from tramites.vistas.encargos import EncargoForm, cumplir, fila_de_encargo, pagina_para_dar
from tramites.vistas.publicas import entradas

VERBOS: dict[str, tuple[Callable[..., Poder], str]] = {
    "aceptar": (services.aceptar, "Aceptó el poder. Ya puede actuar en nombre de esa persona."),
    "rechazar": (services.dejar, "El poder terminó."),
    "retirar": (services.retirar, "Retiró el poder: terminó en este momento."),
}


def con_poder() -> list[tuple[str, str]]:
    """(slug, name) of the procedures that a power can open, as the catalogue lists them."""
    abren = {slug for slug, p in inscritos().items() if Por.PODER in p.permiso.por}
    return [(e.tramite.slug, e.tramite.nombre) for e in entradas() if e.tramite.slug in abren]


class PoderForm(EncargoForm):
    tramites = forms.MultipleChoiceField(
        label="Qué podrá hacer en su nombre",
        help_text="Verá lo mismo que usted ve en esos trámites, y podrá pedir los documentos.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Elija al menos un trámite.", "invalid_choice": "Elija trámites de la lista."},
    )
    hasta = FechaField(label="Hasta cuándo", help_text="El último día en que podrá actuar.")
    field_order = ("cedula", "tramites", "hasta", "clave")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["tramites"]
        assert isinstance(campo, forms.MultipleChoiceField)
        campo.choices = con_poder()

    def clean_hasta(self) -> date | None:
        hasta = super().clean_hasta()
        meses = Parametros.al(self._hoy).entero(services.MESES_MAXIMO)
        if hasta and hasta > self._hoy + relativedelta(months=meses):
            raise ValidationError(f"Un poder puede durar como mucho {meses} meses. Después puede darlo otra vez.")
        return hasta


@never_cache
@require_safe
def lista(request: Peticion) -> HttpResponse:
    hoy, persona = timezone.localdate(), request.actuacion.persona
    nombres = dict(con_poder())
    contexto = {
        "dados": [_fila(poder, hoy, nombres) for poder in selectors.dados_por(persona)],
        "recibidos": [_fila(poder, hoy, nombres, mia=True) for poder in selectors.recibidos_por(persona)],
        "delegaciones": [fila_de_encargo(delegacion, hoy, mia=True) for delegacion in recibidas_por(persona)],
    }
    return render(request, "tramites/poderes.html", contexto)


@sensitive_post_parameters("clave")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nuevo(request: Peticion) -> HttpResponse:
    form = PoderForm(request.POST if request.method == "POST" else None, hoy=timezone.localdate())
    return pagina_para_dar(
        request,
        form,
        lambda datos: services.otorgar(
            actuacion=request.actuacion,
            apoderado_cedula=datos["cedula"],
            tramites=datos["tramites"],
            hasta=datos["hasta"],
        ),
        plantilla="tramites/poder-nuevo.html",
        hecho="Listo. El poder valdrá cuando esa persona ingrese con su clave y lo acepte.",
        vuelta="tramites:poderes",
    )


@require_POST
def acto(request: Peticion, numero: int, acto: str) -> HttpResponse:
    """Accept, refuse, withdraw a power, or begin to act by it."""
    if acto == "actuar":
        actua = cumplir(request, lambda: sesion.empezar(request=request, poder_id=numero))
        return redirect("inicio" if actua else "tramites:poderes")
    if acto not in VERBOS:
        raise Http404
    verbo, hecho = VERBOS[acto]
    cumplir(request, lambda: verbo(actuacion=request.actuacion, encargo_id=numero), hecho)
    return redirect("tramites:poderes")


@require_POST
def dejar_de_actuar(request: Peticion) -> HttpResponse:
    sesion.terminar(request=request)
    delegaciones.terminar(request=request)
    return redirect("tramites:poderes")


def _fila(poder: Poder, hoy: date, nombres: dict[str, str], *, mia: bool = False) -> dict[str, Any]:
    return {
        **fila_de_encargo(poder, hoy, mia=mia),
        "poder": poder,
        "tramites": [nombres.get(slug, slug) for slug in poder.tramites],
    }
