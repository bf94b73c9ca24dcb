"""What the pages of the clave read. The same queries for every number: of an account, of the register, or of nobody."""

import hmac
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import is_password_usable

from cuentas.clave import seguridad
from cuentas.clave.preguntas import Azar, Hechos, Pregunta, sortear
from cuentas.models import Cuenta, PreguntaDeSeguridad
from registro.selectors import empresas_desde, hechos_de_identidad

EMPRESAS = 40


def semilla(uso: str, cedula: str) -> bytes:
    """The secret of a number for one use. Of the key that is never replaced: if the wrong options changed one day, the
    right one would be the one that stayed, and a number without any would give itself away.
    """
    return hmac.digest(settings.BITACORA_KEY.encode(), f"cuentas.clave.{uso}\0{cedula}".encode(), "sha256")


def sorteo_de(cedula: str, dia: date) -> tuple[Hechos | None, list[Pregunta]]:
    """The facts by which this number may make its clave (None: it may not), and what it is asked on that day."""
    secreto = semilla("preguntas", cedula)
    azar = Azar(secreto)
    hechos = Hechos(*hechos_de_identidad(cedula))
    claves = Cuenta.objects.filter(identificador=cedula).values_list("password", flat=True)
    ya_tiene = any(is_password_usable(clave) for clave in claves[:1])
    ruc = f"{azar.entre('provincia', 1, 24):02}{azar.entre('ruc', 0, 10**8 - 1):08}001"
    puede = hechos if hechos.nacimiento and not ya_tiene else None
    return puede, sortear(puede, empresas_desde(ruc, EMPRESAS), semilla=secreto, dia=dia)


@dataclass(frozen=True)
class Reto:
    """The security questions of a number: their codes, in order, and the hashes of the answers, or none of them."""

    cuenta: Cuenta | None
    codigos: list[str]
    respuestas: list[str]


def reto_de(cedula: str) -> Reto:
    """A number without an open account, a mailbox or questions of its own gets invented ones: always the same."""
    recuperables = Cuenta.objects.filter(persona__isnull=False, is_active=True).exclude(correo="")
    cuenta = recuperables.filter(identificador=cedula).first()
    elegidas = list(PreguntaDeSeguridad.objects.filter(cuenta__identificador=cedula).order_by("orden"))
    reto = Reto(None, seguridad.inventadas(semilla("seguridad", cedula)), [])
    if cuenta is None or len(elegidas) != seguridad.CUANTAS:
        return reto
    return replace(
        reto, cuenta=cuenta, codigos=[e.codigo for e in elegidas], respuestas=[e.respuesta for e in elegidas]
    )
