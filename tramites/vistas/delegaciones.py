"""Who may act for an employer: its page, and what a person does with what they received. See cuentas/delegaciones/."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuentas.actuacion import Peticion
from cuentas.clave.services import Agotado, NoCoincide, confirmar_clave
from cuentas.delegaciones import services, sesion
from cuentas.delegaciones.selectors import dadas_por
from cuentas.encargos import EncargoRechazado
from cuentas.models import Cuenta, Delegacion
from nucleo.formularios import FechaField
from registro.models import Empleador
from tramites.vistas.poderes import EncargoForm, fila_de_encargo

Rol = Delegacion.Rol
ROLES = {
    Rol.TODO: "Todo: avisos, planillas, convenios, certificados y consultas",
    Rol.AVISOS: "Solo avisos: entradas, salidas y novedades de los trabajadores",
    Rol.CONSULTA: "Solo consultas: ver los aportes y pedir certificados",
}
HECHO = {
    "aceptar": "Aceptó. Ya puede actuar en nombre de ese empleador.",
    "rechazar": "La autorización terminó.",
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

    def clean_hasta(self) -> date | None:
        hasta: date | None = self.cleaned_data["hasta"]
        if hasta and hasta < self._hoy:
            raise ValidationError("Esa fecha ya pasó.")
        return hasta


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
    estado = 200
    if form.is_valid():
        datos = form.cleaned_data
        try:
            confirmar_clave(cuenta=cast("Cuenta", request.actuacion.actor), clave=datos["clave"])
            services.autorizar(
                actuacion=request.actuacion,
                apoderado_cedula=datos["cedula"],
                rol=Rol(datos["rol"]),
                hasta=datos["hasta"],
            )
        except NoCoincide:
            form.add_error("clave", "La clave no es correcta.")
        except Agotado as razon:
            form.add_error("clave", str(razon))
            estado = 429
        except EncargoRechazado as razon:
            form.add_error("cedula", str(razon))
        else:
            messages.success(request, "Listo. Valdrá cuando esa persona ingrese con su propia clave y lo acepte.")
            return redirect("tramites:delegaciones")
    return render(request, "tramites/delegacion-nueva.html", {"form": form}, status=estado)


@require_POST
def retirar(request: Peticion, numero: int) -> HttpResponse:
    try:
        services.retirar(actuacion=request.actuacion, delegacion_id=numero)
    except Delegacion.DoesNotExist as error:
        raise Http404 from error
    except EncargoRechazado as razon:
        messages.error(request, str(razon))
    else:
        messages.success(request, "Retiró la autorización: terminó en este momento.")
    return redirect("tramites:delegaciones")


@require_POST
def acto(request: Peticion, numero: int, acto: str) -> HttpResponse:
    """Accept, refuse or leave what one received, or begin to act by it."""
    verbos = {"aceptar": services.aceptar, "rechazar": services.dejar}
    try:
        if acto == "actuar":
            sesion.empezar(request=request, delegacion_id=numero)
            return redirect("inicio")
        if acto not in verbos:
            raise Http404
        verbos[acto](actuacion=request.actuacion, delegacion_id=numero)
        request.session[sesion.RECIBIDAS] = True
    except Delegacion.DoesNotExist as error:
        raise Http404 from error
    except EncargoRechazado as razon:
        messages.error(request, str(razon))
    else:
        messages.success(request, HECHO[acto])
    return redirect("tramites:poderes")
