"""Procedure 2: address, phones and e-mail. All but a new e-mail is in force at once; that one needs its code."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.cambios import contacto
from cuentas.cambios.congelamiento import CambioNoPosible, a_las
from cuentas.cambios.forms import CodigoForm
from cuentas.cambios.selectors import correo_pendiente, correo_vigente
from cuentas.codigos import CodigoRechazado
from cuentas.permisos import PERSONA_O_VENTANILLA
from nucleo.escritura import hora
from registro import selectors as registro
from tramites.procedimientos import Acto, Cambio, Hecho, Pendiente, inscribir
from tramites.selectors import ficha

CELULAR = re.compile(r"09\d{8}|\+\d{8,15}", re.ASCII)
CONVENCIONAL = re.compile(r"0[2-7]\d{7}|\+\d{8,15}", re.ASCII)
SEPARADORES = re.compile(r"[\s().-]")


def leer_telefono(escrito: str, forma: re.Pattern[str], mensaje: str) -> str:
    """The number without the spaces and dashes that people write in it."""
    numero = SEPARADORES.sub("", escrito)
    if numero and not forma.fullmatch(numero):
        raise forms.ValidationError(mensaje)
    return numero


class DatosForm(forms.Form):
    """What the register holds already may stay as it is, even where it would not be taken today."""

    direccion = forms.CharField(
        label="Dirección",
        help_text="Calle, número, barrio y ciudad.",
        max_length=250,
        widget=forms.TextInput({"autocomplete": "address-line1"}),
        error_messages={"required": "Escriba su dirección."},
    )
    telefono = forms.CharField(
        label="Teléfono celular",
        help_text="Diez dígitos, por ejemplo 0991234567. Si es de otro país, con + y su código.",
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    telefono_convencional = forms.CharField(
        label="Teléfono convencional",
        help_text="Con el código de la provincia, por ejemplo 022345678.",
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    correo = forms.EmailField(
        label="Correo electrónico",
        help_text="Si lo cambia, le enviaremos un código al correo nuevo para confirmarlo.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Escriba su correo electrónico.",
            "invalid": "Escriba un correo como nombre@ejemplo.com.",
        },
    )

    def clean_telefono(self) -> str:
        return self._telefono("telefono", CELULAR, "Escriba los diez dígitos de su celular, por ejemplo 0991234567.")

    def clean_telefono_convencional(self) -> str:
        return self._telefono(
            "telefono_convencional",
            CONVENCIONAL,
            "Escriba los nueve dígitos, con el código de la provincia: por ejemplo 022345678.",
        )

    def _telefono(self, campo: str, forma: re.Pattern[str], mensaje: str) -> str:
        escrito: str = self.cleaned_data[campo]
        return escrito if escrito == self.initial.get(campo) else leer_telefono(escrito, forma, mensaje)


@inscribir
class ActualizacionDatos(Acto):
    slug = "actualizacion-datos"
    permiso = PERSONA_O_VENTANILLA
    pasos = (DatosForm,)
    boton = "Guardar los cambios"

    def urls(self) -> list[URLPattern]:
        return [
            path(f"{self.slug}/correo/", confirmar_correo, name=f"{self.slug}-correo"),
            path(f"{self.slug}/correo/codigo/", otro_codigo, name=f"{self.slug}-codigo"),
        ]

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        """Whoever has no e-mail comes to the counter, and may go without one."""
        form = super().formulario(actuacion, paso, **kwargs)
        form.fields["correo"].required = not (actuacion.en_ventanilla and not correo_de(actuacion))
        return form

    def inicial(self, actuacion: Actuacion) -> dict[str, Any]:
        persona = actuacion.persona
        return {campo: getattr(persona, campo) for campo in contacto.CONTACTO} | {"correo": correo_de(actuacion)}

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        return {
            "persona": actuacion.persona,
            "pendiente": correo_pendiente(actuacion.persona),
            "pago": registro.cuenta_para_pagos(actuacion.persona, timezone.localdate()),
        }

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        persona = actuacion.persona
        cambios = [
            Cambio(contacto.CONTACTO[campo], valor, getattr(persona, campo))
            for campo, valor in contacto.contacto_distinto(persona, datos).items()
        ]
        if cambia_el_correo(actuacion, datos):
            contacto.revisar_correo(actuacion, datos["correo"])
            cambios.append(Cambio(contacto.NOMBRE_DEL_CORREO, datos["correo"], correo_de(actuacion)))
        if not cambios:
            raise CambioNoPosible("No cambió ningún dato. Corrija el que deba cambiar, o cancele.")
        return cambios

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        if not cambia_el_correo(actuacion, datos):
            return []
        actual = "Después avisaremos a su correo actual, por si no fue usted."
        return [
            f"Enviaremos un código a {datos['correo']}. El correo cambia cuando el código se escriba en este portal.",
            *([actual] if correo_de(actuacion) else []),
        ]

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        hecho = contacto.cambiar_contacto(actuacion=actuacion, datos=datos)
        if not cambia_el_correo(actuacion, datos):
            return Hecho("Sus datos están al día", "El cambio ya está registrado.", sigue=SIGUE)
        contacto.pedir_correo(actuacion=actuacion, correo=datos["correo"])
        return Hecho(
            "Falta confirmar su correo",
            f"{'Lo demás ya está registrado. ' if hecho else ''}Le enviamos un código a {datos['correo']}.",
            sigue=SIGUE,
            accion="Escribir el código",
            enlace=self.url_de("correo"),
        )

    espera = "cuentas_cambiodedatos WHERE persona_id = %(persona)s AND tipo = 'CORREO' AND estado = 'PENDIENTE'"

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        cambio = correo_pendiente(actuacion.persona)
        if cambio is None:
            return []
        texto = f"Falta confirmar su correo nuevo, {cambio.previo['nuevo']}"
        return [Pendiente(texto, self.url_de("correo"), "Escribir el código")]


SIGUE = ("En «Mis datos» queda constancia de lo que había antes y de lo que hay ahora.",)


def correo_de(actuacion: Actuacion) -> str:
    """The e-mail in force of the person; whoever acts may be somebody else, with an e-mail of their own."""
    if actuacion.por is Por.PROPIO and actuacion.actor:
        return actuacion.actor.correo
    return correo_vigente(actuacion.persona)


def cambia_el_correo(actuacion: Actuacion, datos: dict[str, Any]) -> bool:
    return datos["correo"] != correo_de(actuacion)


def donde_se_ve(actuacion: Actuacion) -> str:
    """Where the data are seen once they changed: the counter doesn't come into anybody's account."""
    return "inicio" if actuacion.por_otro else "cuentas:perfil"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmar_correo(request: Peticion) -> HttpResponse:
    pendiente = correo_pendiente(request.actuacion.persona)
    if pendiente is None:
        return redirect(donde_se_ve(request.actuacion))
    form = CodigoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cambio = contacto.confirmar_correo(
                actuacion=request.actuacion, cambio=pendiente, codigo=form.cleaned_data["codigo"]
            )
        except CodigoRechazado as razon:
            form.add_error("codigo", str(razon))
        except CambioNoPosible as razon:
            form.add_error(None, razon.mensaje)
        else:
            messages.success(request, lo_confirmado(cambio.previo["nuevo"], cambio.congelable_hasta))
            return redirect(donde_se_ve(request.actuacion))
    contexto = {"tramite": ficha(ActualizacionDatos.slug), "form": form, "pendiente": pendiente}
    contexto["vence"] = contacto.vencimiento_del_codigo(pendiente)
    return render(request, "afiliados/actualizacion-datos-correo.html", contexto)


def lo_confirmado(correo: str, hasta: datetime | None) -> str:
    avisado = f" Avisamos al anterior, que puede detener el cambio hasta el {a_las(hasta)}." if hasta else ""
    return f"Su correo ahora es {correo}.{avisado}"


@require_POST
def otro_codigo(request: Peticion) -> HttpResponse:
    """Another code to the same address; the one before is dead."""
    pendiente = correo_pendiente(request.actuacion.persona)
    if pendiente is None:
        return redirect(donde_se_ve(request.actuacion))
    try:
        vence = contacto.enviar_codigo(cambio=pendiente)
        messages.success(request, f"Le enviamos otro código. Vence a las {hora(vence)}; el anterior ya no sirve.")
    except CambioNoPosible as razon:
        messages.error(request, razon.mensaje)
    return redirect(f"{ActualizacionDatos.app}:{ActualizacionDatos.slug}-correo")
