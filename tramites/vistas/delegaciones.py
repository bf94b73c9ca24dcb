"""Who may act for an employer: its page, and what a person does with what they received. See cuentas/delegaciones/."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion
from cuentas.delegaciones import services, sesion
from cuentas.delegaciones.selectors import dadas_por
from cuentas.models import Delegacion
from nucleo.formularios import FechaField
from registro.models import Empleador
from tramites.vistas.encargos import EncargoForm, cumplir, fila_de_encargo, pagina_para_dar

Rol = Delegacion.Rol
ROLES = {
    Rol.TODO: "Todo: avisos, planillas, convenios, certificados y consultas",
    Rol.AVISOS: "Solo avisos: entradas, salidas y novedades de los trabajadores",
    Rol.CONSULTA: "Solo consultas: ver los aportes y pedir certificados",
}
VERBOS: dict[str, tuple[Callable[..., Delegacion], str]] = {
    "aceptar": (services.aceptar, "Aceptó. Ya puede actuar en nombre de ese empleador."),
    "rechazar": (services.dejar, "La autorización terminó."),
}


class DelegacionForm(EncargoForm):
    rol = forms.ChoiceField(
        label="Qué podrá hacer",
        choices=[(rol.value, texto) for rol, texto in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué podrá hacer.", "invalid_choice": "Elija una opción de la lista."},
    )
    hasta = FechaField(
        label="Hasta cuándo",
        required=False,
        help_text="El último día en que podrá actuar. Si lo deja vacío, hasta que usted la retire.",
    )
    field_order = ("cedula", "rol", "hasta", "clave")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cedula"].label = "Cédula de la persona que actuará por el empleador"
        self.fields["clave"].label = "Clave patronal"
        self.fields["clave"].help_text = "La pedimos otra vez porque otra persona podrá actuar por el empleador."


@never_cache
@require_safe
def lista(request: Peticion) -> HttpResponse:
    hoy, empleador = timezone.localdate(), request.actuacion.sujeto
    assert isinstance(empleador, Empleador), "the permission of the page asks for an employer"
    filas = [fila_de_encargo(delegacion, hoy) for delegacion in dadas_por(empleador)]
    contexto = {
        "abiertas": [fila for fila in filas if fila["abierto"]],
        "terminadas": [fila for fila in filas if not fila["abierto"]],
    }
    return render(request, "tramites/delegaciones.html", contexto)


@sensitive_post_parameters("clave")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: Peticion) -> HttpResponse:
    form = DelegacionForm(request.POST if request.method == "POST" else None, hoy=timezone.localdate())
    return pagina_para_dar(
        request,
        form,
        lambda datos: services.autorizar(
            actuacion=request.actuacion,
            apoderado_cedula=datos["cedula"],
            rol=Rol(datos["rol"]),
            hasta=datos["hasta"],
        ),
        plantilla="tramites/delegacion-nueva.html",
        hecho="Listo. Valdrá cuando esa persona ingrese con su propia clave y lo acepte.",
        vuelta="tramites:delegaciones",
    )


@require_POST
def retirar(request: Peticion, numero: int) -> HttpResponse:
    cumplir(
        request,
        lambda: services.retirar(actuacion=request.actuacion, encargo_id=numero),
        "Retiró la autorización: terminó en este momento.",
    )
    return redirect("tramites:delegaciones")


@require_POST
def acto(request: Peticion, numero: int, acto: str) -> HttpResponse:
    """Accept, refuse or leave what one received, or begin to act by it."""
    if acto == "actuar":
        actua = cumplir(request, lambda: sesion.empezar(request=request, delegacion_id=numero))
        return redirect("inicio" if actua else "tramites:poderes")
    if acto not in VERBOS:
        raise Http404
    verbo, hecho = VERBOS[acto]
    if cumplir(request, lambda: verbo(actuacion=request.actuacion, encargo_id=numero), hecho):
        request.session[sesion.RECIBIDAS] = True
    return redirect("tramites:poderes")
