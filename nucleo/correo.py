"""E-mail as rows: the text is fixed in the transaction of the event, and sent by the outbox after its commit."""

import hashlib
import logging
import re
import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from nucleo.outbox import Definitive, Refused, enqueue, handler
from nucleo.outbox.models import MAIL

logger = logging.getLogger(__name__)

AlRechazar = Callable[[str, str], object]
AlEntregar = Callable[[str], object]
_al_rechazar: list[AlRechazar] = []
_al_entregar: list[AlEntregar] = []

# What a refusal is about, by its second number (RFC 3463): these are the system, the protocol and the policy of the
# server, which say nothing of the mailbox. "550 5.7.1 relaying denied" would else mark everybody's address.
NO_ES_LA_DIRECCION = re.compile(r"^5\.[357]\.")


class CorreoNegado(Definitive):
    """The server refused this mail for good."""


class DireccionRechazada(Refused):
    """The server refused its address for good."""


def al_rechazar(oyente: AlRechazar) -> AlRechazar:
    """Registers who is told of an address that a server refused, and in which words. Belongs in a `tareas.py`.

    A refusal whose worker dies is told again. What the listener raises is a failed try of the mail.
    """
    _al_rechazar.append(oyente)
    return oyente


def al_entregar(oyente: AlEntregar) -> AlEntregar:
    """Registers who is told that a mail was taken at an address. What it raises is only logged: the mail is sent."""
    _al_entregar.append(oyente)
    return oyente


def encolar_correo(
    *, clave: str, para: str, asunto: str, plantilla: str, contexto: dict[str, Any], pie: str = ""
) -> None:
    """Promises one mail of `templates/correos/<plantilla>.txt` and `.html`; the same `clave` is never sent twice.

    `pie`: a template of that folder with which both parts end. Above this floor, mails go through
    `cuentas.avisos.services.encolar_aviso`, which knows who wants them.
    """
    contexto = {**contexto, "portal_url": settings.PORTAL_URL, "pie": f"correos/{pie}.html" if pie else ""}
    texto: str = render_to_string(f"correos/{plantilla}.txt", contexto)
    if pie:
        texto = f"{texto.rstrip()}\n\n{render_to_string(f'correos/{pie}.txt', contexto)}"
    enqueue(
        MAIL,
        clave,
        clave=clave,
        para=para,
        asunto=asunto,
        texto=texto,
        html=render_to_string(f"correos/{plantilla}.html", contexto),
    )


@handler(MAIL)
def enviar(payload: dict[str, Any]) -> Callable[[], None]:
    """Sends one mail. Taking leave of the server, and telling who listens, wait until it is noted as sent."""
    # A fixed Message-ID lets mail servers drop the copy that a worker killed between sending and noting would make.
    conexion = get_connection()
    message = EmailMultiAlternatives(
        subject=payload["asunto"],
        body=payload["texto"],
        to=[payload["para"]],
        headers={"Message-ID": message_id(payload["clave"]), "Auto-Submitted": "auto-generated"},
        connection=conexion,
    )
    message.attach_alternative(payload["html"], "text/html")
    try:
        conexion.open()  # or Django would close it before it says that the mail was accepted
        message.send()
    except Exception as error:
        conexion.close()
        significado = _en_nuestros_terminos(error, payload["para"])
        if significado is error:
            raise
        raise significado from error
    return partial(_despedirse, conexion, payload["para"])


def message_id(clave: str) -> str:
    """The same for each try of one notice."""
    local_part = hashlib.sha256(clave.encode()).hexdigest()[:32]
    return f"<{local_part}@{urlsplit(settings.PORTAL_URL).hostname}>"


def _despedirse(conexion: BaseEmailBackend, para: str) -> None:
    try:
        conexion.close()
    except Exception:
        logger.exception("the mail is sent; its server did not take leave")
    for oyente in _al_entregar:
        try:
            oyente(para)
        except Exception:
            logger.exception("the mail is sent; who is told of it failed")


def _en_nuestros_terminos(error: Exception, para: str) -> Exception:
    """What an error of sending means for the outbox: try again, give up, or the address is no good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _por_la_direccion(error, para)
    if isinstance(error, smtplib.SMTPDataError):
        return _por_el_contenido(error)
    return error


def _por_la_direccion(error: smtplib.SMTPRecipientsRefused, para: str) -> Exception:
    """What a refusal of the only recipient means: the address is no good, the mail isn't, or not now."""
    codigo, texto = next(iter(error.recipients.values()))
    razon = _en_palabras(texto)
    if not 500 <= codigo < 600:
        return error
    if NO_ES_LA_DIRECCION.match(razon):
        return CorreoNegado(f"El servidor no acepta este correo: {codigo} {razon}")
    for oyente in _al_rechazar:
        oyente(para, f"{codigo} {razon}")
    return DireccionRechazada(f"El servidor rechazó la dirección: {codigo} {razon}")


def _por_el_contenido(error: smtplib.SMTPDataError) -> Exception:
    if not 500 <= error.smtp_code < 600:
        return error
    return CorreoNegado(f"El servidor no acepta este correo: {error.smtp_code} {_en_palabras(error.smtp_error)}")


def _en_palabras(texto: bytes | str) -> str:
    crudo = texto.decode(errors="replace") if isinstance(texto, bytes) else texto
    return " ".join(crudo.split())
