"""One-time codes and links: what proves that somebody reads an e-mail, or holds a paper from the counter.

A code is bound to one purpose and one subject; the next one of the same purpose and subject ends it. Only its HMAC is
kept. `para` is any number that was typed, of an account or not: the writes are the same for both.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cuentas.cifrado import resumenes, resumir
from cuentas.models import Codigo

DIGITOS = 6


class CodigoRechazado(Exception):
    """The code doesn't hold; the message says what to do. It never says whether there ever was one."""


def emitir(proposito: str, para: str, *, vigencia: timedelta) -> tuple[str, datetime]:
    """A new code of six digits and when it ends. The one before of this purpose and subject is dead."""
    codigo = f"{secrets.randbelow(10**DIGITOS):0{DIGITOS}d}"
    return codigo, _guardar(proposito, para, codigo, vigencia)


def emitir_enlace(proposito: str, para: str, *, vigencia: timedelta) -> tuple[str, datetime]:
    """A new secret for a link (43 characters, safe in a URL) and when it ends."""
    secreto = secrets.token_urlsafe(32)
    return secreto, _guardar(proposito, para, secreto, vigencia)


def canjear(proposito: str, para: str, escrito: str) -> None:
    """Uses the code up, or raises CodigoRechazado. Never call it inside a transaction that a refusal rolls back.

    Each try counts, and the fifth wrong one ends the code, before the answer is known.
    """
    with transaction.atomic():
        fila = Codigo.objects.select_for_update().filter(proposito=proposito, para=para).first()
        acierta = _reconoce(fila.resumen if fila else "", proposito, para, escrito.strip())
        if fila and fila.vigente(timezone.now()):
            fila.intentos += 1
            if acierta:
                fila.usado_en = timezone.now()
            fila.save(update_fields=["intentos", "usado_en"])
            if acierta:
                return
    raise CodigoRechazado("El código no es correcto o ya venció. Revíselo, o pida uno nuevo.")


def de_enlace(proposito: str, para: str, secreto: str) -> bool:
    """Whether a link still holds. It changes nothing: a mail scanner may open it."""
    fila = Codigo.objects.filter(proposito=proposito, para=para).first()
    return fila is not None and fila.vigente(timezone.now()) and _reconoce(fila.resumen, proposito, para, secreto)


def anular(proposito: str, para: str) -> None:
    """Ends the code of this purpose and subject, if there is one."""
    Codigo.objects.filter(proposito=proposito, para=para).delete()


def anular_todos(para: str) -> None:
    """Ends every code and link of a subject, whatever for."""
    Codigo.objects.filter(para=para).delete()


def limpiar_codigos(ahora: datetime) -> None:
    Codigo.objects.filter(vence_en__lt=ahora).delete()


def _guardar(proposito: str, para: str, secreto: str, vigencia: timedelta) -> datetime:
    vence_en = timezone.now() + vigencia
    Codigo.objects.update_or_create(
        proposito=proposito,
        para=para,
        defaults={
            "resumen": resumir(_mensaje(proposito, para, secreto)).hex(),
            "vence_en": vence_en,
            "intentos": 0,
            "usado_en": None,
        },
    )
    return vence_en


def _reconoce(resumen: str, proposito: str, para: str, secreto: str) -> bool:
    posibles = resumenes(_mensaje(proposito, para, secreto))
    return any(hmac.compare_digest(posible.hex(), resumen) for posible in posibles)


def _mensaje(proposito: str, para: str, secreto: str) -> str:
    return "\0".join(("cuentas.codigos", proposito, para, secreto))
