"""Procedure 10: the account for payments. Shown at once; payments wait for its validation and for the window."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.cambios.bancaria import NOMBRE, registrar_cuenta, revisar_cuenta
from cuentas.cambios.congelamiento import a_las, ventana
from cuentas.cambios.selectors import correos_de_la_persona
from cuentas.permisos import PERSONA_O_VENTANILLA
from nucleo.escritura import fecha
from nucleo.formularios import CampoArchivos
from registro import selectors as registro
from registro.models import CuentaBancaria
from registro.parametros import Parametros
from tramites.adjuntos.services import respaldar
from tramites.procedimientos import Acto, Cambio, Hecho, Pendiente, inscribir

NUMERO = re.compile(r"\d{5,20}", re.ASCII)
SEPARADORES = re.compile(r"[\s.-]")


class NumeroField(forms.CharField):
    """An account number, written or pasted with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        atributos = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(atributos), **kwargs)

    def clean(self, value: Any) -> str:
        numero = SEPARADORES.sub("", super().clean(value))
        if not NUMERO.fullmatch(numero):
            raise forms.ValidationError("Escriba solo los dígitos de la cuenta, entre 5 y 20.")
        return numero


class CuentaForm(forms.Form):
    institucion = forms.ChoiceField(
        label="Institución financiera", error_messages={"required": "Elija la institución."}
    )
    tipo = forms.ChoiceField(
        label="Tipo de cuenta", widget=forms.RadioSelect, error_messages={"required": "Elija el tipo de cuenta."}
    )
    numero = NumeroField(label="Número de cuenta", error_messages={"required": "Escriba el número de su cuenta."})
    numero_otra_vez = NumeroField(
        label="Número de cuenta, otra vez", error_messages={"required": "Escriba otra vez el número de su cuenta."}
    )
    certificado = CampoArchivos(
        label="Certificado bancario",
        clase="certificado-bancario",
        maximo=3,
        required=False,
        help_text="Si lo tiene, súbalo para que el personal pueda validar la cuenta.",
    )
    propia = forms.BooleanField(
        label="Declaro que la cuenta es mía, está activa y no es de un familiar ni de otra persona",
        error_messages={"required": "Solo se admite una cuenta propia: márquelo para continuar."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parametros = Parametros.al(timezone.localdate())
        self.bancos = {banco["nombre"]: banco.get("digitos") for banco in parametros.tabla("bancos")}
        bancos = sorted((nombre, nombre) for nombre in self.bancos)
        otras = [(nombre, nombre) for nombre in sorted(parametros.lista("cooperativas_mutualistas"))]
        tipos = [(t, CuentaBancaria.Tipo(t).label.capitalize()) for t in parametros.lista("cuenta_bancaria_tipos")]
        self.fields["institucion"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "Elija una"),
            ("Bancos", bancos),
            ("Cooperativas y mutualistas", otras),
        ]
        self.fields["tipo"].choices = tipos  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        numero, otra_vez = datos.get("numero"), datos.get("numero_otra_vez")
        if numero and otra_vez and numero != otra_vez:
            self.add_error("numero_otra_vez", "Los dos números no son iguales. Revise los dos.")
        digitos = self.bancos.get(datos.get("institucion", ""))
        if numero and digitos and len(numero) != digitos:
            self.add_error("numero", f"Las cuentas de {datos['institucion']} tienen {digitos} dígitos.")
        return datos


def la_cuenta(datos: dict[str, Any]) -> dict[str, str]:
    return {campo: datos[campo] for campo in ("institucion", "tipo", "numero")}


@inscribir
class RegistroCuentaBancaria(Acto):
    slug = "cuenta-bancaria"
    permiso = PERSONA_O_VENTANILLA
    pasos = (CuentaForm,)
    boton = "Registrar la cuenta"

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy = timezone.localdate()
        return {
            "cuentas": registro.cuentas_bancarias_de(actuacion.persona),
            "pago": registro.cuenta_para_pagos(actuacion.persona, hoy),
        }

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        revisar_cuenta(actuacion, **la_cuenta(datos))
        cuenta = CuentaBancaria(**la_cuenta(datos))
        actual = registro.cuenta_para_pagos(actuacion.persona, timezone.localdate()).cuenta
        return [
            Cambio("Institución", cuenta.institucion, actual.institucion if actual else ""),
            Cambio("Tipo", cuenta.get_tipo_display().capitalize(), tipo_de(actual)),
            Cambio("Número", cuenta.numero, f"terminado en {actual.numero[-4:]}" if actual else ""),
            *certificado_en_cambios(datos),
        ]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        actual = registro.cuenta_para_pagos(actuacion.persona, timezone.localdate()).cuenta
        desde = dia_siguiente(timezone.localdate(timezone.now() + ventana(timezone.now())))
        sigue = (
            f"Los pagos seguirán yendo a {actual} hasta entonces."
            if actual
            else "Hasta entonces, los pagos que se ordenen a su favor esperan."
        )
        return [
            f"Ningún pago irá a la cuenta nueva antes del {fecha(desde)}, ni antes de que se compruebe que es suya.",
            sigue,
            "Le avisaremos por correo, con un enlace para detener el cambio si no fue usted."
            if correos_de_la_persona(actuacion.persona)
            else SIN_CORREO,
        ]

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        antes = registro.cuenta_para_pagos(actuacion.persona, timezone.localdate()).cuenta
        cuenta = registrar_cuenta(actuacion=actuacion, **la_cuenta(datos))
        respaldar(actuacion=actuacion, adjuntos=datos["certificado"], objeto=f"cuenta_bancaria:{cuenta.pk}")
        pendiente = cuenta.estado == CuentaBancaria.Estado.PENDIENTE
        return Hecho(
            titulo="Su cuenta quedó registrada",
            texto=f"{cuenta.get_estado_display().capitalize()}, vigente desde el {fecha(cuenta.vigente_desde)}.",
            cambios=[Cambio(NOMBRE, str(cuenta), str(antes) if antes else ""), *certificado_en_cambios(datos)],
            sigue=lo_que_sigue(
                cuenta,
                antes,
                pendiente=pendiente,
                con_certificado=bool(datos["certificado"]),
                con_correo=bool(correos_de_la_persona(actuacion.persona)),
            ),
        )

    espera = "registro_cuentabancaria WHERE persona_id = %(persona)s AND estado = 'PENDIENTE'"

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        pago = registro.cuenta_para_pagos(actuacion.persona, timezone.localdate())
        cuenta = pago.en_espera
        if cuenta is None or cuenta.estado != CuentaBancaria.Estado.PENDIENTE:
            return []
        return [
            Pendiente(f"Falta validar su cuenta de {cuenta.institucion}", self.url, "Ver cómo validarla"),
        ]


SIN_CORREO = "No tenemos un correo suyo al que avisar: guarde esta constancia en papel."


def tipo_de(cuenta: CuentaBancaria | None) -> str:
    return cuenta.get_tipo_display().capitalize() if cuenta else ""


def certificado_en_cambios(datos: dict[str, Any]) -> list[Cambio]:
    nombres = ", ".join(adjunto.nombre for adjunto in datos["certificado"])
    return [Cambio("Certificado bancario", nombres)] if nombres else []


def dia_siguiente(dia: date) -> date:
    return dia + timedelta(days=1)


def lo_que_sigue(
    cuenta: CuentaBancaria, antes: CuentaBancaria | None, *, pendiente: bool, con_certificado: bool, con_correo: bool
) -> list[str]:
    """In sentences with dates: validation, window, and where payments go meanwhile."""
    hasta = cuenta.ventana_hasta or timezone.now()
    desde = fecha(dia_siguiente(timezone.localdate(hasta)))
    validar = como_validarla(con_certificado=con_certificado)
    mientras = f"Mientras tanto, sus pagos siguen yendo a {antes}." if antes else "Mientras tanto, sus pagos esperan."
    return [
        *([validar] if pendiente else []),
        f"Las órdenes de pago la tomarán desde el {desde}" + (", si ya está validada." if pendiente else "."),
        mientras,
        f"Le enviamos un correo con un enlace para detener el cambio, que sirve hasta el {a_las(hasta)}."
        if con_correo
        else SIN_CORREO,
    ]


def como_validarla(*, con_certificado: bool) -> str:
    dias = Parametros.al(timezone.localdate()).entero("cuenta_bancaria_validacion_dias")
    if con_certificado:
        return (
            "El personal comparará la cuenta con el certificado bancario que usted entregó y le avisaremos por correo."
            f" Si prefiere, llévelo con su cédula a un centro de atención en los próximos {dias} días."
        )
    return (
        f"Para validarla, lleve su cédula y el certificado bancario a un centro de atención en los próximos {dias} "
        "días. También queda validada si el sistema del instituto la confirma."
    )
