"""The page of the activation link. Mail scanners open it: only its button does something."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cuentas import limites
from cuentas.actuacion import Peticion
from cuentas.clave.paginas import enviado, pagina
from cuentas.clave.services import longitud_minima
from cuentas.codigos import CodigoRechazado
from cuentas.patronal import services
from cuentas.patronal.forms import ActivarForm
from cuentas.patronal.selectors import enlace_que_sirve
from cuentas.services import RECUPERADA


@pagina
def activar(request: Peticion, ruc: str, secreto: str) -> HttpResponse:
    enlace = enlace_que_sirve(ruc, secreto)
    if enlace is None:
        return _vencido(request)
    form = ActivarForm(
        enviado(request), minimo=longitud_minima(), personales=[enlace.empleador.razon_social, enlace.empleador.ruc]
    )
    if form.is_valid():
        try:
            services.activar(ruc=ruc, secreto=secreto, clave=form.cleaned_data["clave"], red=limites.red_de(request))
        except CodigoRechazado:
            return _vencido(request)
        except services.ClavePatronalRechazada as razon:
            form.add_error(None, razon.mensaje)
        else:
            return _lista(request, enlace.empleador.ruc)
    return render(request, "cuentas/patronal/activar.html", {"form": form, "enlace": enlace})


def _lista(request: Peticion, ruc: str) -> HttpResponse:
    """On to the login, or home for whoever is in with their own clave, which this one is not."""
    hecho = f"La clave patronal está lista. Ingrese con el RUC {ruc} y esa clave."
    if request.actuacion.actor is not None:
        hecho = f"La clave patronal está lista. Para usarla, salga e ingrese con el RUC {ruc} y esa clave."
    messages.success(request, hecho)
    request.session[RECUPERADA] = ruc
    return redirect("cuentas:ingresar")


def _vencido(request: Peticion) -> HttpResponse:
    return render(request, "cuentas/patronal/vencido.html", status=404)
