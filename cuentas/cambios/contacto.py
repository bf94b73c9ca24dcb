"""Address, phones and e-mail of a person, changed by that person."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas import codigos
from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.cambios.congelamiento import CambioNoPosible, a_las, avisar_con_enlace, exigir_calma, ventana
from cuentas.cambios.models import CambioDeDatos
from cuentas.cambios.selectors import correo_en_ventana, correo_vigente
from cuentas.models import Codigo, Cuenta
from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.escritura import cuando, fecha
from registro.models import Persona

PROPOSITO = "correo-nuevo"
VIGENCIA_DEL_CODIGO = timedelta(minutes=15)
CODIGOS_POR_HORA = 5  # to addresses that are not known to be the person's
NOMBRE_DEL_CORREO = "Correo electrónico"
CONTACTO = {
    "direccion": "Dirección",
    "telefono": "Teléfono celular",
    "telefono_convencional": "Teléfono convencional",
}
Tipo, Estado = CambioDeDatos.Tipo, CambioDeDatos.Estado


def contacto_distinto(persona: Persona, datos: dict[str, Any]) -> dict[str, str]:
    """Field → new value, of address and phones, where it is another."""
    return {campo: datos[campo] for campo in CONTACTO if datos[campo] != getattr(persona, campo)}


def cambiar_contacto(*, actuacion: Actuacion, datos: dict[str, Any]) -> CambioDeDatos | None:
    """Writes address and phones, shown at once and kept by imports. None: they are what they were."""
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        nuevos = contacto_distinto(persona, datos)
        if not nuevos:
            return None
        cambio = CambioDeDatos.objects.create(
            persona=persona,
            tipo=Tipo.CONTACTO,
            antes={CONTACTO[campo]: getattr(persona, campo) for campo in nuevos},
            ahora={CONTACTO[campo]: valor for campo, valor in nuevos.items()},
            actor=actuacion.actor,
            por=actuacion.por,
        )
        for campo, valor in nuevos.items():
            setattr(persona, campo, valor)
        persona.marcar_cambio(*nuevos)
        persona.save(update_fields=[*nuevos, "cambiado_en_portal"])
        _anotar(actuacion, "datos.contacto", cambio, campos=sorted(nuevos))
    return cambio


def revisar_correo(actuacion: Actuacion, correo: str) -> None:
    """Whether this new e-mail of the person may be asked for now. Raises CambioNoPosible."""
    persona = actuacion.persona
    exigir_calma(actuacion, "correo")
    reciente = correo_en_ventana(persona, timezone.now())
    if reciente and reciente.congelable_hasta:
        raise CambioNoPosible(
            f"Cambió su correo el {fecha(reciente.pedido_en)}. Podrá cambiarlo otra vez desde el "
            f"{a_las(reciente.congelable_hasta)}.",
            "correo",
        )
    congelados = CambioDeDatos.objects.filter(persona=persona, tipo=Tipo.CORREO, estado=Estado.CONGELADO)
    if correo.casefold() in {cambio.previo["nuevo"].casefold() for cambio in congelados}:
        raise CambioNoPosible("El cambio a ese correo se detuvo por seguridad. Escriba otro.", "correo")


def pedir_correo(*, actuacion: Actuacion, correo: str) -> CambioDeDatos:
    """Sends a code to a new e-mail; until it is given nothing changes. The one asked for before is forgotten."""
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(pk=actuacion.persona.pk)
        revisar_correo(actuacion, correo)
        actual = correo_vigente(persona)
        CambioDeDatos.objects.filter(persona=persona, tipo=Tipo.CORREO, estado=Estado.PENDIENTE).update(
            estado=Estado.ANULADO
        )
        cambio = CambioDeDatos.objects.create(
            persona=persona,
            tipo=Tipo.CORREO,
            estado=Estado.PENDIENTE,
            antes={NOMBRE_DEL_CORREO: actual} if actual else {},
            ahora={NOMBRE_DEL_CORREO: correo},
            previo={"correo": actual, "nuevo": correo},
            actor=actuacion.actor,
            por=actuacion.por,
        )
        enviar_codigo(cambio=cambio)
        _anotar(actuacion, "datos.correo_pedido", cambio)
    return cambio


def enviar_codigo(*, cambio: CambioDeDatos) -> datetime:
    """Mails a code to the new e-mail and says when it ends; the one before is dead.

    Raises CambioNoPosible when there were too many.
    """
    cuantos, hasta = throttle.hit(PROPOSITO, str(cambio.persona_id), timedelta(hours=1))
    if cuantos > CODIGOS_POR_HORA:
        raise CambioNoPosible(f"Pidió muchos códigos. Podrá pedir otro {cuando(hasta)}.", "correo")
    with transaction.atomic():
        codigo, vence = codigos.emitir(PROPOSITO, cambio.numero, vigencia=VIGENCIA_DEL_CODIGO)
        encolar_aviso(
            clase=SEGURIDAD,
            clave_unica=f"correo_nuevo:{cambio.pk}:{vence.timestamp()}",
            para=[cambio.previo["nuevo"]],
            asunto="Su código para confirmar este correo",
            plantilla="correo_nuevo",
            contexto={"codigo": codigo, "vence": vence, "presencial": cambio.por == Por.VENTANILLA},
        )
    return vence


def vencimiento_del_codigo(cambio: CambioDeDatos) -> datetime | None:
    """When the running code ends; None: there is none that still holds."""
    codigo = Codigo.objects.filter(proposito=PROPOSITO, para=cambio.numero).first()
    return codigo.vence_en if codigo and codigo.vigente(timezone.now()) else None


def confirmar_correo(*, actuacion: Actuacion, cambio: CambioDeDatos, codigo: str) -> CambioDeDatos:
    """Puts the new e-mail in force and tells the old one how to stop it.

    Raises CodigoRechazado, whose try counts, and CambioNoPosible.
    """
    codigos.canjear(PROPOSITO, cambio.numero, codigo)
    with transaction.atomic():
        cuenta = Cuenta.objects.select_for_update(of=("self",)).filter(persona_id=cambio.persona_id).first()
        persona = Persona.objects.select_for_update().get(pk=cambio.persona_id)
        cambio = CambioDeDatos.objects.select_for_update(of=("self",)).get(pk=cambio.pk)
        if cambio.estado != Estado.PENDIENTE:
            raise CambioNoPosible("Ese cambio ya no está pendiente. Empiece otra vez.")
        ahora = timezone.now()
        anterior = persona.correo
        if cuenta is not None:
            anterior = cuenta.correo if cuenta.correo_confirmado_en else ""
            cuenta.correo, cuenta.correo_confirmado_en = cambio.previo["nuevo"], ahora
            cuenta.save(update_fields=["correo", "correo_confirmado_en"])
        persona.correo = cambio.previo["nuevo"]
        persona.marcar_cambio("correo")
        persona.save(update_fields=["correo", "cambiado_en_portal"])
        cambio.estado, cambio.pedido_en = Estado.HECHO, ahora
        cambio.congelable_hasta = ahora + ventana(ahora) if anterior else None
        cambio.save(update_fields=["estado", "pedido_en", "congelable_hasta"])
        _anotar(actuacion, "datos.correo_confirmado", cambio)
        if anterior:
            avisar_con_enlace(cambio, [anterior], "correo_cambiado", "Se cambió el correo de su cuenta")
    return cambio


def _anotar(actuacion: Actuacion, accion: str, cambio: CambioDeDatos, **datos: Any) -> None:
    """What changed is in the row of the change; the line says that it did."""
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=cambio.persona_id,
        objeto=cambio.numero,
        por=actuacion.por,
        datos=datos,
    )
