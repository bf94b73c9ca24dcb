from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.avisos.clases import SEGURIDAD, ClaseDeAviso
from cuentas.cambios.selectors import correos_de_seguridad
from cuentas.models import AvisoApagado, CorreoRechazado, Cuenta
from registro.models import Empleador, Persona

RECHAZO = "correo_rechazado"  # in the session: at its login the account had an address that takes no mail


def cuenta_de(titular: Persona | Empleador) -> Cuenta | None:
    de_quien = {"persona": titular} if isinstance(titular, Persona) else {"empleador": titular}
    return Cuenta.objects.filter(**de_quien).first()


def apagadas_por(cuenta: Cuenta) -> set[str]:
    """The kinds of notices that this account doesn't want."""
    return set(AvisoApagado.objects.filter(cuenta=cuenta).values_list("clase", flat=True))


def quiere(cuenta: Cuenta | None, clase: ClaseDeAviso) -> bool:
    """Whoever has no account turned nothing off."""
    if clase.obligatoria or cuenta is None:
        return True
    return not AvisoApagado.objects.filter(cuenta=cuenta, clase=clase.clave).exists()


def correos_para(clase: ClaseDeAviso, cuenta: Cuenta | None, titular: Persona | Empleador | None) -> list[str]:
    """Where a notice goes: to the confirmed e-mail of the account, else to the one that the register knows.

    While a confirmed e-mail is new, the security notices go to the former one as well.
    """
    if cuenta and _confirmado(cuenta):
        return correos_de_seguridad(cuenta) if clase == SEGURIDAD else [cuenta.correo]
    return [titular.correo] if titular and titular.correo else []


def correo_de(cuenta: Cuenta) -> str:
    """Where the notices of an account go; "" when no e-mail is known."""
    if _confirmado(cuenta):
        return cuenta.correo
    titular = cuenta.persona or cuenta.empleador
    return titular.correo if titular else ""


def correo_para_avisos(persona: Persona) -> str:
    """Where a person is reached: at the confirmed e-mail of the account, else at that of the register. One query."""
    confirmados = Cuenta.objects.filter(persona=persona, correo_confirmado_en__isnull=False).exclude(correo="")
    return confirmados.values_list("correo", flat=True).first() or persona.correo


def correo_para_codigos(actuacion: Actuacion) -> str:
    """Where a code proves that the subject agrees: the confirmed e-mail of their account; "" while none is confirmed.

    Whoever has no account is known to the institute by the e-mail of the register. One query, for whoever acts for
    another.
    """
    if actuacion.sujeto is None:
        return ""
    cuenta = actuacion.actor if actuacion.por is Por.PROPIO else cuenta_de(actuacion.sujeto)
    if cuenta is None:
        return actuacion.sujeto.correo
    return cuenta.correo if _confirmado(cuenta) else ""


def rechazo_de(cuenta: Cuenta | None) -> CorreoRechazado | None:
    """That the e-mail of an account doesn't take what is sent there. One query."""
    correo = correo_de(cuenta) if cuenta else ""
    return CorreoRechazado.objects.filter(correo=correo).first() if correo else None


def rechazo_al_ingresar(request: Peticion) -> CorreoRechazado | None:
    """The same for the home, which everybody opens: it asks only where there was a refusal at the login."""
    actuacion = request.actuacion
    if actuacion.en_nombre_de_otro or RECHAZO not in request.session:
        return None
    return rechazo_de(actuacion.actor)


def _confirmado(cuenta: Cuenta) -> bool:
    return bool(cuenta.correo and cuenta.correo_confirmado_en)
