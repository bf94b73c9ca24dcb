"""The door of every mail to people and employers: what they turned off isn't sent, and nothing is sent twice."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import OPTATIVAS, ClaseDeAviso
from cuentas.avisos.selectors import apagadas_por, correos_para, cuenta_de, quiere
from cuentas.models import AvisoApagado, Cuenta
from nucleo.bitacora import anotar
from nucleo.correo import encolar_correo
from registro.models import Empleador, Persona


def encolar_aviso(
    *,
    clase: ClaseDeAviso,
    clave_unica: str,
    asunto: str,
    plantilla: str,
    contexto: dict[str, Any],
    titular: Cuenta | Persona | Empleador | None = None,
    para: Sequence[str] | None = None,
) -> None:
    """Promises a notice to its `titular`, in the transaction of its event, unless they turned its kind off.

    The templates get `contexto`, and the name of the holder as `nombre`. The same `clave_unica` is never sent twice.
    `para` names the mailboxes in place of the holder's: the one that a code proves, or one that is no longer theirs;
    whoever asks for that may only send what can't be turned off.
    """
    if para is None:
        cuenta, de_quien = _cuenta_y_registro(titular)
        if not quiere(cuenta, clase):
            return
        para = correos_para(clase, cuenta, de_quien)
    elif not clase.obligatoria:
        raise ValueError(f"{clase.clave} can be turned off: it goes to its holder, not to a given mailbox")
    if titular is not None:
        contexto = {"nombre": _nombre(titular), **contexto}
    for orden, correo in enumerate(para):
        encolar_correo(
            clave=f"{clave_unica}:{orden}" if orden else clave_unica,
            para=correo,
            asunto=asunto,
            plantilla=plantilla,
            contexto=contexto,
            pie="" if clase.obligatoria else "apagar",
        )


def _cuenta_y_registro(
    titular: Cuenta | Persona | Empleador | None,
) -> tuple[Cuenta | None, Persona | Empleador | None]:
    """The account of a holder, if there is one, and its row of the register: staff have none."""
    if titular is None:
        raise ValueError("a notice goes to somebody")
    if isinstance(titular, Cuenta):
        return titular, titular.persona or titular.empleador
    return cuenta_de(titular), titular


def _nombre(titular: Cuenta | Persona | Empleador) -> str:
    if isinstance(titular, Cuenta):
        return titular.nombre_visible
    return titular.nombre_completo if isinstance(titular, Persona) else titular.razon_social


def guardar_preferencias(*, actuacion: Actuacion, recibir: Collection[str]) -> bool:
    """Of the kinds that can be turned off, the account gets from now on those in `recibir`. False: as it was."""
    if actuacion.actor is None:
        raise ValueError("preferences are of an account")
    with transaction.atomic():
        cuenta = Cuenta.objects.select_for_update(of=("self",)).get(pk=actuacion.actor.pk)
        antes = apagadas_por(cuenta)
        apagar = {clase.clave for clase in OPTATIVAS if clase.clave not in recibir} - antes
        encender = {clase.clave for clase in OPTATIVAS if clase.clave in recibir} & antes
        if not apagar and not encender:
            return False
        AvisoApagado.objects.filter(cuenta=cuenta, clase__in=encender).delete()
        AvisoApagado.objects.bulk_create(AvisoApagado(cuenta=cuenta, clase=clave) for clave in sorted(apagar))
        anotar(
            actor=actuacion.nombre_actor,
            accion="avisos.preferencias",
            persona_id=cuenta.persona_id,
            objeto=f"cuenta:{cuenta.identificador}",
            por=actuacion.por,
            datos={"apagados": sorted(apagar), "encendidos": sorted(encender)},
        )
    return True
