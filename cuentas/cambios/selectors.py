from datetime import datetime

from django.utils import timezone

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta
from registro.models import Persona

Tipo, Estado = CambioDeDatos.Tipo, CambioDeDatos.Estado
EN_PERFIL = 100


def historial_de(persona: Persona) -> list[CambioDeDatos]:
    """What was changed of this person, the newest first, each with who did it."""
    cambios = CambioDeDatos.objects.filter(persona=persona).exclude(estado=Estado.ANULADO)
    return list(cambios.select_related("actor")[:EN_PERFIL])


def correo_pendiente(persona: Persona) -> CambioDeDatos | None:
    """The new e-mail whose code was not given yet."""
    return CambioDeDatos.objects.filter(persona=persona, tipo=Tipo.CORREO, estado=Estado.PENDIENTE).first()


def correo_en_ventana(persona: Persona, ahora: datetime) -> CambioDeDatos | None:
    """The change of e-mail that may still be frozen."""
    return CambioDeDatos.objects.filter(
        persona=persona, tipo=Tipo.CORREO, estado=Estado.HECHO, congelable_hasta__gt=ahora
    ).first()


def correos_de_seguridad(cuenta: Cuenta) -> list[str]:
    """Where a security notice goes: to the confirmed e-mail, and while that one is new, to the former one as well."""
    if not cuenta.correo or cuenta.correo_confirmado_en is None:
        return []
    return [cuenta.correo, *(_correo_anterior(cuenta.persona) if cuenta.persona else [])]


def correos_de_la_persona(persona: Persona) -> list[str]:
    """The same for a person; of one who has no account, to the e-mail of the register, which is all there is."""
    cuenta = Cuenta.objects.filter(persona=persona).select_related("persona").first()
    if cuenta is not None:
        return correos_de_seguridad(cuenta)
    return [persona.correo, *_correo_anterior(persona)] if persona.correo else []


def _correo_anterior(persona: Persona) -> list[str]:
    cambio = correo_en_ventana(persona, timezone.now())
    return [cambio.previo["correo"]] if cambio else []


def correo_vigente(persona: Persona) -> str:
    """The e-mail in force: that of the account, which is confirmed; without an account, that of the register."""
    cuenta = Cuenta.objects.filter(persona=persona).first()
    return cuenta.correo if cuenta else persona.correo
