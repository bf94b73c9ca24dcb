"""The bank accounts on the desk of the staff: looked up, validated, rejected."""

from typing import Any

from django import forms
from django.contrib import admin

from cuentas.actuacion import Peticion
from cuentas.cambios.bancaria import rechazar_cuenta, validar_cuenta
from cuentas.cambios.congelamiento import CambioNoPosible
from nucleo.administracion import Acto, MotivoForm, NoProcede
from nucleo.historia import Historia
from registro.admin.personas import DePersonaAdmin
from registro.models import CuentaBancaria

PERMISO = "registro.change_cuentabancaria"
Estado = CuentaBancaria.Estado


class ValidarForm(MotivoForm):
    """What the counter saw."""

    certificado = forms.CharField(
        label="Número del certificado bancario",
        max_length=60,
        error_messages={"required": "Escriba el número del certificado que presentó la persona."},
    )
    field_order = ("certificado", "motivo")


def _validar(request: Peticion, cuenta: CuentaBancaria, datos: dict[str, Any]) -> CuentaBancaria:
    try:
        return validar_cuenta(actuacion=request.actuacion, cuenta=cuenta, **datos)
    except CambioNoPosible as razon:
        raise NoProcede(razon.mensaje) from razon


def _rechazar(request: Peticion, cuenta: CuentaBancaria, datos: dict[str, Any]) -> CuentaBancaria:
    try:
        return rechazar_cuenta(actuacion=request.actuacion, cuenta=cuenta, **datos)
    except CambioNoPosible as razon:
        raise NoProcede(razon.mensaje) from razon


@admin.register(CuentaBancaria)
class CuentaBancariaAdmin(DePersonaAdmin):
    historia = Historia(
        lambda cuenta: f"cuenta_bancaria:{cuenta.pk}",
        {"cuenta_bancaria.validada": "Se validó", "cuenta_bancaria.rechazada": "Se rechazó"},
    )
    list_display = ["persona", "institucion", "tipo", "terminada_en", "estado", "vigente_desde"]
    list_filter = ["estado", "origen"]

    @admin.display(description="terminada en")
    def terminada_en(self, cuenta: CuentaBancaria) -> str:
        return f"…{cuenta.numero[-4:]}"

    def actos(self) -> tuple[Acto, ...]:
        return (
            Acto(
                nombre="validar",
                titulo="Validar la cuenta bancaria",
                boton="Validar",
                explicacion="Compare el número y el titular con el certificado bancario y la cédula. "
                "Los pagos irán a esta cuenta cuando termine la ventana de seguridad.",
                hecho="La cuenta quedó validada. La persona recibirá un correo.",
                permiso=PERMISO,
                procede=lambda cuenta: cuenta.estado in (Estado.PENDIENTE, Estado.CONGELADA),
                hacer=_validar,
                form=ValidarForm,
            ),
            Acto(
                nombre="rechazar",
                titulo="Rechazar la cuenta bancaria",
                boton="Rechazar",
                explicacion="Los pagos seguirán en la cuenta anterior. La persona leerá el motivo.",
                hecho="La cuenta quedó rechazada. La persona recibirá un correo con el motivo.",
                permiso=PERMISO,
                procede=lambda cuenta: cuenta.estado == Estado.PENDIENTE,
                hacer=_rechazar,
            ),
        )
