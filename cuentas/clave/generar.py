"""`/cuenta/clave/generar/`: number → validation → clave and terms → security questions → code."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cuentas import limites
from cuentas.actuacion import Peticion
from cuentas.clave import services
from cuentas.clave.flujo import Flujo
from cuentas.clave.forms import (
    ClaveYTerminosForm,
    CorreoForm,
    PapelForm,
    PreguntasForm,
    ValidacionForm,
)
from cuentas.clave.paginas import DEMASIADOS, enviado, mostrar, pagina, pedir_codigo, pedir_numero
from cuentas.clave.seguridad import Elegida
from cuentas.clave.selectors import sorteo_de
from cuentas.codigos import CodigoRechazado, canjear
from nucleo.texto import correo_enmascarado
from registro.models import Persona
from registro.selectors import persona_por_cedula

NO_COINCIDEN = (
    "No pudimos comprobar su identidad con esos datos. Revíselos todos e inténtelo otra vez. "
    "Si ya tiene una clave, no genere otra: recupérela."
)
PASOS = tuple(f"cuentas:generar_{paso}" for paso in ("datos", "clave", "preguntas", "correo", "codigo"))
DATOS, CLAVE, PREGUNTAS, CORREO, CODIGO = PASOS
flujo = Flujo("generar", "cuentas:generar", PASOS, una_vez=frozenset({DATOS}))


@pagina
def numero(request: Peticion) -> HttpResponse:
    hoy = timezone.localdate().isoformat()
    return pedir_numero(
        request,
        "generar",
        lambda cedula: flujo.empezar(request, DATOS, cedula=cedula, dia=hoy, papel=False, correo=""),
    )


@pagina
@flujo.exigir(DATOS)
def datos(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    cedula, dia = estado["cedula"], date.fromisoformat(estado["dia"])
    _, preguntas = sorteo_de(cedula, dia)
    form = ValidacionForm(enviado(request), preguntas=preguntas)
    if form.is_valid():
        nacimiento, respuestas = form.cleaned_data["nacimiento"], form.respuestas
        try:
            services.validar(
                cedula=cedula, dia=dia, nacimiento=nacimiento, respuestas=respuestas, red=limites.red_de(request)
            )
        except services.Agotado as razon:
            return mostrar(request, "ventanilla", status=DEMASIADOS, razon=str(razon))
        except services.NoCoincide:
            form.add_error(None, NO_COINCIDEN)
        else:
            persona = _persona(estado)
            if not persona.correo:
                flujo.terminar(request)
                return mostrar(request, "ventanilla", razon="No tenemos un correo suyo al que enviarle el código.")
            return flujo.avanzar(request, CLAVE, correo=persona.correo)
    return mostrar(request, "datos", form, cedula=cedula)


@pagina
def papel(request: Peticion) -> HttpResponse:
    """The assisted path: with the code on paper that the counter gave."""
    form = PapelForm(enviado(request))
    if form.is_valid():
        cedula = form.cleaned_data["cedula"]
        try:
            services.presentar_papel(cedula=cedula, codigo=form.cleaned_data["codigo"], red=limites.red_de(request))
        except services.Agotado as razon:
            form.add_error(None, str(razon))
            return mostrar(request, "papel", form, status=DEMASIADOS)
        except CodigoRechazado:
            form.add_error("codigo", "La cédula o el código no son correctos, o el código ya se usó o venció.")
        else:
            return flujo.empezar(request, CLAVE, cedula=cedula, papel=True, correo="")
    return mostrar(request, "papel", form)


@pagina
def ventanilla(request: Peticion) -> HttpResponse:
    return mostrar(request, "ventanilla", razon="")


@pagina
@flujo.exigir(CLAVE)
def clave(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    persona = _persona(estado)
    form = ClaveYTerminosForm(
        enviado(request), minimo=services.longitud_minima(), personales=[persona.nombre_completo, persona.cedula]
    )
    if form.is_valid():
        return flujo.avanzar(request, PREGUNTAS, rotar=False, clave=make_password(form.cleaned_data["clave"]))
    return mostrar(request, "clave", form, persona=persona, correo=_velado(estado))


@pagina
@flujo.exigir(PREGUNTAS)
def preguntas(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    form = PreguntasForm(enviado(request))
    if form.is_valid():
        elegidas = [(codigo, texto, make_password(respuesta)) for codigo, texto, respuesta in form.elegidas()]
        if estado["papel"]:
            return flujo.avanzar(request, CORREO, rotar=False, elegidas=elegidas)
        estado = {**estado, "elegidas": elegidas}
        try:
            return _enviar(request, estado)
        except services.Agotado as razon:
            form.add_error(None, str(razon))
    return mostrar(request, "preguntas", form)


@pagina
@flujo.exigir(CORREO)
def correo(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    if not estado["papel"]:
        return flujo.reiniciar(request)
    form = CorreoForm(enviado(request))
    if form.is_valid():
        try:
            return _enviar(request, {**estado, "correo": form.cleaned_data["correo"]})
        except services.Agotado as razon:
            form.add_error(None, str(razon))
    return mostrar(request, "correo", form)


@pagina
@flujo.exigir(CODIGO)
def codigo(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    def seguir(escrito: str) -> HttpResponse:
        canjear(services.GENERAR, estado["cedula"], escrito)
        return _terminar(request, estado)

    return pedir_codigo(
        request,
        reenviar=lambda: _enviar(request, estado),
        seguir=seguir,
        correo=estado["correo"],
        vence=estado["vence"],
    )


def _enviar(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    persona = _persona(estado)
    vence = services.enviar_codigo(
        proposito=services.GENERAR, cedula=persona.cedula, correo=estado["correo"], nombre=persona.nombre_completo
    )
    return flujo.avanzar(
        request,
        CODIGO,
        rotar=False,
        correo=estado["correo"],
        elegidas=estado["elegidas"],
        vence=vence.isoformat(),
    )


def _terminar(request: Peticion, estado: dict[str, Any]) -> HttpResponse:
    try:
        services.generar(
            cedula=estado["cedula"],
            clave=estado["clave"],
            elegidas=[Elegida(*elegida) for elegida in estado["elegidas"]],
            correo=estado["correo"],
            papel=estado["papel"],
            red=limites.red_de(request),
            vez=estado["vez"],
        )
    except services.ClaveRechazada as razon:
        messages.warning(request, str(razon))
    else:
        messages.success(request, "Su clave está lista. Ingrese con su cédula y su clave nueva.")
    flujo.terminar(request)
    return redirect("cuentas:ingresar")


def _persona(estado: dict[str, Any]) -> Persona:
    persona = persona_por_cedula(estado["cedula"])
    if persona is None:  # the register deletes nobody
        raise LookupError(estado["cedula"])
    return persona


def _velado(estado: dict[str, Any]) -> str:
    return correo_enmascarado(estado["correo"]) if estado["correo"] else ""
