"""The account to which a person is paid: given by the person, validated or rejected by the staff."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.cambios.congelamiento import CambioNoPosible, avisar_con_enlace, exigir_calma, ventana
from cuentas.cambios.models import CambioDeDatos
from cuentas.cambios.selectors import correos_de_la_persona
from nucleo.bitacora import anotar, cambios
from registro.models import CuentaBancaria, Persona
from registro.selectors import cuentas_bancarias_de

Estado = CuentaBancaria.Estado
NOMBRE = "Cuenta para sus pagos"


def revisar_cuenta(actuacion: Actuacion, *, institucion: str, tipo: str, numero: str) -> CuentaBancaria | None:
    """The row that this account has already, if any. Raises CambioNoPosible when it can't be registered now."""
    exigir_calma(actuacion)
    cuentas = cuentas_bancarias_de(actuacion.persona)
    esta = next((c for c in cuentas if (c.institucion, c.tipo, c.numero) == (institucion, tipo, numero)), None)
    if esta is None:
        return None
    if esta.estado == Estado.PENDIENTE:
        raise CambioNoPosible("Esa cuenta ya está registrada y espera su validación.", "numero")
    if esta.estado == Estado.CONGELADA:
        raise CambioNoPosible(
            "El registro de esa cuenta se detuvo por seguridad. Si es suya, lleve su cédula y el certificado bancario "
            "a un centro de atención.",
            "numero",
        )
    if esta == next((c for c in cuentas if not c.descartada), None):
        raise CambioNoPosible("Esa ya es la cuenta registrada para sus pagos.", "numero")
    return esta


def registrar_cuenta(*, actuacion: Actuacion, institucion: str, tipo: str, numero: str) -> CuentaBancaria:
    """Registers an account, shown at once; payments wait for its validation and for the window.

    One that was valid before comes back without a new validation. Raises CambioNoPosible.
    """
    ahora = timezone.now()
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        anterior = next((c for c in cuentas_bancarias_de(persona) if not c.descartada), None)
        fila = revisar_cuenta(actuacion, institucion=institucion, tipo=tipo, numero=numero)
        previo: dict[str, Any] = {}
        if fila is None:
            fila = CuentaBancaria(persona=persona, institucion=institucion, tipo=tipo, numero=numero)
        elif fila.estado == Estado.VALIDADA:
            previo = {"vigente_desde": fila.vigente_desde.isoformat()}
        else:
            fila.estado, fila.motivo = Estado.PENDIENTE, ""
            fila.cambiado_en_portal = [campo for campo in fila.cambiado_en_portal if campo != "estado"]
        fila.vigente_desde, fila.ventana_hasta = timezone.localdate(ahora), ahora + ventana(ahora)
        fila.marcar_cambio("vigente_desde")
        fila.save()
        cambio = CambioDeDatos.objects.create(
            persona=persona,
            tipo=CambioDeDatos.Tipo.CUENTA,
            antes={NOMBRE: str(anterior)} if anterior else {},
            ahora={NOMBRE: str(fila)},
            previo=previo,
            cuenta_bancaria=fila,
            actor=actuacion.actor,
            por=actuacion.por,
            congelable_hasta=fila.ventana_hasta,
        )
        _anotar(actuacion, "cuenta_bancaria.registrada", fila)
        para = correos_de_la_persona(persona)
        avisar_con_enlace(cambio, para, "cuenta_bancaria", "Se registró una cuenta bancaria para sus pagos")
    return fila


def validar_cuenta(*, actuacion: Actuacion, cuenta: CuentaBancaria, certificado: str, motivo: str) -> CuentaBancaria:
    """The staff saw the bank's certificate: the account is the person's own. Raises CambioNoPosible."""
    with transaction.atomic():
        fila = _por_decidir(cuenta, Estado.PENDIENTE, Estado.CONGELADA)
        fila.estado, fila.certificado_banco, fila.motivo = Estado.VALIDADA, certificado, motivo
        return _decidir(actuacion, fila, "cuenta_bancaria.validada")


def rechazar_cuenta(*, actuacion: Actuacion, cuenta: CuentaBancaria, motivo: str) -> CuentaBancaria:
    """The account can't be validated, for a reason that the person reads. Raises CambioNoPosible."""
    with transaction.atomic():
        fila = _por_decidir(cuenta, Estado.PENDIENTE)
        fila.estado, fila.motivo = Estado.RECHAZADA, motivo
        return _decidir(actuacion, fila, "cuenta_bancaria.rechazada")


def _por_decidir(cuenta: CuentaBancaria, *estados: str) -> CuentaBancaria:
    fila = CuentaBancaria.objects.select_for_update(of=("self",)).select_related("persona").get(pk=cuenta.pk)
    if fila.estado not in estados:
        raise CambioNoPosible(f"La cuenta está {fila.get_estado_display()}: ya no se puede decidir sobre ella.")
    return fila


def _decidir(actuacion: Actuacion, fila: CuentaBancaria, accion: str) -> CuentaBancaria:
    antes = CuentaBancaria.objects.values("estado", "certificado_banco").get(pk=fila.pk)
    fila.marcar_cambio("estado")
    fila.save()
    cambio = CambioDeDatos.objects.create(
        persona=fila.persona,
        tipo=CambioDeDatos.Tipo.VALIDACION,
        antes={str(fila): "Pendiente de validación"},
        ahora={str(fila): fila.get_estado_display().capitalize(), "Motivo": fila.motivo},
        cuenta_bancaria=fila,
        actor=actuacion.actor,
        por=actuacion.por,
    )
    cambiado = cambios(antes, {campo: getattr(fila, campo) for campo in antes})
    _anotar(actuacion, accion, fila, motivo=fila.motivo, cambios=cambiado)
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"cuenta_bancaria_decidida:{cambio.pk}",
        titular=fila.persona,
        asunto=f"Su cuenta bancaria fue {fila.get_estado_display()}",
        plantilla="cuenta_bancaria_decidida",
        contexto={"fila": fila},
    )
    return fila


def _anotar(actuacion: Actuacion, accion: str, fila: CuentaBancaria, **datos: Any) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=fila.persona_id,
        objeto=f"cuenta_bancaria:{fila.pk}",
        por=actuacion.por,
        datos=datos,
    )
