"""The pages of the health cover besides those of its case: ending one, and the card."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from afiliados.reglas.cobertura import Calidad
from afiliados.selectors.cobertura import Cobertura, Familia, familia_de
from afiliados.services.cobertura import CausaFin, terminar_cobertura
from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.escritura import fecha
from registro.reglas.puertas import mover
from tramites.procedimientos.vistas import View, emitir_y_mostrar
from tramites.selectors import ficha

if TYPE_CHECKING:
    from afiliados.procedimientos.extension_cobertura import ExtensionCobertura

CAUSAS = {
    CausaFin.FIN_DE_UNION: "Nos divorciamos, o terminó la unión de hecho",
    CausaFin.SEPARACION: "Nos separamos",
    CausaFin.VOLUNTAD: "Ya no quiero cubrirle",
}


class TerminarForm(forms.Form):
    causa = forms.ChoiceField(
        label="¿Por qué termina?",
        choices=[(codigo.value, texto) for codigo, texto in CAUSAS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija por qué termina.", "invalid_choice": "Elija una de las tres."},
    )

    def __init__(self, *args: object, una: Cobertura, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not una.quien.parentesco.pareja:
            del self.fields["causa"]

    @property
    def elegida(self) -> str:
        return self.cleaned_data.get("causa", CausaFin.VOLUNTAD)


def terminar(procedimiento: "ExtensionCobertura") -> View:
    """What would stop, and from when; its POST ends it."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion, numero: int) -> HttpResponse:
        actuacion = request.actuacion
        if request.method != "POST":
            anotar_lectura(actuacion, f"tramite:{procedimiento.slug}")
        familia = familia_de(actuacion.persona, timezone.localdate())
        una = _la_suya(familia, numero)
        form = TerminarForm(request.POST if request.method == "POST" else None, una=una)
        corre = una in familia.coberturas
        if corre and form.is_valid():
            persona, causa = actuacion.persona, form.elegida
            if terminar_cobertura(actuacion=actuacion, persona=persona, dependiente=una.fila.pk, causa=causa):
                messages.success(request, f"La cobertura termina hoy, {fecha(familia.hoy)}.")
                return redirect(procedimiento.url)
            corre = False  # it was ended meanwhile
        if not corre:
            messages.info(request, "Esa cobertura ya había terminado.")
            return redirect(procedimiento.url)
        contexto = {
            "tramite": ficha(procedimiento.slug),
            "url": procedimiento.url,
            "una": una,
            "form": form,
            "hoy": familia.hoy,
            "pensionista": familia.titular.calidad is Calidad.PENSIONISTA,
            "deja_de_costar": una.cuesta.valor if familia.titular.vigente else None,
            "desde": mover(familia.hoy, 1),
        }
        return render(request, "afiliados/extension-cobertura-terminar.html", contexto)

    return view


def _la_suya(familia: Familia, numero: int) -> Cobertura:
    """Whether somebody else's exists is not told."""
    for una in (*familia.coberturas, *familia.terminadas):
        if una.fila.pk == numero:
            return una
    raise Http404


def carne(procedimiento: "ExtensionCobertura") -> View:
    @require_POST
    def view(request: Peticion) -> HttpResponse:
        contenido = procedimiento.carne(request.actuacion.persona, timezone.localdate())
        if contenido is None:
            messages.info(request, "Hoy no cubre a nadie: no hay carné que emitir.")
            return redirect(procedimiento.url)
        return emitir_y_mostrar(request, procedimiento, contenido)

    return view
