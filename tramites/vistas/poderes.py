"""Giving a power, accepting one, and acting by it: the pages. What a power is stands in cuentas/poderes/."""

from datetime import date
from typing import Any, cast

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion, Por
from cuentas.clave.campos import ClaveField
from cuentas.clave.services import Agotado, NoCoincide, confirmar_clave
from cuentas.delegaciones import sesion as delegaciones
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.models import Cuenta, Encargo, Poder
from cuentas.poderes import selectors, services, sesion
from nucleo.formularios import FechaField
from registro.parametros import Parametros
from registro.reglas.identidad import IdentidadInvalida, validar_cedula
from tramites.procedimientos import inscritos
from tramites.vistas.publicas import entradas

HECHO = {
    "aceptar": "Aceptó el poder. Ya puede actuar en nombre de esa persona.",
    "rechazar": "El poder terminó.",
    "retirar": "Retiró el poder: terminó en este momento.",
}


def con_poder() -> list[tuple[str, str]]:
    """(slug, name) of the procedures that a power can open, as the catalogue lists them."""
    abren = {slug for slug, p in inscritos().items() if Por.PODER in p.permiso.por}
    return [(e.tramite.slug, e.tramite.nombre) for e in entradas() if e.tramite.slug in abren]


class EncargoForm(forms.Form):
    """To whom, and the clave again. A power adds what for and until when, a delegation of an employer its role."""

    cedula = forms.CharField(
        label="Cédula de la persona que actuará por usted",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Escriba la cédula de esa persona."},
    )
    clave = ClaveField(label="Su clave", help_text="La pedimos otra vez porque otra persona verá sus datos.")

    def __init__(self, *args: Any, hoy: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hoy = hoy

    def clean_cedula(self) -> str:
        cedula = "".join(self.cleaned_data["cedula"].split()).replace("-", "")
        try:
            validar_cedula(cedula)
        except IdentidadInvalida as error:
            raise ValidationError(str(error)) from error
        return cedula


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

    def clean_hasta(self) -> date:
        hasta: date = self.cleaned_data["hasta"]
        if hasta < self._hoy:
            raise ValidationError("Esa fecha ya pasó.")
        meses = Parametros.al(self._hoy).entero(services.MESES_MAXIMO)
        if hasta > self._hoy + relativedelta(months=meses):
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
    estado = 200
    if request.method == "POST" and form.is_valid():
        datos = form.cleaned_data
        try:
            confirmar_clave(cuenta=cast("Cuenta", request.actuacion.actor), clave=datos["clave"])
            services.otorgar(
                actuacion=request.actuacion,
                apoderado_cedula=datos["cedula"],
                tramites=datos["tramites"],
                hasta=datos["hasta"],
            )
        except NoCoincide:
            form.add_error("clave", "La clave no es correcta.")
        except Agotado as razon:
            form.add_error("clave", str(razon))
            estado = 429
        except services.PoderRechazado as razon:
            form.add_error("cedula", str(razon))
        else:
            messages.success(request, "Listo. El poder valdrá cuando esa persona ingrese con su clave y lo acepte.")
            return redirect("tramites:poderes")
    return render(request, "tramites/poder-nuevo.html", {"form": form}, status=estado)


@require_POST
def acto(request: Peticion, numero: int, acto: str) -> HttpResponse:
    """Accept, refuse, withdraw a power, or begin to act by it."""
    try:
        if acto == "actuar":
            sesion.empezar(request=request, poder_id=numero)
            return redirect("inicio")
        _verbo(acto)(actuacion=request.actuacion, poder_id=numero)
    except Poder.DoesNotExist as error:
        raise Http404 from error
    except services.PoderRechazado as error:
        messages.error(request, str(error))
    else:
        messages.success(request, HECHO[acto])
    return redirect("tramites:poderes")


@require_POST
def dejar_de_actuar(request: Peticion) -> HttpResponse:
    sesion.terminar(request=request)
    delegaciones.terminar(request=request)
    return redirect("tramites:poderes")


def _verbo(acto: str) -> Any:
    verbos = {"aceptar": services.aceptar, "rechazar": services.dejar, "retirar": services.retirar}
    if acto not in verbos:
        raise Http404
    return verbos[acto]


def _fila(poder: Poder, hoy: date, nombres: dict[str, str], *, mia: bool = False) -> dict[str, Any]:
    return {
        **fila_de_encargo(poder, hoy, mia=mia),
        "poder": poder,
        "tramites": [nombres.get(slug, slug) for slug in poder.tramites],
    }


def fila_de_encargo(encargo: Encargo, hoy: date, *, mia: bool = False) -> dict[str, Any]:
    """How a power or a delegation stands, for a list of them; `mia`: whoever reads is the one who may act by it."""
    if encargo.terminado_en:
        estado, tono = Encargo.Fin(encargo.fin).label, "neutro"
    elif not encargo.abierto(hoy):
        estado, tono = "venció", "neutro"
    elif encargo.vigente(hoy):
        estado, tono = "vigente", "exito"
    else:
        estado, tono = "espera su respuesta" if mia else "espera que lo acepten", "atencion"
    return {
        "encargo": encargo,
        "estado": estado,
        "tono": tono,
        "abierto": encargo.abierto(hoy),
        "vigente": encargo.vigente(hoy),
    }
