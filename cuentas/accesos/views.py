from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cuentas.accesos import selectors, services
from cuentas.accesos.frases import ROTULOS, Tipo
from cuentas.actuacion import Peticion
from cuentas.models import Cuenta
from nucleo.paginas import pagina_de

POR_PAGINA = 30


@never_cache
@require_safe
def accesos(request: Peticion) -> HttpResponse:
    cuenta = cast("Cuenta", request.actuacion.actor)  # the permission map lets nobody else in
    elegido = request.GET.get("tipo", "")
    tipo = Tipo(elegido) if elegido in set(Tipo) else None
    pagina = pagina_de(selectors.asientos_de(cuenta, tipo), request.GET.get("pagina"), POR_PAGINA)
    contexto = {
        "pagina": pagina,
        "accesos": selectors.en_palabras(list(pagina)),
        "sesiones": selectors.sesiones_de(cuenta, request.session.session_key),
        "tipos": [(str(t), rotulo, t == tipo) for t, rotulo in ROTULOS.items()],
        "tipo": tipo,
    }
    return render(request, "cuentas/accesos.html", contexto)


@require_POST
def cerrar(request: Peticion) -> HttpResponse:
    cuenta = cast("Cuenta", request.actuacion.actor)  # the permission map lets nobody else in
    pedida = request.POST.get("sesion", "")
    if pedida and not (pedida.isascii() and pedida.isdecimal() and len(pedida) < 19):
        return redirect("cuentas:accesos")
    cerradas = services.cerrar_sesiones(
        cuenta=cuenta, clave_actual=request.session.session_key, sesion_id=int(pedida) if pedida else None
    )
    messages.success(request, "Listo: la sesión está cerrada." if cerradas else "No había otra sesión abierta.")
    return redirect("cuentas:accesos")
