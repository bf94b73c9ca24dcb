"""`/cuenta/clave/`: whoever is in changes their own clave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cuentas.actuacion import Peticion
from cuentas.clave import services
from cuentas.clave.forms import CambiarForm
from cuentas.clave.paginas import DEMASIADOS, enviado, mostrar, pagina


@pagina
def cambiar(request: Peticion) -> HttpResponse:
    actor = request.actuacion.actor
    personales = [actor.nombre_visible, actor.identificador] if actor else []
    form = CambiarForm(enviado(request), minimo=services.longitud_minima(), personales=personales)
    status = 200
    if form.is_valid():
        datos = form.cleaned_data
        try:
            services.cambiar(request=request, actuacion=request.actuacion, actual=datos["actual"], nueva=datos["clave"])
        except services.NoCoincide:
            form.add_error("actual", "Esa no es su clave actual.")
        except services.ClaveRechazada as razon:
            form.add_error("clave", str(razon))
        except services.Agotado as razon:
            form.add_error(None, str(razon))
            status = DEMASIADOS
        else:
            messages.success(request, "Su clave cambió. Las demás sesiones que tenía abiertas terminaron.")
            return redirect("inicio")
    return mostrar(request, "cambiar", form, status=status, identificador=actor.identificador if actor else "")
