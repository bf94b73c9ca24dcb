"""The pages of an act: its forms, "revise sus respuestas", and the confirmation.

Nothing but files is kept on the server before the act is confirmed: each page carries the answers of the former ones,
and all of them are validated again when they come back.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion, Por
from cuentas.atencion import anotar_lectura
from nucleo.formularios import CAMPO_SUJETO, CampoArchivos, RespuestaRechazada, donde_se_rechaza, sin_juzgar
from tramites.actos.selectors import acto_confirmado
from tramites.actos.services import confirmar
from tramites.adjuntos.formularios import Cargas, recibir_archivos
from tramites.procedimientos.base import Acto, Hecho
from tramites.procedimientos.vistas import View, leer_peticion
from tramites.selectors import ficha

CONFIRMAR, CORREGIR = "confirmar", "corregir"
DE_LA_PAGINA = frozenset({"csrfmiddlewaretoken", CAMPO_SUJETO, "peticion", "paso", "accion"})


def prefijo_de(acto: Acto, paso: int) -> str | None:
    """Answers of several forms travel together: each has its own names."""
    return f"p{paso}" if len(acto.pasos) > 1 else None


def campos_de_archivos(acto: Acto) -> dict[str, CampoArchivos]:
    """Name in the page → field, of all its forms."""
    return {
        f"{prefijo}-{nombre}" if (prefijo := prefijo_de(acto, paso)) else nombre: campo
        for paso, form in enumerate(acto.pasos)
        for nombre, campo in form.base_fields.items()
        if isinstance(campo, CampoArchivos)
    }


def juntas(llenos: Iterable[forms.Form]) -> dict[str, Any]:
    """The answers to forms that are good, in one."""
    return {nombre: valor for form in llenos for nombre, valor in form.cleaned_data.items()}


@dataclass(frozen=True)
class Recorrido:
    """One request on its way through the pages of an act."""

    acto: Acto
    request: Peticion
    cargas: Cargas = field(default_factory=Cargas)

    @property
    def paso(self) -> int:
        texto = self.request.POST.get("paso", "")
        ultimo = len(self.acto.pasos) - 1
        return min(int(texto), ultimo) if texto.isascii() and texto.isdigit() and len(texto) < 4 else 0

    def prefijo(self, paso: int) -> str | None:
        return prefijo_de(self.acto, paso)

    def formulario(self, paso: int) -> forms.Form:
        prefijo = self.prefijo(paso)
        escrito = any(prefijo is None or nombre.startswith(f"{prefijo}-") for nombre in self.request.POST)
        form = self.acto.formulario(
            self.request.actuacion,
            paso,
            data=self.request.POST if escrito else None,
            initial=self.acto.inicial(self.request.actuacion),
            prefix=prefijo,
        )
        self.cargas.conectar(form, self.request.actuacion)
        return form

    def respuestas(self, salvo: int | None = None) -> list[tuple[str, str]]:
        """What was typed, as hidden fields, but for what the form of the step `salvo` asks itself."""
        propio = None if salvo is None else self.prefijo(salvo)
        if salvo is not None and propio is None:
            return []
        return [
            (nombre, valor)
            for nombre, valores in self.request.POST.lists()
            if nombre not in DE_LA_PAGINA and not (propio and nombre.startswith(f"{propio}-"))
            for valor in valores
        ]

    def pagina(
        self, paso: int, form: forms.Form | None = None, anteriores: dict[str, Any] | None = None
    ) -> HttpResponse:
        """`anteriores`: the answers before it, where they were found good already."""
        if anteriores is None:
            anteriores = self.anteriores(paso)
        contexto = {
            "tramite": ficha(self.acto.slug),
            "form": form or self.formulario(paso),
            "paso": paso,
            "pasos": len(self.acto.pasos),
            "respuestas": self.respuestas(salvo=paso),
            "peticion": leer_peticion(self.request),
        }
        contexto |= self.acto.contexto(self.request.actuacion)
        contexto |= self.acto.contexto_del_paso(self.request.actuacion, anteriores)
        return render(self.request, self.acto.plantillas, contexto)

    def anteriores(self, paso: int) -> dict[str, Any]:
        """The answers to the forms before this one, as far as they are good."""
        return juntas(form for form in map(self.formulario, range(paso)) if form.is_valid())

    def responder(self) -> HttpResponse:
        """The next page for a form that was sent."""
        accion = self.request.POST.get("accion", "")
        if self.cargas.se_quito:
            return self.pagina(self.paso, sin_juzgar(self.formulario(self.paso)))
        if accion == CORREGIR:
            return self.pagina(self.paso)
        ultimo = len(self.acto.pasos) - 1
        llenos = [self.formulario(paso) for paso in range(ultimo + 1 if accion == CONFIRMAR else self.paso + 1)]
        for paso, form in enumerate(llenos):
            if not form.is_valid():
                return self.pagina(paso, form)
        datos = juntas(llenos)
        if len(llenos) <= ultimo:
            return self.pagina(len(llenos), anteriores=datos)
        try:
            return self.hacer(datos) if accion == CONFIRMAR else self.revision(datos)
        except RespuestaRechazada as razon:
            paso = donde_se_rechaza(llenos, razon)
            return self.pagina(paso, llenos[paso])

    def revision(self, datos: dict[str, Any]) -> HttpResponse:
        cambios = self.acto.cambios(self.request.actuacion, datos)
        contexto = {
            "tramite": ficha(self.acto.slug),
            "cambios": cambios,
            "hay_antes": any(cambio.antes for cambio in cambios),
            "advertencias": self.acto.advertencias(self.request.actuacion, datos),
            "boton": self.acto.boton,
            "url": self.acto.url,
            "pasos": range(len(self.acto.pasos)),
            "respuestas": self.respuestas(),
            "peticion": leer_peticion(self.request),
        }
        return render(self.request, "tramites/acto_revision.html", contexto)

    def hacer(self, datos: dict[str, Any]) -> HttpResponse:
        peticion = leer_peticion(self.request)
        confirmar(
            actuacion=self.request.actuacion,
            tramite=ficha(self.acto.slug),
            peticion=peticion,
            aplicar=lambda: self.aplicar(datos),
        )
        return redirect(self.acto.url_de("hecho", peticion))

    def aplicar(self, datos: dict[str, Any]) -> Hecho:
        """What was there before is read before the verb writes over it."""
        cambios = self.acto.cambios(self.request.actuacion, datos)
        hecho = self.acto.aplicar(self.request.actuacion, datos)
        return hecho if hecho.cambios else replace(hecho, cambios=cambios)


def pagina_de_acto(acto: Acto) -> View:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Peticion) -> HttpResponse:
        if request.method != "POST":
            anotar_lectura(request.actuacion, f"tramite:{acto.slug}")
            return Recorrido(acto, request).pagina(0)
        # A form that was confirmed already would now be told that it changes nothing.
        if acto_confirmado(request.actuacion, acto.slug, leer_peticion(request)):
            return redirect(acto.url_de("hecho", leer_peticion(request)))
        cargas = recibir_archivos(request, ficha(acto.slug), campos_de_archivos(acto))
        return Recorrido(acto, request, cargas).responder()

    return view


def confirmacion_de_acto(acto: Acto) -> View:
    @never_cache
    @require_safe
    def view(request: Peticion, peticion: uuid.UUID) -> HttpResponse:
        confirmado = acto_confirmado(request.actuacion, acto.slug, peticion)
        if confirmado is None:
            raise Http404
        contexto = {
            "tramite": ficha(acto.slug),
            "hecho": confirmado.hecho,
            "hay_antes": any(cambio["antes"] for cambio in confirmado.hecho["cambios"]),
            "confirmado_en": confirmado.confirmado_en,
            "titular": request.actuacion.sujeto,
            "atendio": confirmado.actor if confirmado.por == Por.VENTANILLA else None,
        }
        return render(request, "tramites/acto_hecho.html", contexto)

    return view
