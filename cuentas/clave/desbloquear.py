"""`/cuenta/desbloquear/` (procedure 6): number → security questions → code → new clave.

Nothing of the account changes before the last step: strangers can't lock anybody out.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cuentas import limites
from cuentas.actuacion import Peticion
from cuentas.clave import services
from cuentas.clave.flujo import Flujo
from cuentas.clave.forms import ClaveForm, RespuestasForm
from cuentas.clave.paginas import DEMASIADOS, enviado, mostrar, pagina, pedir_codigo, pedir_numero
from cuentas.clave.selectors import reto_de
from cuentas.codigos import canjear
from cuentas.models import Cuenta
from cuentas.services import RECUPERADA

NO_COINCIDEN = (
    "Las respuestas no coinciden con las que tenemos para ese número. Revíselas todas: "
    "no importan las mayúsculas, las tildes ni los espacios."
)
PASOS = tuple(f"cuentas:desbloquear_{paso}" for paso in ("respuestas", "codigo", "clave"))
RESPUESTAS, CODIGO, CLAVE = PASOS
flujo = Flujo("desbloquear", "cuentas:desbloquear", PASOS, una_vez=frozenset(PASOS))


@pagina
def numero(request: Peticion) -> HttpResponse:
    return pedir_numero(request, "desbloquear", lambda cedula: flujo.empezar(request, RESPUESTAS, cedula=cedula))


@pagina
@flujo.exigir(RESPUESTAS)
def respuestas(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    form = RespuestasForm(enviado(request), codigos=reto_de(estado["cedula"]).codigos)
    status = 200
    if form.is_valid():
        try:
            cuenta = services.responder(
                cedula=estado["cedula"], respuestas=form.respuestas, red=limites.red_de(request)
            )
            return _enviar(request, cuenta)
        except services.NoCoincide:
            form.add_error(None, NO_COINCIDEN)
        except services.Agotado as razon:
            form.add_error(None, str(razon))
            status = DEMASIADOS
    return mostrar(request, "respuestas", form, status=status, cedula=estado["cedula"])


@pagina
@flujo.exigir(CODIGO)
def codigo(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    cuenta = _cuenta(estado)

    def seguir(escrito: str) -> HttpResponse:
        canjear(services.RECUPERAR, cuenta.identificador, escrito)
        return flujo.avanzar(request, CLAVE)

    return pedir_codigo(
        request,
        reenviar=lambda: _enviar(request, cuenta),
        seguir=seguir,
        correo=cuenta.correo,
        vence=estado["vence"],
    )


@pagina
@flujo.exigir(CLAVE)
def clave(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    cuenta = _cuenta(estado)
    form = ClaveForm(
        enviado(request),
        minimo=services.longitud_minima(),
        personales=[cuenta.nombre_visible, cuenta.identificador],
    )
    if form.is_valid():
        cedula = cuenta.identificador
        try:
            services.restablecer(
                cedula=cedula, clave=form.cleaned_data["clave"], red=limites.red_de(request), vez=estado["vez"]
            )
        except services.ClaveRechazada as razon:
            messages.warning(request, str(razon))
        else:
            messages.success(request, "Su clave nueva está lista y su cuenta, desbloqueada. Ya puede ingresar.")
            request.session[RECUPERADA] = cedula
        flujo.terminar(request)
        return redirect("cuentas:ingresar")
    return mostrar(request, "clave_nueva", form, cedula=cuenta.identificador)


def _enviar(request: Peticion, cuenta: Cuenta) -> HttpResponse:
    vence = services.enviar_codigo(
        proposito=services.RECUPERAR,
        cedula=cuenta.identificador,
        correo=cuenta.correo,
        nombre=cuenta.nombre_visible,
    )
    return flujo.avanzar(request, CODIGO, vence=vence.isoformat())


def _cuenta(estado: dict[str, Any]) -> Cuenta:
    return Cuenta.objects.select_related("persona").get(identificador=estado["cedula"])
